"""The reference the Worker is held against: FastAPI's security tutorial.

It shows the behaviour of the pages "OAuth2 with Password (and hashing), Bearer
with JWT tokens" and, when REQUIRE_SCOPES is "true", of "OAuth2 scopes": the
same routes, names, models, status codes and details, over the people in
USERS_FILE (a JSON object, user name to record) instead of a dictionary in the
source. /protected is the one route that is not in the tutorial.

CORS_ALLOW_ORIGINS (a comma separated list, or *) adds the middleware of the
page "CORS"; DOCS "true" adds /openapi.json and /docs.
"""

import json
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException, Security, status
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import (
    OAuth2PasswordBearer,
    OAuth2PasswordRequestForm,
    SecurityScopes,
)
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher
from pydantic import BaseModel, ValidationError

SECRET_KEY = os.environ["SECRET_KEY"]
ALGORITHM = os.environ.get("ALGORITHM", "HS256")
ACCESS_TOKEN_EXPIRE = timedelta(
    minutes=int(os.environ.get("ACCESS_TOKEN_EXPIRE_MINUTES", "30"))
)
REQUIRE_SCOPES = os.environ.get("REQUIRE_SCOPES") == "true"
USERS = json.loads(Path(os.environ["USERS_FILE"]).read_text("utf-8"))

hasher = PasswordHash((Argon2Hasher(), BcryptHasher()))
# Checked when the user is unknown, so that the answer takes as long.
DUMMY_HASH = hasher.hash("nobody has this password")

SCOPES = {"me": "Read information about the current user.", "items": "Read items."}
bearer = OAuth2PasswordBearer(
    tokenUrl="token", scopes=SCOPES if REQUIRE_SCOPES else None
)
# Without DOCS only the tutorial's own routes exist.
DOCS = os.environ.get("DOCS") == "true"
app = FastAPI(openapi_url="/openapi.json" if DOCS else None, redoc_url=None)

origins = [o for o in os.environ.get("CORS_ALLOW_ORIGINS", "").split(",") if o]
if origins:
    app.add_middleware(
        CORSMiddleware,
        allow_origins=origins,
        # The page says that credentials and "*" do not go together.
        allow_credentials="*" not in origins,
        allow_methods=["*"],
        allow_headers=["*"],
    )


class Token(BaseModel):
    access_token: str
    token_type: str


class Claims(BaseModel):
    username: str
    scopes: list[str] = []


class User(BaseModel):
    username: str
    email: str | None = None
    full_name: str | None = None
    disabled: bool | None = None


class StoredUser(User):
    hashed_password: str


def find_user(username: str) -> StoredUser | None:
    record = USERS.get(username)
    return None if record is None else StoredUser(**record)


def check_login(username: str, password: str) -> StoredUser | None:
    user = find_user(username)
    if user is None:
        hasher.verify(password, DUMMY_HASH)
        return None
    return user if hasher.verify(password, user.hashed_password) else None


def issue(claims: dict) -> str:
    expires = datetime.now(timezone.utc) + ACCESS_TOKEN_EXPIRE
    return jwt.encode({**claims, "exp": expires}, SECRET_KEY, algorithm=ALGORITHM)


def unauthorized(detail: str, challenge: str = "Bearer") -> HTTPException:
    return HTTPException(
        status.HTTP_401_UNAUTHORIZED, detail, {"WWW-Authenticate": challenge}
    )


async def current_user(
    needed: SecurityScopes, token: Annotated[str, Depends(bearer)]
) -> User:
    challenge = f'Bearer scope="{needed.scope_str}"' if needed.scopes else "Bearer"
    refusal = unauthorized("Could not validate credentials", challenge)
    try:
        payload = jwt.decode(token, SECRET_KEY, algorithms=[ALGORITHM])
        username = payload.get("sub")
        if username is None:
            raise refusal
        scopes = payload.get("scope", "").split(" ") if REQUIRE_SCOPES else []
        claims = Claims(username=username, scopes=scopes)
    except (jwt.InvalidTokenError, ValidationError):
        raise refusal from None
    user = find_user(claims.username)
    if user is None:
        raise refusal
    for scope in needed.scopes:
        if scope not in claims.scopes:
            raise unauthorized("Not enough permissions", challenge)
    return user


def scopes(*names: str) -> list[str]:
    return list(names) if REQUIRE_SCOPES else []


def active(user: User) -> User:
    if user.disabled:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "Inactive user")
    return user


async def active_user(
    user: Annotated[User, Security(current_user, scopes=scopes("me"))],
) -> User:
    return active(user)


@app.post("/token")
async def login_for_access_token(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Token:
    user = check_login(form.username, form.password)
    if user is None:
        raise unauthorized("Incorrect username or password")
    claims = {"sub": user.username}
    if REQUIRE_SCOPES:
        claims["scope"] = " ".join(form.scopes)
    return Token(access_token=issue(claims), token_type="bearer")


@app.get("/users/me/")
async def read_users_me(user: Annotated[User, Depends(active_user)]) -> User:
    return user


@app.get("/users/me/items/")
async def read_own_items(
    user: Annotated[User, Security(active_user, scopes=scopes("items"))],
):
    return [{"item_id": "Foo", "owner": user.username}]


@app.get("/protected")
async def read_protected(user: Annotated[User, Depends(current_user)]):
    return {"user": {"username": active(user).username}}


@app.get("/status/")
async def read_system_status(user: Annotated[User, Depends(current_user)]):
    return {"status": "ok"}
