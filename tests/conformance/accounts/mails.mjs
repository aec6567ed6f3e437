// What goes by mail: verification and a forgotten password, before and after.

import { GOOD, exchange, form, login, mailed } from "./make.mjs";

const NEW = "a password that is new and long";
const JWT = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.XmNK3GpH3Ys_7wsYBfq4C3M6goz71I7dTgUkuIa5lyQ";

const requests = (path) => [
  exchange(`${path} for nobody`, `POST ${path}`, { email: "nobody@example.com" }),
  exchange(`${path} for an inactive user`, `POST ${path}`, { email: "ina@example.com" }),
  exchange(`${path} with more in the body`, `POST ${path}`, { email: "nobody@example.com", x: 1 }),
  exchange(`${path} with a bad address`, `POST ${path}`, { email: "nobody" }),
  exchange(`${path} with null for an address`, `POST ${path}`, { email: null }),
  exchange(`${path} with nothing`, `POST ${path}`, {}),
  exchange(`${path} with a list`, `POST ${path}`, ["nobody@example.com"]),
  exchange(`${path} without a body`, `POST ${path}`),
  exchange(`${path} with broken JSON`, `POST ${path}`, undefined, { raw: "{" }),
  exchange(`${path} by GET`, `GET ${path}`),
];

const verify = (name, body, options) => exchange(name, "POST /auth/verify", body, options);

export const verification = () => [
  login("a login before the address is verified", "anna@example.com", GOOD),
  login("a wrong password before the address is verified", "anna@example.com", "wrong"),
  ...requests("/auth/request-verify-token"),
  exchange("a verify token for a verified user", "POST /auth/request-verify-token", { email: "vera@example.com" }),
  verify("verify with nonsense", { token: "nonsense" }),
  verify("verify with an empty token", { token: "" }),
  verify("verify with a token that is a JWT", { token: JWT }),
  verify("verify without a token", {}),
  verify("verify with null", { token: null }),
  verify("verify with a number", { token: 7 }),
  verify("verify without a body", undefined),
  exchange("a verify token for a new user", "POST /auth/request-verify-token", { email: "ANNA@example.com" }),
  verify("verify with the token of the mail", (side) => ({ token: mailed(side, "verify", "anna@example.com") })),
  verify("verify with the same token again", (side) => ({ token: mailed(side, "verify", "anna@example.com") })),
  login("a login when the address is verified", "anna@example.com", GOOD, { who: "anna" }),
  exchange("a verify token by mail of one", "POST /auth/request-verify-token", { email: "bert@example.com" }),
  exchange("a token for verification is none for a password", "POST /auth/reset-password", (side) => ({
    token: mailed(side, "verify", "bert@example.com"),
    password: NEW,
  })),
  verify("verify with that token all the same", (side) => ({ token: mailed(side, "verify", "bert@example.com") })),
];

const reset = (name, body, options) => exchange(name, "POST /auth/reset-password", body, options);
const withToken = (password) => (side) => ({ token: mailed(side, "reset", "rita@example.com"), password });

export const forgotten = () => [
  login("a login before the reset", "rita@example.com", "secret", { who: "rita" }),
  ...requests("/auth/forgot-password"),
  reset("reset with nonsense", { token: "nonsense", password: NEW }),
  reset("reset with nonsense and a short password", { token: "nonsense", password: "short" }),
  reset("reset with a JWT", { token: JWT, password: NEW }),
  reset("reset without a password", { token: "nonsense" }),
  reset("reset without a token", { password: NEW }),
  reset("reset with nothing", {}),
  reset("reset with wrong types", { token: 7, password: null }),
  reset("reset without a body", undefined),
  reset("reset with a list", []),
  exchange("forgot-password in other case", "POST /auth/forgot-password", { email: "RITA@example.com" }),
  exchange("a token for a password is none for verification", "POST /auth/verify", (side) => ({
    token: mailed(side, "reset", "rita@example.com"),
  })),
  reset("reset with the token and a short password", withToken("short")),
  reset("reset with the token", withToken(NEW)),
  reset("reset with the same token again", withToken(`${NEW}er`)),
  login("the old password after the reset", "rita@example.com", "secret"),
  login("the new password after the reset", "rita@example.com", NEW, { who: "rita" }),
];

export const logins = () => [
  login("a user logs in", "vera@example.com", "secret", { who: "vera" }),
  login("an address in capitals logs in", "VERA@EXAMPLE.COM", "secret"),
  login("another user logs in", "otto@example.com", "secret", { who: "otto" }),
  login("a third user logs in", "dora@example.com", "secret", { who: "dora" }),
  login("the admin logs in", "admin@example.com", "secret", { who: "admin", scope: "admin" }),
  login("a login with a wrong password", "vera@example.com", "wrong"),
  login("an unknown address", "nobody@example.com", "secret"),
  login("a name that is no address", "nobody", "secret"),
  login("an inactive user", "ina@example.com", "secret"),
  login("an inactive user with a wrong password", "ina@example.com", "wrong"),
  form("a login without a password", { username: "vera@example.com" }),
  form("a login with nothing", {}),
  form("a login with another grant", { username: "vera@example.com", password: "secret", grant_type: "code" }),
  form("a login with an empty password", { username: "vera@example.com", password: "" }),
  exchange("a login by JSON", "POST /auth/jwt/login", { username: "vera@example.com", password: "secret" }),
  exchange("GET /auth/jwt/login", "GET /auth/jwt/login"),
  exchange("a logout without a token", "POST /auth/jwt/logout"),
  exchange("a logout with a bad token", "POST /auth/jwt/logout", undefined, { as: "nonsense" }),
  exchange("GET /auth/jwt/logout", "GET /auth/jwt/logout"),
];
