// What keyward answers other than the tutorial's app.

import { CHALLENGE, NOT_AUTHENTICATED, NOT_FOUND, UNVALIDATED, json } from "./make.mjs";

const BARE = json(200, { username: "bare", email: null, full_name: null, disabled: null });
const ITEMS = json(200, [{ item_id: "Foo", owner: "bare" }]);
const INCORRECT = json(401, { detail: "Incorrect username or password" }, CHALLENGE);
const NOT_ALLOWED = json(405, { detail: "Method Not Allowed" }, { allow: "GET, PATCH, DELETE" });
const UNKNOWN_SCOPE = json(400, { detail: "Unknown scope, expected any of: me, items", error: "invalid_scope" });
const redirect = (location) => ({ status: 307, headers: { location }, body: null });
const TOKEN = json(200, { token_type: "bearer" });
const BAD_MULTIPART = json(400, { detail: "Invalid multipart data." });
const missing = (...fields) =>
  json(422, {
    detail: fields.map((field) => ({ type: "missing", loc: ["body", field], msg: "Field required", input: null })),
  });
const notText = (field, input) =>
  json(422, { detail: [{ type: "string_type", loc: ["body", field], msg: "Input should be a valid string", input }] });
/** The refusal of a grant type, which repeats what was read. */
const echoed = (input) =>
  json(422, { detail: [{ type: "string_pattern_mismatch", loc: ["body", "grant_type"], input }] });

export const tutorial = [
  {
    title: "`/users` is for administrators",
    why: "the tutorial's app has no such route",
    exchanges: {
      "/users": [NOT_FOUND, json(403, { detail: "Forbidden" })],
      "/users/": [NOT_FOUND, redirect("/users")],
    },
  },
  {
    title: "`/users/me` and `/users/me/items` answer without their slash",
    why: "a redirect loses the Authorization header in many clients",
    exchanges: {
      "/users/me without the slash": [redirect("/users/me/"), BARE],
      "/users/me without the slash and without a token": [redirect("/users/me/"), NOT_AUTHENTICATED],
      "/users/me/items without the slash": [redirect("/users/me/items/"), ITEMS],
      "/users/me without the slash keeps the query": [redirect("/users/me/?a=1&b=%20"), BARE],
      "POST /users/me without the slash": [redirect("/users/me/"), NOT_ALLOWED],
      "HEAD /users/me without the slash": [redirect("/users/me/"), { ...NOT_ALLOWED, body: null }],
      "OPTIONS /users/me without the slash": [redirect("/users/me/"), NOT_ALLOWED],
    },
  },
  {
    title:
      "Of a password longer than 72 bytes bcrypt reads 72, as it did when the hash was made; a login with one does not renew the hash, which vouches for no more",
    why: "bcrypt 5 raises, and the tutorial's app answers 500",
    exchanges: {
      "a password of 73 bytes over a bcrypt hash": [
        { status: 500, headers: { "content-type": "text/plain; charset=utf-8" }, body: "Internal Server Error" },
        INCORRECT,
      ],
    },
  },
  {
    title: "A scope is granted only where the user holds it, and the token says so",
    why: "RFC 6749 section 3.3; the tutorial's first app ignores the field, its second believes it",
    fastapi: TOKEN,
    keyward: json(200, { token_type: "bearer", scope: "" }),
    exchanges: ["a scope may be asked for", "duplicate scopes are allowed"],
  },
  {
    title: "A disabled user gets no token",
    why: "services that know the key, or have it from `/.well-known/jwks.json`, would believe one",
    fastapi: TOKEN,
    keyward: json(400, { detail: "Inactive user" }),
    exchanges: ["a disabled user gets no token"],
  },
  {
    title: "`grant_type=refresh_token` takes a refresh token in place of a name and a password",
    why: "RFC 6749 section 6; the tutorial has no sessions",
    exchanges: {
      "grant type refresh_token without a refresh token": [
        echoed("refresh_token"),
        json(400, { detail: "The field `refresh_token` is missing", error: "invalid_request" }),
      ],
    },
  },
  {
    title: "`/status/` is closed to a disabled user, as every resource is",
    why: "the tutorial asks for a user there, not for an active one",
    exchanges: {
      "GET /status/ as a disabled user": [json(200, { status: "ok" }), json(400, { detail: "Inactive user" })],
    },
  },
  {
    title: "Bytes of a urlencoded form that are not escaped are UTF-8",
    why: "the URL Standard; python-multipart takes them for latin-1",
    exchanges: {
      "raw UTF-8 bytes in a login": [INCORRECT, TOKEN],
      "raw UTF-8 bytes under urlencoded": [echoed("Ã¼â\x9c\x93"), echoed("ü✓")],
      "raw bytes with a charset parameter of UTF-8": [echoed("Ã¼â\x9c\x93"), echoed("ü✓")],
      "raw latin-1 bytes under urlencoded": [echoed("aüb"), echoed("a\ufffdb")],
      "a raw byte and an escape in one value": [echoed("Ã\ufffd"), echoed("ü")],
    },
  },
  {
    title: "A multipart field is UTF-8, or latin-1 where it is not, whatever `charset` says",
    why: "RFC 7578 section 5.1.2 expects UTF-8; the parameter has no meaning on multipart/form-data",
    exchanges: {
      "multipart bytes under a windows-1252 charset": [echoed("“a”"), echoed("\x93a\x94")],
      "multipart UTF-8 under a us-ascii charset": [echoed("Ã¼"), echoed("ü")],
      "multipart UTF-8 under an unknown charset": [echoed("Ã¼"), echoed("ü")],
    },
  },
  {
    title: "A multipart body that is cut short is refused as a whole",
    why: "RFC 2046 section 5.1.1 ends it with a boundary; FastAPI goes on with the parts that came",
    exchanges: {
      "multipart without its last boundary": [missing("password"), BAD_MULTIPART],
      "multipart cut inside a value": [missing("username", "password"), BAD_MULTIPART],
      "multipart cut inside a part's head": [missing("username", "password"), BAD_MULTIPART],
    },
  },
  {
    title: "Text before the first multipart boundary is skipped",
    why: "RFC 2046 section 5.1.1 allows a preamble",
    exchanges: { "text before the first boundary": [BAD_MULTIPART, TOKEN] },
  },
  {
    title: "A body has 64 KiB at most",
    why: "nothing that is longer is a login",
    exchanges: { "a body of more than 64 KiB": [TOKEN, json(413, { detail: "the body is longer than 65536 bytes" })] },
  },
  {
    title:
      "In multipart a parameter's name is in small letters, a line that begins like the boundary ends the part, and its head may be long",
    why: "so the crate multer reads it; no client writes the first two",
    exchanges: {
      "a part's name under NAME in capitals": [
        TOKEN,
        json(400, { detail: 'The Content-Disposition header field "name" must be provided.' }),
      ],
      "a line in a value that goes on after the boundary": [INCORRECT, BAD_MULTIPART],
      "a part with a head of 20 kB": [BAD_MULTIPART, TOKEN],
    },
  },
  {
    title: "A file in place of a text is answered without what Python knows of the file",
    why: "FastAPI's `input` is a dump of its upload object",
    exchanges: {
      "a file as user name is refused": [notText("username", { filename: "u.txt", size: 4 }), notText("username", {})],
      "an empty file with a name as password is no text": [
        notText("password", { filename: "p.txt", size: 0 }),
        notText("password", {}),
      ],
      "a file without a name as password is no text": [
        notText("password", { filename: "", size: 6 }),
        notText("password", {}),
      ],
    },
  },
  {
    title: "A header that is sent twice arrives as one, joined by a comma",
    why: "the Workers runtime joins them (Fetch Standard); an ASGI app takes the first",
    exchanges: {
      "two content type headers, urlencoded first": [TOKEN, missing("username", "password")],
      "two Authorization headers, the good one first": [BARE, UNVALIDATED],
      "two equal Authorization headers": [BARE, UNVALIDATED],
      "an empty Authorization header before a good one": [NOT_AUTHENTICATED, BARE],
    },
  },
  {
    title: "White space around a token is ASCII",
    why: "RFC 9110 section 5.6.3; Python's strip() knows all of Unicode's",
    fastapi: BARE,
    keyward: UNVALIDATED,
    exchanges: [
      "a no-break space before the token",
      "a no-break space after the token",
      "a next-line character after the token",
    ],
  },
  {
    title: "A path is a URL's path",
    why: "the runtime resolves dot segments before the Worker sees them (URL Standard)",
    exchanges: { "dot segments in the path": [NOT_FOUND, BARE] },
  },
  {
    title: "More than one slash too many is no path of ours",
    why: "FastAPI strips them all and redirects",
    exchanges: {
      "two slashes after /protected": [redirect("/protected"), NOT_FOUND],
      "two slashes after /token": [redirect("/token"), NOT_FOUND],
    },
  },
  {
    title: "`/` is a page that says what this is",
    why: "people who open the address in a browser are told what to do next",
    exchanges: { "the root": [NOT_FOUND, { status: 200, headers: { "content-type": "text/html; charset=utf-8" } }] },
  },
  {
    title: "Claims have the types that RFC 7519 gives them",
    why: "PyJWT converts numeric strings and booleans, and does not look at an `iss` nobody asked for",
    fastapi: BARE,
    keyward: UNVALIDATED,
    exchanges: [
      "a numeric string as exp",
      "a numeric string with spaces as exp",
      "a numeric string as nbf",
      "a numeric string as iat",
      "true as iat",
      "a number as iss",
      "null as iss",
      "a scope as list",
      "an empty aud",
      "an empty list as aud",
      "null as aud",
    ],
  },
  {
    title: "A token has `exp`, and lives for `ACCESS_TOKEN_MAX_MINUTES` at most",
    why: "one that is stolen would be good for ever; RFC 8725 section 3.1 leaves the limits to whoever takes tokens",
    fastapi: BARE,
    keyward: UNVALIDATED,
    exchanges: [
      "no exp",
      "an exp beyond 64 bits",
      "an exp of 1e300",
      "an exp in exponent notation",
      "a negative iat",
      "an exp ten years ahead",
    ],
  },
  {
    title: "`typ` is absent, `JWT` or `at+jwt`",
    why: "RFC 8725 section 3.11: a refresh token under the same key is no access token; PyJWT does not look",
    fastapi: BARE,
    keyward: UNVALIDATED,
    exchanges: ["typ refresh+jwt", "an unknown typ"],
  },
  {
    title: "An id token or a refresh token is no access token, whatever its `typ`",
    why: "its claims say what it is: `nonce`, `at_hash` or `c_hash` (OpenID Connect), `token_type` and the like",
    fastapi: BARE,
    keyward: UNVALIDATED,
    exchanges: ["an id token", "a refresh token by its token_type"],
  },
  {
    title: "A `kid` that is `null` is as if it were not there",
    why: "Confluent's and .NET's older libraries write it so, and it says nothing",
    fastapi: UNVALIDATED,
    keyward: BARE,
    exchanges: ["null as kid"],
  },
  {
    title: "`typ` is a string",
    why: "RFC 7515 section 4.1.9",
    fastapi: BARE,
    keyward: UNVALIDATED,
    exchanges: ["a number as typ", "null as typ"],
  },
  {
    title: "A token's JSON is not nested deeper than 64",
    why: "a limit of one's own is safer than the stack's",
    fastapi: BARE,
    keyward: UNVALIDATED,
    exchanges: ["a payload nested 100 deep"],
  },
  {
    title: "Base64url has no padding",
    why: "RFC 7515 section 2; PyJWT accepts it since some issuers write it",
    fastapi: BARE,
    keyward: UNVALIDATED,
    exchanges: ["padding on the signature", "signed padding on header and payload"],
  },
  {
    title: "A member of a token's JSON may occur once",
    why: "RFC 7515 section 4 and RFC 7519 section 4 allow refusing duplicates; two readers might see two tokens",
    fastapi: BARE,
    keyward: UNVALIDATED,
    exchanges: ["a duplicate alg, the last one good"],
  },
  {
    title: "A token's JSON is UTF-8 without a byte order mark",
    why: "RFC 7515 section 3 and RFC 8259 section 8.1; Python's json guesses",
    fastapi: BARE,
    keyward: UNVALIDATED,
    exchanges: ["a byte order mark in the header", "a byte order mark in the payload", "a payload in UTF-16"],
  },
  {
    title: "An unknown scope is refused",
    why: "RFC 6749 section 5.2; the tutorial ignores it, or grants it",
    fastapi: json(200, { token_type: "bearer" }),
    keyward: UNKNOWN_SCOPE,
    exchanges: ["a scope of odd characters is allowed", "a raw UTF-8 scope is allowed"],
  },
];
