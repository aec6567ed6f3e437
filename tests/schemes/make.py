"""Makes hashes with Python's libraries and prints them as a JSON list.

`flip` marks the cheap ones, of which every bit is tried flipped. The default
costs of each library are there too, once each.
"""

import hashlib
import json
import logging
import secrets
import string
from copy import copy
from importlib.metadata import version

import argon2
import bcrypt
import django
import passlib.hash as passlib
import passlib.handlers.bcrypt as passlib_bcrypt
import pwdlib
import werkzeug.security
from django.conf import settings
from django.contrib.auth import hashers
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

# passlib asks bcrypt for its version in a way that bcrypt no longer answers.
logging.getLogger("passlib").setLevel(logging.ERROR)

settings.configure(
    PASSWORD_HASHERS=[
        f"django.contrib.auth.hashers.{name}PasswordHasher"
        for name in (
            "PBKDF2",
            "PBKDF2SHA1",
            "Argon2",
            "BCryptSHA256",
            "BCrypt",
            "Scrypt",
            "MD5",
        )
    ]
)
django.setup()

made = []


def add(source, scheme, password, encoded, **more):
    if isinstance(encoded, bytes):
        encoded = encoded.decode()
    entry = {"source": source, "scheme": scheme, "encoded": encoded, **more}
    made.append(entry | {"passwordHex": password.encode().hex()})


def passwords():
    """One of each sort: ASCII, other alphabets, one letter, and long ones."""
    letters = string.ascii_letters + string.digits + string.punctuation + " "
    yield "".join(secrets.choice(letters) for _ in range(12))
    yield "".join(chr(secrets.choice(range(0xA1, 0x2FF))) for _ in range(9)) + "日本🔑"
    yield secrets.choice(letters)
    yield secrets.token_hex(40)  # 80 bytes: over bcrypt's 72
    yield secrets.token_hex(100)




def make_argon2(password):
    source = f"argon2-cffi {version('argon2-cffi')}"
    for kind in argon2.Type:
        cheap = argon2.PasswordHasher(
            time_cost=secrets.choice([1, 2, 3]),
            memory_cost=secrets.choice([32, 40, 67, 128]),
            parallelism=secrets.choice([1, 2, 3, 4]),
            hash_len=secrets.choice([16, 32, 64]),
            salt_len=secrets.choice([8, 16, 32]),
            type=kind,
        )
        scheme = f"argon2{kind.name.lower()}"
        add(source, scheme, password, cheap.hash(password), flip=True)


def make_django(password):
    source = f"Django {django.__version__}"
    for name, scheme, cost in (
        ("pbkdf2_sha256", "django-pbkdf2", {"iterations": 7}),
        ("pbkdf2_sha1", "django-pbkdf2", {"iterations": 9}),
        ("argon2", "django-argon2", {}),
        ("scrypt", "django-scrypt", {}),
        ("md5", "django-md5", {}),
    ):
        hasher = copy(hashers.get_hasher(name))
        for attribute, value in CHEAP.get(name, {}).items():
            setattr(hasher, attribute, value)
        encoded = hasher.encode(password, hasher.salt(), **cost)
        add(source, scheme, password, encoded, flip=True, legacy=name == "md5")
    # Django 5.1 dropped SHA1PasswordHasher; its rule was this one.
    salt = secrets.token_hex(6)
    digest = hashlib.sha1((salt + password).encode()).hexdigest()
    add(
        "Django 5.0's rule",
        "django-sha1",
        password,
        f"sha1${salt}${digest}",
        flip=True,
        legacy=True,
    )
    for name, scheme in (
        ("bcrypt_sha256", "django-bcrypt-sha256"),
        ("bcrypt", "django-bcrypt"),
    ):
        hasher = copy(hashers.get_hasher(name))
        hasher.rounds = 4
        encoded = hasher.encode(password, hasher.salt())
        add(source, scheme, password, encoded, flip=name == "bcrypt")


# The cheapest each hasher takes.
CHEAP = {
    "argon2": {"time_cost": 1, "memory_cost": 64, "parallelism": 8},
    "scrypt": {"work_factor": 4, "block_size": 1, "parallelism": 2},
}


def make_werkzeug(password):
    source = f"Werkzeug {version('werkzeug')}"
    for method, scheme in (
        ("scrypt:4:2:3", "werkzeug-scrypt"),
        ("pbkdf2:sha1:5", "werkzeug-pbkdf2"),
        ("pbkdf2:sha256:6", "werkzeug-pbkdf2"),
        ("pbkdf2:sha512:7", "werkzeug-pbkdf2"),
    ):
        encoded = werkzeug.security.generate_password_hash(password, method)
        add(source, scheme, password, encoded, flip=True)


def make_passlib(password):
    source = f"passlib {version('passlib')}"

    def make(scheme, handler, flip=True, legacy=False, **settings):
        encoded = handler.using(**settings).hash(password)
        add(source, scheme, password, encoded, flip=flip, legacy=legacy)

    make("pbkdf2", passlib.pbkdf2_sha1, rounds=3)
    make("pbkdf2", passlib.pbkdf2_sha256, rounds=4, salt_size=0)
    make("pbkdf2", passlib.pbkdf2_sha256, rounds=4, salt_size=9)
    make("pbkdf2", passlib.pbkdf2_sha512, rounds=5)
    make("ldap-pbkdf2", passlib.ldap_pbkdf2_sha1, rounds=3)
    make("ldap-pbkdf2", passlib.ldap_pbkdf2_sha256, rounds=4)
    make("ldap-pbkdf2", passlib.ldap_pbkdf2_sha512, rounds=5)
    make("scrypt", passlib.scrypt, rounds=3, block_size=2, parallelism=2)
    make("sha256-crypt", passlib.sha256_crypt, rounds=1000)
    make("sha512-crypt", passlib.sha512_crypt, rounds=1234)
    make("sha512-crypt", passlib.sha512_crypt, flip=False, rounds=5000, salt_size=5)
    make("ldap-sha256-crypt", passlib.ldap_sha256_crypt, flip=False, rounds=1000)
    make("ldap-sha512-crypt", passlib.ldap_sha512_crypt, flip=False, rounds=1000)
    make("phpass", passlib.phpass, rounds=7)
    make("phpass", passlib.phpass, rounds=7, ident="H")
    make("md5-crypt", passlib.md5_crypt, legacy=True)
    make("md5-crypt", passlib.md5_crypt, legacy=True, salt_size=3)
    make("apache-md5-crypt", passlib.apr_md5_crypt, legacy=True)
    make("ldap-md5-crypt", passlib.ldap_md5_crypt, legacy=True)
    make("ldap-salted", passlib.ldap_salted_md5, legacy=True)
    make("ldap-salted", passlib.ldap_salted_sha1, legacy=True)
    make("ldap-salted", passlib.ldap_salted_sha256, legacy=True)
    make("ldap-salted", passlib.ldap_salted_sha512, legacy=True)
    make("ldap", passlib.ldap_md5, legacy=True)
    make("ldap", passlib.ldap_sha1, legacy=True)
    for number in (1, 2):
        handler = passlib_bcrypt.bcrypt_sha256
        make("bcrypt-sha256", handler, flip=False, rounds=4, version=number)


def make_bcrypt(password):
    source = f"bcrypt {version('bcrypt')}"
    for prefix in (b"2a", b"2b"):
        salt = bcrypt.gensalt(4, prefix)
        add(source, "bcrypt", password, bcrypt.hashpw(password.encode(), salt))


def make_defaults():
    """What each library makes unless told otherwise."""
    password = secrets.token_urlsafe(12)
    add(
        f"pwdlib {version('pwdlib')}",
        "argon2id",
        password,
        pwdlib.PasswordHash.recommended().hash(password),
    )
    add(
        f"pwdlib {version('pwdlib')}",
        "bcrypt",
        password,
        pwdlib.PasswordHash((BcryptHasher(),)).hash(password),
    )
    add(
        f"pwdlib {version('pwdlib')}",
        "argon2id",
        password,
        pwdlib.PasswordHash((Argon2Hasher(),)).hash(password),
    )
    for name, scheme in (
        ("pbkdf2_sha256", "django-pbkdf2"),
        ("pbkdf2_sha1", "django-pbkdf2"),
        ("argon2", "django-argon2"),
        ("bcrypt_sha256", "django-bcrypt-sha256"),
        ("scrypt", "django-scrypt"),
    ):
        encoded = hashers.make_password(password, hasher=name)
        add(f"Django {django.__version__}", scheme, password, encoded)
    for method, scheme in (("scrypt", "werkzeug-scrypt"), ("pbkdf2", "werkzeug-pbkdf2")):
        encoded = werkzeug.security.generate_password_hash(password, method)
        add(f"Werkzeug {version('werkzeug')}", scheme, password, encoded)
    for scheme, handler in (
        ("pbkdf2", passlib.pbkdf2_sha256),
        ("pbkdf2", passlib.pbkdf2_sha512),
        ("sha256-crypt", passlib.sha256_crypt),
        ("sha512-crypt", passlib.sha512_crypt),
        ("bcrypt-sha256", passlib.bcrypt_sha256),
        ("scrypt", passlib.scrypt),
        ("phpass", passlib.phpass),
    ):
        add(f"passlib {version('passlib')}", scheme, password, handler.hash(password))


make_defaults()
for each in passwords():
    make_argon2(each)
    make_django(each)
    make_werkzeug(each)
    make_passlib(each)
    make_bcrypt(each)
print(json.dumps(made))
