"""What Schemathesis cannot guess: which password is whose, what scopes there are, and what a token looks like."""

import os

import schemathesis
from schemathesis.generation.modes import GenerationMode

PASSWORDS = [pair.split(":") for pair in os.environ["KEYWARD_PASSWORDS"].split()]
SCOPES = ["", "me", "items me"]
TOKENS = [os.environ["KEYWARD_TOKEN"], os.environ["KEYWARD_REFRESH_TOKEN"]]
counts = {}


@schemathesis.hook
def before_call(context, case, **kwargs):
    """Makes every other request that fits the document one of somebody who is there, the rest of the form as it was drawn."""
    operation, form = context.operation.label, case.body
    if not isinstance(form, dict) or case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    counts[operation] = count = counts.get(operation, 0) + 1
    turn, odd = divmod(count, 2)
    if not odd:
        return
    if operation == "POST /token" and {"username", "password"} <= form.keys():
        username, password = PASSWORDS[turn % len(PASSWORDS)]
        case.body = {**form, "username": username, "password": password, "scope": SCOPES[turn % len(SCOPES)]}
    if operation == "POST /introspect":
        case.body = {**form, "token": TOKENS[turn % len(TOKENS)]}
