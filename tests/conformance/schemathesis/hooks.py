"""What Schemathesis cannot guess: which password is whose, and what scopes there are."""

import os

import schemathesis
from schemathesis.generation.modes import GenerationMode

PASSWORDS = [pair.split(":") for pair in os.environ["KEYWARD_PASSWORDS"].split()]
SCOPES = ["", "me", "items me"]
logins = 0


@schemathesis.hook
def before_call(context, case, **kwargs):
    """Makes every other login that fits the document one of somebody who is there, the rest of the form as it was drawn."""
    global logins
    form = case.body
    if context.operation.label != "POST /token" or not isinstance(form, dict) or not {"username", "password"} <= form.keys():
        return
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    logins += 1
    if logins % 2:
        turn = logins // 2
        username, password = PASSWORDS[turn % len(PASSWORDS)]
        case.body = {**form, "username": username, "password": password, "scope": SCOPES[turn % len(SCOPES)]}
