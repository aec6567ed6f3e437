"""The reference the Worker's accounts are held against: fastapi-users 15.

The app of its documentation (SQLAlchemy, UUIDs, bearer transport, JWT strategy)
with every router but OAuth's: under /auth/jwt login and logout, under /auth
register, reset and verify, under /users the users. Login asks for a verified
address. The users of PEOPLE_FILE (a JSON list) are there from the start, all
with the password of HASHED_PASSWORD.

Beyond the documentation's: `full_name`, a rule for passwords, and GET /outbox,
which has what would have been mailed, the newest first.
"""

import json
import os
import uuid
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi_users import (
    BaseUserManager,
    FastAPIUsers,
    InvalidPasswordException,
    UUIDIDMixin,
    schemas,
)
from fastapi_users.authentication import (
    AuthenticationBackend,
    BearerTransport,
    JWTStrategy,
)
from fastapi_users.db import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from fastapi_users.password import PasswordHelper
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import String
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import StaticPool

SECRET = os.environ["SECRET_KEY"]
PASSWORD_MIN_LENGTH = 15

# The cost of a hash is nobody's business here.
hasher = PasswordHelper(
    PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
)
engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
sessions = async_sessionmaker(engine, expire_on_commit=False)
outbox = []


class Base(DeclarativeBase):
    pass


class User(SQLAlchemyBaseUserTableUUID, Base):
    full_name: Mapped[str | None] = mapped_column(String(320), default=None)


class UserRead(schemas.BaseUser[uuid.UUID]):
    full_name: str | None = None


class UserCreate(schemas.BaseUserCreate):
    full_name: str | None = None


class UserUpdate(schemas.BaseUserUpdate):
    full_name: str | None = None


class UserManager(UUIDIDMixin, BaseUserManager[User, uuid.UUID]):
    reset_password_token_secret = SECRET
    verification_token_secret = SECRET

    async def validate_password(self, password, user):
        if len(password) < PASSWORD_MIN_LENGTH:
            raise InvalidPasswordException("too short")

    async def on_after_request_verify(self, user, token, request=None):
        outbox.insert(0, {"type": "verify", "to": user.email, "token": token})

    async def on_after_forgot_password(self, user, token, request=None):
        outbox.insert(0, {"type": "reset", "to": user.email, "token": token})


async def user_database():
    async with sessions() as session:
        yield SQLAlchemyUserDatabase(session, User)


async def user_manager(database=Depends(user_database)):
    yield UserManager(database, hasher)


backend = AuthenticationBackend(
    name="jwt",
    transport=BearerTransport(tokenUrl="auth/jwt/login"),
    get_strategy=lambda: JWTStrategy(secret=SECRET, lifetime_seconds=1800),
)
users = FastAPIUsers[User, uuid.UUID](user_manager, [backend])


@asynccontextmanager
async def lifespan(_: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with sessions() as session:
        for person in json.loads(Path(os.environ["PEOPLE_FILE"]).read_text("utf-8")):
            known = {
                "id": uuid.UUID(person["id"]),
                "hashed_password": os.environ["HASHED_PASSWORD"],
            }
            session.add(User(**{**person, **known}))
        await session.commit()
    yield


app = FastAPI(openapi_url=None, lifespan=lifespan)
for prefix, router in (
    ("/auth/jwt", users.get_auth_router(backend, requires_verification=True)),
    ("/auth", users.get_register_router(UserRead, UserCreate)),
    ("/auth", users.get_reset_password_router()),
    ("/auth", users.get_verify_router(UserRead)),
    ("/users", users.get_users_router(UserRead, UserUpdate)),
):
    app.include_router(router, prefix=prefix)


@app.get("/outbox")
async def mails():
    return outbox
