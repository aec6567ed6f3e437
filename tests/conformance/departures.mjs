// Every exchange on which keyward answers other than FastAPI, on purpose. This
// is the whole list: what is not here agrees. Both columns are asserted, so a
// row that stopped being true, on either side, fails.

const json = (status, body, headers = {}) => ({ status, headers: { "content-type": "application/json", ...headers }, body });

const CHALLENGE = { "www-authenticate": "Bearer" };
const BARE = json(200, { username: "bare", email: null, full_name: null, disabled: null });
const ITEMS = json(200, [{ item_id: "Foo", owner: "bare" }]);
const NOT_AUTHENTICATED = json(401, { detail: "Not authenticated" }, CHALLENGE);
const UNVALIDATED = json(401, { detail: "Could not validate credentials" }, CHALLENGE);
const INCORRECT = json(401, { detail: "Incorrect username or password" }, CHALLENGE);
const NOT_ALLOWED = json(405, { detail: "Method Not Allowed" }, { allow: "GET" });
const redirect = (location) => ({ status: 307, headers: { location }, body: null });
const echoed = (input) => json(422, { detail: [{ type: "string_pattern_mismatch", loc: ["body", "grant_type"], input }] });

/** Rows: `title` for people, `why`, the exchanges, and both answers. */
export const departures = [
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
    title: "A password longer than bcrypt's 72 bytes is a wrong password",
    why: "bcrypt 5 raises, and the tutorial's app answers 500",
    exchanges: {
      "a password of 73 bytes over a bcrypt hash": [
        { status: 500, headers: { "content-type": "text/plain; charset=utf-8" }, body: "Internal Server Error" },
        INCORRECT,
      ],
    },
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
      "an empty aud",
      "an empty list as aud",
      "null as aud",
    ],
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
];

/** Exchange name to `{ title, fastapi, keyward }`. */
export const departureOf = new Map(
  departures.flatMap(({ title, fastapi, keyward, exchanges }) =>
    Array.isArray(exchanges)
      ? exchanges.map((name) => [name, { title, fastapi, keyward }])
      : Object.entries(exchanges).map(([name, [theirs, ours]]) => [name, { title, fastapi: theirs, keyward: ours }]),
  ),
);
