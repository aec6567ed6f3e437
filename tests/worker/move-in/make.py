"""Users as other systems export them, made by the systems themselves where they
are Python, and by their rules elsewhere: a file for each in the folder that is
the only argument. Prints, as JSON, how each is read and who is in it.

Every hash is as cheap as its system lets it be: what is tried is the way in.
"""

import base64
import csv
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import uuid
from io import StringIO

import bcrypt
import django
from django.conf import settings
from passlib.hash import phpass
from pwdlib.hashers.argon2 import Argon2Hasher
from werkzeug.security import generate_password_hash

folder = sys.argv[1]
made = []


def path(name):
    return os.path.join(folder, name)


def add(source, name, users, **options):
    """`users`: username as keyward has it, and password."""
    made.append({"source": source, "file": path(name), "users": users, "options": options})


def write_text(name, text):
    with open(path(name), "w", encoding="utf-8", newline="") as file:
        file.write(text)


def write_table(name, rows):
    text = StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    write_text(name, text.getvalue())


def table_of(database, query, name):
    """As `sqlite3 -csv -header` writes it."""
    cursor = database.execute(query)
    names = [column[0] for column in cursor.description]
    write_table(name, [dict(zip(names, row)) for row in cursor])


def bcrypt_of(password, prefix=b"2b"):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(4, prefix)).decode()


def make_django():
    settings.configure(
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path("django.db")}},
        PASSWORD_HASHERS=[
            f"django.contrib.auth.hashers.{name}PasswordHasher"
            for name in ("PBKDF2", "Argon2", "BCryptSHA256", "Scrypt")
        ],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
    from django.contrib.auth.models import Group, User
    from django.core.management import call_command

    PBKDF2PasswordHasher.iterations = 1000
    call_command("migrate", verbosity=0)
    Group.objects.create(name="editors")
    users = {}
    for hasher in ("pbkdf2_sha256", "argon2", "bcrypt_sha256", "scrypt"):
        username, password = f"django-{hasher}", f"django's {hasher} ü🔑"
        user = User(username=username, email=f"{username}@example.com", first_name='"Quoted"', last_name="O,Hara")
        user.password = make_password(password, hasher=hasher)
        user.save()
        users[username] = password
    nobody = User(username="django-unusable")
    nobody.set_unusable_password()
    nobody.save()
    call_command("dumpdata", "auth", output=path("dumpdata.json"), indent=2, verbosity=0)
    add("django", "dumpdata.json", users)

    # The same people under other names, so that both ways are tried.
    with sqlite3.connect(path("django.db")) as database:
        database.execute("update auth_user set username = 'table-' || username, email = 'table-' || email")
    table_of(database, "select * from auth_user", "auth_user.csv")
    add("django", "auth_user.csv", {f"table-{name}": password for name, password in users.items()})


def make_flask():
    database = sqlite3.connect(":memory:")
    database.execute("create table user (id integer primary key, email text, password_hash text, active boolean)")
    users = {}
    for method in ("scrypt:1024:8:1", "pbkdf2:sha256:1000"):
        address, password = f"flask-{method.split(':')[0]}@example.com", f"flask's {method}"
        row = (address, generate_password_hash(password, method), True)
        database.execute("insert into user (email, password_hash, active) values (?, ?, ?)", row)
        users[address] = password
    table_of(database, "select * from user", "flask.csv")
    add("werkzeug", "flask.csv", users)


def make_fastapi_users():
    # SQLAlchemyBaseUserTableUUID of fastapi-users-db-sqlalchemy 7, in SQLite.
    database = sqlite3.connect(":memory:")
    database.execute(
        "create table user (id char(36) primary key, email varchar(320), hashed_password varchar(1024),"
        " is_active boolean, is_superuser boolean, is_verified boolean)"
    )
    password = "fastapi-users' own"
    hashed = Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1).hash(password)
    row = (str(uuid.uuid4()), "FastAPI@example.com", hashed, True, False, True)
    database.execute("insert into user values (?, ?, ?, ?, ?, ?)", row)
    table_of(database, "select * from user", "fastapi-users.csv")
    add("fastapi-users", "fastapi-users.csv", {"fastapi@example.com": password})


def make_php():
    password = "laravel's password"
    row = {
        "id": 1,
        "name": "L",
        "email": "laravel@example.com",
        "email_verified_at": "2024-05-01 10:00:00",
        # PHP writes 2y for what others call 2b.
        "password": bcrypt_of(password).replace("$2b$", "$2y$"),
        "remember_token": "",
        "created_at": "2024-05-01 10:00:00",
        "updated_at": "2024-05-01 10:00:00",
    }
    write_table("laravel.csv", [row])
    add("laravel", "laravel.csv", {"laravel@example.com": password})

    old, new = "wordpress before 6.8", "wordpress from 6.8 on"
    # wp_hash_password (wp-includes/pluggable.php).
    digest = base64.b64encode(hmac.digest(b"wp-sha384", new.encode(), "sha384")).decode()
    hashes = {"wordpress-old": phpass.using(rounds=7).hash(old), "wordpress-new": "$wp" + bcrypt_of(digest).replace("$2b$", "$2y$")}
    rows = [
        {"ID": n, "user_login": name, "user_pass": hashed, "user_email": f"{name}@example.com", "user_registered": "2024-05-01 10:00:00", "display_name": name}
        for n, (name, hashed) in enumerate(hashes.items())
    ]
    write_table("wp_users.csv", rows)
    add("wordpress", "wp_users.csv", {"wordpress-old": old, "wordpress-new": new})


def make_firebase():
    # The vector that Firebase publishes (github.com/firebase/scrypt, README).
    config = (
        "hash_config {\n  algorithm: SCRYPT,\n"
        "  base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,\n"
        "  base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 14,\n}\n"
    )
    write_text("hash-config.txt", config)
    user = {
        "localId": "abc",
        "email": "firebase@example.com",
        "emailVerified": True,
        "passwordHash": "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
        "salt": "42xEC+ixf3L2lw==",
        "createdAt": "1486324360000",
        "disabled": False,
        "providerUserInfo": [],
    }
    write_text("firebase.json", json.dumps({"users": [user]}, indent=2))
    add("firebase", "firebase.json", {"firebase@example.com": "user1password"}, **{"firebase-config": path("hash-config.txt")})


def make_auth0():
    exported = {
        "_id": {"$oid": "5dea9f9c82dd7c0e76e4ec93"},
        "email_verified": False,
        "email": "auth0@example.com",
        "passwordHash": bcrypt_of("auth0's password"),
        "tenant": "t",
        "connection": "Username-Password-Authentication",
    }
    salt = os.urandom(16)
    key = hashlib.scrypt(b"auth0's scrypt", salt=salt, n=1024, r=8, p=1, dklen=64)
    custom = {
        "email": "custom@example.com",
        "email_verified": True,
        "custom_password_hash": {
            "algorithm": "scrypt",
            "hash": {"value": key.hex(), "encoding": "hex"},
            "salt": {"value": base64.b64encode(salt).decode(), "encoding": "base64"},
            "keylen": 64,
            "cost": 1024,
            "blockSize": 8,
            "parallelization": 1,
        },
    }
    digest = hashlib.sha256(b"salt" + b"auth0's digest").hexdigest()
    legacy = {
        "email": "digest@example.com",
        "email_verified": True,
        "custom_password_hash": {
            "algorithm": "sha256",
            "hash": {"value": digest, "encoding": "hex"},
            "salt": {"value": "salt", "encoding": "utf8", "position": "prefix"},
        },
    }
    write_text("auth0.ndjson", "".join(json.dumps(user) + "\n" for user in (exported, custom, legacy)))
    users = {"auth0@example.com": "auth0's password", "custom@example.com": "auth0's scrypt", "digest@example.com": "auth0's digest"}
    add("auth0", "auth0.ndjson", users)


def make_keycloak():
    salt = os.urandom(16)
    value = hashlib.pbkdf2_hmac("sha512", b"keycloak's password", salt, 1000, 64)
    encoded = {"value": base64.b64encode(value).decode(), "salt": base64.b64encode(salt).decode(), "additionalParameters": {}}
    data = {"hashIterations": 1000, "algorithm": "pbkdf2-sha512", "additionalParameters": {}}
    credential = {"id": "1", "type": "password", "createdDate": 1, "secretData": json.dumps(encoded), "credentialData": json.dumps(data)}
    user = {"id": str(uuid.uuid4()), "username": "keycloak", "enabled": True, "emailVerified": True, "email": "keycloak@example.com", "createdTimestamp": 1714557600000, "credentials": [credential]}
    write_text("realm.json", json.dumps({"realm": "r", "roles": {"realm": []}, "users": [user], "clients": []}))
    add("keycloak", "realm.json", {"keycloak": "keycloak's password"})


def make_supabase():
    row = {"instance_id": str(uuid.UUID(int=0)), "id": str(uuid.uuid4()), "email": "supabase@example.com", "encrypted_password": bcrypt_of("supabase's password", b"2a"), "email_confirmed_at": "2024-05-01 10:00:00+00", "raw_user_meta_data": "{}", "created_at": "2024-05-01 10:00:00+00"}
    write_table("supabase.csv", [row])
    add("supabase", "supabase.csv", {"supabase@example.com": "supabase's password"})


def make_aspnet():
    # PasswordHasher<TUser>, version 3: 0x01, PRF 2 (HMAC-SHA512), rounds, length of the salt, salt, key.
    salt = os.urandom(16)
    key = hashlib.pbkdf2_hmac("sha512", b"aspnet's password", salt, 1000, 32)
    blob = b"\x01" + b"".join(n.to_bytes(4, "big") for n in (2, 1000, 16)) + salt + key
    row = {"Id": str(uuid.uuid4()), "UserName": "aspnet", "NormalizedUserName": "ASPNET", "Email": "aspnet@example.com", "EmailConfirmed": 1, "PasswordHash": base64.b64encode(blob).decode(), "LockoutEnd": ""}
    write_table("AspNetUsers.csv", [row])
    # As tools on Windows write it.
    with open(path("AspNetUsers.csv"), encoding="utf-8", newline="") as file:
        text = file.read()
    with open(path("AspNetUsers.csv"), "w", encoding="utf-16", newline="") as file:
        file.write(text)
    add("aspnet", "AspNetUsers.csv", {"aspnet": "aspnet's password"})


def make_kratos():
    config = {"hashed_password": Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1).hash("kratos' password")}
    user = {"id": str(uuid.uuid4()), "schema_id": "default", "state": "active", "traits": {"email": "kratos@example.com"}, "credentials": {"password": {"type": "password", "identifiers": ["kratos@example.com"], "config": config}}, "created_at": "2024-05-01T10:00:00Z"}
    write_text("identities.json", json.dumps([user]))
    add("kratos", "identities.json", {"kratos@example.com": "kratos' password"})


def scrypt_of(password, salt, r=16):
    return hashlib.scrypt(password.encode(), salt=salt.encode(), n=16384, r=r, p=1, dklen=64, maxmem=1 << 26).hex()


for make in (
    make_django,
    make_flask,
    make_fastapi_users,
    make_php,
    make_firebase,
    make_auth0,
    make_keycloak,
    make_supabase,
    make_aspnet,
    make_kratos,
):
    make()
print(json.dumps(made))
