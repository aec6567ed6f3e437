// POST /auth/register: who gets in, and what the 422s say.

import { GOOD, exchange } from "./make.mjs";

const REGISTER = "POST /auth/register";

const register = (name, email, more = {}, options = {}) =>
  exchange(name, REGISTER, { email, password: GOOD, ...more }, options);

const keep = (who) => ({ keep: (side, { id }) => (side.ids[who] = id) });

const people = () => [
  register("a new address", "anna@example.com", {}, keep("anna")),
  register("a new address with a name", "bert@example.com", { full_name: "Bert Ö." }, keep("bert")),
  register("a taken address", "anna@example.com"),
  register("a taken address in other case", "ANNA@EXAMPLE.COM"),
  register("a taken address with white space around", "  anna@example.com\t"),
  register("a taken address with a name in front", "Anna <anna@example.com>"),
  register("a taken address that was there from the start", "vera@example.com"),
  register("an address with capitals", "Carla.Capital@Example.COM", {}, keep("carla")),
  register("a taken address, once with capitals", "carla.capital@example.com"),
  register("rights in the body", "eve@example.com", { is_superuser: true, is_verified: true, is_active: false }),
  register("rights of other types in the body", "eva@example.com", { is_superuser: null, is_active: "yes" }),
  register("members that nobody knows", "emil@example.com", { id: 7, hashed_password: "x", scopes: ["admin"] }),
  register("a name that is null", "fred@example.com", { full_name: null }),
  register("a password that is too short", "gina@example.com", { password: "short" }),
  register("a password that is too short for a taken address", "anna@example.com", { password: "short" }),
  register("an empty password", "gina@example.com", { password: "" }),
];

const addresses = () =>
  [
    "",
    " ",
    "nobody",
    "@example.com",
    "nobody@",
    "nobody@example",
    "no body@example.com",
    "no..body@example.com",
    ".nobody@example.com",
    "nobody.@example.com",
    "no(body@example.com",
    'no"body"@example.com',
    '"no body"@example.com',
    "no\\body,;:@example.com",
    "nobody@exa mple.com",
    "nobody@exa_mple.com",
    "nobody@-example.com",
    "nobody@example-.com",
    "nobody@example.com-",
    "nobody@example.-com",
    "nobody@.example.com",
    "nobody@example.com.",
    "nobody@example..com",
    "nobody@ab--cd.com",
    "nobody@example.123",
    "nobody@192.0.2.1",
    "nobody@[192.0.2.1]",
    "nobody@[IPv6:2001:db8::1]",
    "nobody@[nowhere]",
    "nobody@localhost",
    "nobody@sub.localhost",
    "nobody@example.local",
    "nobody@example.test",
    "nobody@example.invalid",
    "nobody@example.onion",
    "nobody@hidden.arpa",
    "nobody@example.com\n",
    "no\u0000body@example.com",
    "nobody＠example.com",
    "no\u200bbody@example.com",
    "nobody@exa\u200bmple.com",
    "one@two@example.com",
    "Nobody <nobody@example.com",
    "Nobody <nobody@nowhere>",
    "<nobody@example.com> x",
    `nobody@${"a".repeat(64)}.com`,
    `nobody@${"a.".repeat(127)}com`,
    `${"n".repeat(243)}@example.com`,
    `${"n".repeat(2040)}@example.com`,
  ].map((email) => register(`the address ${shown(email)}`, email));

const shown = (text) => {
  const quoted = JSON.stringify(text);
  return quoted.length > 60 ? `${quoted.slice(0, 30)}… of ${text.length}` : quoted;
};

const valid = () =>
  [
    "o'neil+tag@example.com",
    "!#$%&'*+-/=?^_`{|}~@example.com",
    "a@b.co",
    "1@2.com",
    "x@sub.sub.example.museum",
    "Pretty Name <pretty@example.com>",
    '"Very Pretty" <very.pretty@example.com>',
    "INFO@Example.org",
    "jürgen@example.com",
    "umlaut@müller.de",
    "punycode@xn--mller-kva.at",
    "Ünï@BÜCHER.example",
    "用户@例子.广告",
    `${"n".repeat(64)}@example.com`,
    `${"n".repeat(65)}@example.com`,
    `n@${"a".repeat(63)}.com`,
    `long@${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(56)}.com`,
  ].map((email) => register(`the good address ${shown(email)}`, email));

const types = () => [
  exchange("nothing but an object", REGISTER, {}),
  exchange("no password", REGISTER, { email: "gina@example.com" }),
  exchange("no address", REGISTER, { password: GOOD }),
  exchange("no address, and a password of a wrong type", REGISTER, { password: 7 }),
  exchange("a bad address and no password", REGISTER, { email: "gina" }),
  register("null for a password", "gina@example.com", { password: null }),
  register("a number for a password", "gina@example.com", { password: 123456789012345 }),
  register("a list for a password", "gina@example.com", { password: [GOOD] }),
  register("null for an address", null),
  register("a number for an address", 7),
  register("an object for an address", { a: 1 }),
  register("a number for a name", "gina@example.com", { full_name: 7 }),
  register("true for a name", "gina@example.com", { full_name: true }),
  register("rights of a type that is none", "gina@example.com", { is_superuser: "perhaps", is_verified: 7 }),
  exchange("a list for a body", REGISTER, []),
  exchange("a string for a body", REGISTER, "gina@example.com"),
  exchange("a number for a body", REGISTER, 7),
  exchange("true for a body", REGISTER, true),
  exchange("null for a body", REGISTER, null),
];

const GINA = JSON.stringify({ email: "gina@example.com", password: "short" });

const writings = () => [
  exchange("no body", REGISTER),
  exchange("an empty body", REGISTER, undefined, { raw: "" }),
  exchange("a body of white space", REGISTER, undefined, { raw: " \n" }),
  exchange("JSON that ends too soon", REGISTER, undefined, { raw: '{"email": "gina@example.com"' }),
  exchange("JSON that has not begun", REGISTER, undefined, { raw: "email=gina" }),
  exchange("JSON with a comma too many", REGISTER, undefined, { raw: '{"email": "gina@example.com",}' }),
  exchange("JSON in single quotes", REGISTER, undefined, { raw: "{'email': 'gina'}" }),
  exchange("JSON with text after it", REGISTER, undefined, { raw: `${GINA} x` }),
  exchange("JSON with a line feed in a string", REGISTER, undefined, { raw: '{"email": "gina\n"}' }),
  exchange("JSON with a bad escape", REGISTER, undefined, { raw: '{"email": "\\x"}' }),
  exchange("JSON without a colon", REGISTER, undefined, { raw: '{"email" "gina"}' }),
  exchange("JSON without a value", REGISTER, undefined, { raw: '{"email": }' }),
  exchange("JSON of a string that does not end", REGISTER, undefined, { raw: '{"email": "gina' }),
  exchange("JSON after a byte order mark", REGISTER, undefined, { raw: Buffer.from(`\ufeff${GINA}`) }),
  exchange("JSON that is not UTF-8", REGISTER, undefined, { raw: Buffer.from('{"email": "g\xfcna"}', "latin1") }),
  exchange("JSON with half a surrogate", REGISTER, undefined, {
    raw: '{"email": "\\ud800@example.com", "password": ""}',
  }),
  exchange("JSON with a member twice", REGISTER, undefined, { raw: `${GINA.slice(0, -1)}, "email": "x"}` }),
  exchange("JSON with NaN", REGISTER, undefined, { raw: `${GINA.slice(0, -1)}, "x": NaN}` }),
  exchange("spaces around JSON", REGISTER, undefined, { raw: ` \r\n\t${GINA}\n` }),
  exchange("JSON as text", REGISTER, undefined, { raw: GINA, type: "text/plain" }),
  exchange("JSON as a form", REGISTER, undefined, { raw: GINA, type: "application/x-www-form-urlencoded" }),
  exchange("JSON of no type", REGISTER, undefined, { raw: GINA, type: null }),
  exchange("JSON of a type that is a kind of JSON", REGISTER, undefined, { raw: GINA, type: "application/ld+json" }),
  exchange("JSON with a charset", REGISTER, undefined, { raw: GINA, type: "application/json; charset=utf-8" }),
  exchange("JSON of a type in capitals", REGISTER, undefined, { raw: GINA, type: "Application/JSON" }),
  exchange("JSON of a type that only begins like it", REGISTER, undefined, { raw: GINA, type: "application/jsonp" }),
  exchange("a form", REGISTER, undefined, { raw: "email=x&password=y", type: "application/x-www-form-urlencoded" }),
];

const METHODS = ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const methods = () => METHODS.map((method) => exchange(`${method} /auth/register`, `${method} /auth/register`));

export const registrations = () => [
  ...people(),
  ...addresses(),
  ...valid(),
  ...types(),
  ...writings(),
  ...methods(),
  exchange("/auth/register with a slash", "POST /auth/register/", {}),
];
