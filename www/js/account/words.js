// What the answers about accounts mean, for people. The codes are those of fastapi-users; docs/accounts-api.md lists them.
import { again, complaint, LOCKED } from "../login/words.js";

/** @typedef {{ title: string, advice: string, next?: string }} Problem `next` is what helps: an action of the panel */

const INVALID = "Choose another password.";
const BAD_TOKEN = "This link is no good, or not any more.";

/** @type {Record<string, Problem>} */
const CODES = {
  REGISTER_CLOSED: {
    title: "Registration is closed.",
    advice:
      'REGISTRATION = "open" under [vars] of wrangler.toml opens it. On your own machine npm start does, unless .dev.vars says REGISTRATION=closed.',
  },
  REGISTER_USER_ALREADY_EXISTS: {
    title: "There is an account with this address.",
    advice: "Log in, or set a new password where it is forgotten. Capitals make no other address.",
    next: "login",
  },
  REGISTER_INVALID_PASSWORD: { title: INVALID, advice: "" },
  LOGIN_BAD_CREDENTIALS: {
    title: "Address and password do not go together.",
    advice: "An unknown address and a disabled user get the same answer, at the same moment after the request.",
    next: "forgotten",
  },
  LOGIN_USER_NOT_VERIFIED: {
    title: "Verify the address first.",
    advice: "LOGIN_REQUIRES_VERIFIED is true: nobody logs in before.",
    next: "verify",
  },
  VERIFY_USER_BAD_TOKEN: {
    title: BAD_TOKEN,
    advice: "It is good for an hour, and for the address that the user had then. Ask for another mail.",
  },
  VERIFY_USER_ALREADY_VERIFIED: { title: "The address is verified already.", advice: "There is nothing left to do." },
  RESET_PASSWORD_BAD_TOKEN: {
    title: BAD_TOKEN,
    advice: "It is good once, for an hour, and until the password changes in another way. Ask for another mail.",
  },
  RESET_PASSWORD_INVALID_PASSWORD: { title: INVALID, advice: "" },
  UPDATE_USER_EMAIL_ALREADY_EXISTS: {
    title: "Another account has this address.",
    advice: "One address, one account. Yours stays as it was.",
  },
  UPDATE_USER_INVALID_PASSWORD: { title: INVALID, advice: "" },
  UPDATE_USER_WRONG_PASSWORD: {
    title: "That is not the password now.",
    advice: "It is counted as a failed login is, so nobody tries passwords here.",
    next: "forgotten",
  },
  UPDATE_USER_SESSION_TOO_OLD: {
    title: "Log in again first.",
    advice: "This needs a login of the last 10 minutes: a stolen access token must not be enough.",
    next: "login",
  },
  "Not authenticated": { title: "Log in first.", advice: "This is about the user who is logged in.", next: "login" },
  "Could not validate credentials": {
    title: "The access token is no good any more.",
    advice: "The session has ended, or the token is too old. Log in again.",
    next: "login",
  },
  "Not enough permissions": {
    title: "The token does not hold the scope me.",
    advice: 'REQUIRE_SCOPES is true. REGISTRATION_SCOPES = "me" gives it to whoever registers from then on.',
  },
  "Not Found": {
    title: "Accounts are off.",
    advice: "They need the binding ACCOUNTS of wrangler.toml, under [[durable_objects.bindings]].",
  },
};

/**
 * What is wrong and what helps, in words.
 *
 * @param {{ response: Response, json: any }} answer
 * @returns {Problem}
 */
export function problem(answer) {
  const detail = answer.json?.detail;
  if (detail === LOCKED)
    return { title: `${LOCKED}.`, advice: `${again(answer)} A new password helps at once.`, next: "forgotten" };
  if (answer.response.status === 429) return { title: "Too many requests.", advice: again(answer) };
  const known = CODES[detail?.code ?? (typeof detail === "string" ? detail : "")];
  if (known) return { ...known, advice: detail.reason ? `${detail.reason}.` : known.advice };
  return { title: complaint(answer), advice: again(answer) };
}

const NEVER_TELLS =
  "202 and null, at the same moment after the request, whether there is such an account or not: nobody finds out who has one.";

/** What a success means, by request. */
const SAID = {
  "POST /auth/register":
    "The username is the address in small letters. is_verified is false until the token of a mail comes back.",
  "POST /auth/jwt/login": "FastAPI’s form, and the answer of POST /token: an access token, and a session.",
  "POST /auth/request-verify-token": NEVER_TELLS,
  "POST /auth/verify": "The token is bound to the address: had the user another one by now, it would be refused.",
  "POST /auth/forgot-password": NEVER_TELLS,
  "POST /auth/reset-password":
    "The token is bound to the old hash, so it is used up. Every session and every access token of the user has ended.",
  "POST /token": "The session goes on with its refresh token, which gives a new access token.",
  "GET /users/me": "The user as it is stored, but for the hash: the tutorial’s keys, and those of fastapi-users.",
  "PATCH /users/me": "Only what was sent has changed. A new address is not verified.",
  "PATCH /users/me/password": "All other sessions have ended, and so has every access token, this one as well.",
  "DELETE /users/me": "No content, and nothing is left: record, hash, address, sessions.",
};

/** A sentence about an exchange, null where the answer is the verdict already. */
export const remark = ({ request: { method, path }, response: { ok } }) =>
  ok ? (SAID[`${method} ${path}`] ?? null) : null;
