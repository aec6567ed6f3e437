// What keyward answers other than fastapi-users.

import { NOT_AUTHENTICATED, UNVALIDATED, json } from "./make.mjs";

const UNAUTHORIZED = json(401, { detail: "Unauthorized" });
const REASON = "words";

const unprocessable = (...detail) => json(422, { detail });
const missing = (field, input) => ({ type: "missing", loc: ["body", field], msg: "Field required", input });
const noString = (field, input) => {
  const msg = "Input should be a valid string";
  return { type: "string_type", loc: ["body", field], msg, input };
};
const noObject = (input) => {
  const msg = "Input should be a valid dictionary or object to extract fields from";
  return unprocessable({ type: "model_attributes_type", loc: ["body"], msg, input });
};
const noAddress = (reason, input) => {
  const msg = `value is not a valid email address: ${reason}`;
  return unprocessable({ type: "value_error", loc: ["body", "email"], msg, input, ctx: { reason: REASON } });
};
/** A body that is no JSON, and what Python's reader says where. */
const noJson = (place, error) =>
  unprocessable({ type: "json_invalid", loc: ["body", place], msg: "JSON decode error", input: {}, ctx: { error } });
/** The same by keyward, whose reader has other words. */
const NO_JSON = unprocessable({ type: "json_invalid", loc: ["body", 0], msg: "JSON decode error", input: {}, ctx: {} });
const broken = (place, error) => [noJson(place, error), NO_JSON];
const PROPERTY = "Expecting property name enclosed in double quotes";

const user = (status, email, more = {}) => {
  const rights = { is_active: true, is_superuser: false, is_verified: false };
  return json(status, { id: "a UUID", email, ...rights, ...more });
};
const registered = (email) => user(201, email);
const ascii = (email, kept, listed) => [
  registered(kept),
  noAddress(`The part after the @-sign has to be in ASCII (xn--…), it contains: ${listed}.`, email),
];
const WEAK = json(400, { detail: { code: "REGISTER_INVALID_PASSWORD", reason: REASON } });
const notAllowed = (allow) => json(405, { detail: "Method Not Allowed" }, { allow });
const GINA = '{"email":"gina@example.com","password":"short"}';

export const accounts = [
  {
    title: "Under `/auth` and `/users`, 401 is the tutorial's",
    why: "fastapi-users answers `Unauthorized` without the challenge that RFC 9110 section 15.5.2 asks for",
    exchanges: {
      "a logout without a token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a logout with a bad token": [UNAUTHORIZED, UNVALIDATED],
      "no token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a bad token": [UNAUTHORIZED, UNVALIDATED],
      "a change without a token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a change with a bad token": [UNAUTHORIZED, UNVALIDATED],
      "a bad change without a token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a user without a token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a user with a bad token": [UNAUTHORIZED, UNVALIDATED],
      "a deletion without a token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a token from before when inactive": [UNAUTHORIZED, UNVALIDATED],
      "a change when inactive": [UNAUTHORIZED, UNVALIDATED],
      "a token from before when gone": [UNAUTHORIZED, UNVALIDATED],
    },
  },
  {
    title: "Who has no token hears of that first, whatever is wrong with the body",
    why: "FastAPI reads JSON before it asks for a token",
    exchanges: { "a broken change without a token": [noJson(1, PROPERTY), NOT_AUTHENTICATED] },
  },
  {
    title: "No 422 repeats a password, a token, or a body that is no object",
    why: "an answer ends up in logs",
    exchanges: {
      "no address": [
        unprocessable(missing("email", { password: "correct horse battery staple" })),
        unprocessable(missing("email", {})),
      ],
      "no address, and a password of a wrong type": [
        unprocessable(missing("email", { password: 7 }), noString("password", 7)),
        unprocessable(missing("email", {}), noString("password", null)),
      ],
      "a number for a password": [
        unprocessable(noString("password", 123456789012345)),
        unprocessable(noString("password", null)),
      ],
      "a list for a password": [
        unprocessable(noString("password", ["correct horse battery staple"])),
        unprocessable(noString("password", null)),
      ],
      "a change to a number for a password": [
        unprocessable(noString("password", 7)),
        unprocessable(noString("password", null)),
      ],
      "verify with a number": [unprocessable(noString("token", 7)), unprocessable(noString("token", null))],
      "reset with wrong types": [
        unprocessable(noString("token", 7), noString("password", null)),
        unprocessable(noString("token", null), noString("password", null)),
      ],
      "a list for a body": [noObject([]), noObject(null)],
      "a string for a body": [noObject("gina@example.com"), noObject(null)],
      "a number for a body": [noObject(7), noObject(null)],
      "true for a body": [noObject(true), noObject(null)],
      "JSON as text": [noObject(GINA), noObject(null)],
      "JSON as a form": [noObject(GINA), noObject(null)],
      "JSON of no type": [noObject(GINA), noObject(null)],
      "JSON of a type that only begins like it": [noObject(GINA), noObject(null)],
      "a form": [noObject("email=x&password=y"), noObject(null)],
      "a change with a list": [noObject([]), noObject(null)],
      "a change as a form": [noObject("full_name=X"), noObject(null)],
      "a change as a list for another": [noObject([]), noObject(null)],
    },
  },
  {
    title: "What is wrong with a body that is no JSON is said in other words, and without its place",
    why: "FastAPI repeats what Python's reader says",
    exchanges: {
      "a body of white space": broken(2, "Expecting value"),
      "JSON that ends too soon": broken(28, "Expecting ',' delimiter"),
      "JSON that has not begun": broken(0, "Expecting value"),
      "JSON with a comma too many": broken(29, PROPERTY),
      "JSON in single quotes": broken(1, PROPERTY),
      "JSON with text after it": broken(48, "Extra data"),
      "JSON with a line feed in a string": broken(15, "Invalid control character at"),
      "JSON with a bad escape": broken(11, "Invalid \\escape"),
      "JSON without a colon": broken(9, "Expecting ':' delimiter"),
      "JSON without a value": broken(10, "Expecting value"),
      "JSON of a string that does not end": broken(10, "Unterminated string starting at"),
      "/auth/request-verify-token with broken JSON": broken(1, PROPERTY),
      "/auth/forgot-password with broken JSON": broken(1, PROPERTY),
      "a change with broken JSON": broken(1, PROPERTY),
      "a change with broken JSON for another": broken(1, "Expecting value"),
    },
  },
  {
    title: "JSON is that of RFC 8259: no byte order mark, no `NaN`, no half of a character, no member twice",
    why: "Python's reader takes the first two, FastAPI answers 500 to the third, and two readers might see two bodies in the last",
    exchanges: {
      "JSON after a byte order mark": [WEAK, NO_JSON],
      "JSON with NaN": [WEAK, NO_JSON],
      "JSON with half a surrogate": [
        { status: 500, headers: { "content-type": "text/plain; charset=utf-8" }, body: "Internal Server Error" },
        NO_JSON,
      ],
      "JSON with a member twice": [noAddress("An email address must have an @-sign.", "x"), NO_JSON],
    },
  },
  {
    title: "A domain in an address is given, kept and shown as the domain name system has it (`xn--…`)",
    why: "tables of Unicode would double the Worker; one spelling is one address",
    exchanges: {
      'the good address "umlaut@müller.de"': ascii("umlaut@müller.de", "umlaut@müller.de", "'ü'"),
      'the good address "punycode@xn--mller-kva.at"': [
        registered("punycode@müller.at"),
        registered("punycode@xn--mller-kva.at"),
      ],
      'the good address "Ünï@BÜCHER.example"': ascii("Ünï@BÜCHER.example", "Ünï@bücher.example", "'Ü'"),
      'the good address "用户@例子.广告"': ascii("用户@例子.广告", "用户@例子.广告", "'例', '告', '子', '广'"),
    },
  },
  {
    title: "What is in brackets after the `@` is refused without a look at it",
    why: "no address in brackets is taken",
    exchanges: {
      'the address "nobody@[nowhere]"': [
        noAddress(
          "The part after the @-sign in brackets is not an IPv4 address and has no address literal tag.",
          "nobody@[nowhere]",
        ),
        noAddress("A bracketed IP address after the @-sign is not allowed here.", "nobody@[nowhere]"),
      ],
    },
  },
  {
    title: "One's own address in other capitals is no address of somebody else's",
    why: "fastapi-users finds the user himself",
    exchanges: {
      "one's own address in other case": [
        json(400, { detail: "UPDATE_USER_EMAIL_ALREADY_EXISTS" }),
        user(200, "VERA@example.com", { is_verified: true }),
      ],
    },
  },
  {
    title: "A username stays: who has registered with an address goes on logging in with it, and nobody else gets it",
    why: "the record and the tokens of a user have the username, which fastapi-users has not",
    exchanges: {
      "a login by the old address": [
        json(400, { detail: "LOGIN_BAD_CREDENTIALS" }),
        json(400, { detail: "LOGIN_USER_NOT_VERIFIED" }),
      ],
      "the address that is free again": [
        registered("vera@example.com"),
        json(400, { detail: "REGISTER_USER_ALREADY_EXISTS" }),
      ],
    },
  },
  {
    title: "405 names every method of the path",
    why: "RFC 9110 section 15.5.6; Starlette names those of the first route that it finds",
    fastapi: notAllowed("GET"),
    keyward: notAllowed("GET, PATCH, DELETE"),
    exchanges: ["POST /users/me", "PUT /users/me", "POST /users/{id}", "PUT /users/{id}"],
  },
];
