"""The Python libraries. Reads {"keys": {algorithm: {"signing", "verifying"}}, "claims", "kid", "audience", "tokens":
{algorithm: token}, "forged": {algorithm: token}} and writes, for each library and algorithm it has, the token it issues,
the claims it reads in ours, and whether it takes the forged one.
"""

import json
import sys

import jwt as pyjwt
from jose import jwt as python_jose
from joserfc import jwk as joserfc_jwk
from joserfc import jwt as joserfc

work = json.load(sys.stdin)
KID, AUDIENCE = work["kid"], work["audience"]


def pyjwt_issue(algorithm, claims, jwk):
    return pyjwt.encode(claims, pyjwt.PyJWK(jwk, algorithm).key, algorithm=algorithm, headers={"kid": KID})


def pyjwt_decode(algorithm, token, jwk):
    return pyjwt.decode(token, pyjwt.PyJWK(jwk, algorithm).key, algorithms=[algorithm], audience=AUDIENCE)


def python_jose_issue(algorithm, claims, jwk):
    return python_jose.encode(claims, jwk, algorithm=algorithm, headers={"kid": KID})


def python_jose_decode(algorithm, token, jwk):
    return python_jose.decode(token, jwk, algorithms=[algorithm], audience=AUDIENCE)


def joserfc_issue(algorithm, claims, jwk):
    return joserfc.encode({"alg": algorithm, "kid": KID}, claims, joserfc_jwk.import_key(jwk), algorithms=[algorithm])


def joserfc_decode(algorithm, token, jwk):
    found = joserfc.decode(token, joserfc_jwk.import_key(jwk), algorithms=[algorithm]).claims
    joserfc.JWTClaimsRegistry(aud={"essential": True, "value": AUDIENCE}).validate(found)
    return found


# Each with the algorithms of ours that it does not have.
LIBRARIES = {
    "PyJWT": (pyjwt_issue, pyjwt_decode, ["Ed25519"]),
    "python-jose": (python_jose_issue, python_jose_decode, ["EdDSA", "Ed25519", "PS256", "PS384", "PS512"]),
    "joserfc": (joserfc_issue, joserfc_decode, []),
}


def attempt(work, *arguments):
    """What a function gives, or the class of what it raises: a library may have an algorithm and still fail with it."""
    try:
        return {"value": work(*arguments)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


answer = {}
for library, (issue, decode, missing) in LIBRARIES.items():
    answer[library] = {}
    for algorithm, keys in work["keys"].items():
        answer[library][algorithm] = {
            "missing": algorithm in missing,
            "issued": attempt(issue, algorithm, work["claims"], dict(keys["signing"])),
            "read": attempt(decode, algorithm, work["tokens"][algorithm], dict(keys["verifying"])),
            "forged": attempt(decode, algorithm, work["forged"][algorithm], dict(keys["verifying"])),
        }
json.dump(answer, sys.stdout)
