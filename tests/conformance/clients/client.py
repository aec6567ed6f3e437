"""Authlib as a client of the Worker. Reads {"origin", "app", "api": {"id", "secret"}, "username", "password", "scope"} and
writes what it was given at each step; what it refuses ends it with an error.
"""

import json
import os
import sys

# The Worker of a test is on this machine, and speaks plain HTTP.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.integrations.base_client.errors import OAuthError  # noqa: E402
from authlib.integrations.requests_client import OAuth2Session  # noqa: E402
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata  # noqa: E402

work = json.load(sys.stdin)
origin, api = work["origin"], work["api"]
said = {}

with OAuth2Session(api["id"], api["secret"]) as session:
    answer = session.request("GET", f"{origin}/.well-known/oauth-authorization-server", withhold_token=True)
    metadata = AuthorizationServerMetadata(answer.json())
    for key in metadata.REGISTRY_KEYS:
        # Authlib takes no empty list for a list; the Worker has no authorization endpoint, and so no response types.
        if key != "response_types_supported":
            getattr(metadata, f"validate_{key}")()
    said["metadata"] = metadata


def introspect(token):
    with OAuth2Session(api["id"], api["secret"]) as session:
        answer = session.introspect_token(metadata["introspection_endpoint"], token=token)
        answer.raise_for_status()
        return answer.json()


given = []
session = OAuth2Session(
    work["app"],
    scope=work["scope"],
    token_endpoint=metadata["token_endpoint"],
    token_endpoint_auth_method="none",
    revocation_endpoint_auth_method="none",
    update_token=lambda token, **_: given.append(dict(token)),
)
said["login"] = dict(session.fetch_token(username=work["username"], password=work["password"], grant_type="password"))
said["me"] = session.get(f"{origin}/users/me").json()
said["refreshed"] = dict(session.refresh_token(metadata["token_endpoint"]))
# By itself, when the access token has expired.
session.token["expires_at"] = 1
said["me_again"] = session.get(f"{origin}/users/me").json()
said["given"] = given
said["introspected"] = {name: introspect(session.token[name]) for name in ["access_token", "refresh_token"]}
said["revoked"] = session.revoke_token(metadata["revocation_endpoint"], token=session.token["refresh_token"]).status_code
said["introspected_again"] = introspect(session.token["access_token"])
try:
    session.refresh_token(metadata["token_endpoint"])
except OAuthError as error:
    said["refused"] = error.error
json.dump(said, sys.stdout)
