// What an answer of the login means.
import { span } from "../format.js";

/**
 * A sentence about an answer, null where its `detail` says it all.
 *
 * @param {string} path
 * @param {number} status
 * @param {{ detail?: unknown, error?: string }} [body]
 */
export function comment(path, status, { detail, error } = {}) {
  if (path === "/token" && detail === "Inactive user") return TOKEN.disabled;
  if (path === "/token") return TOKEN[error === "invalid_scope" ? "scope" : status] ?? null;
  if (status === 401 && detail === "Not enough permissions")
    return "The token is good, and does not hold the scope that WWW-Authenticate names.";
  if (status === 200 && path !== "/users/me") return null;
  return RESOURCE[status] ?? null;
}

/** The `detail` where so many passwords were wrong that no more are tried. */
export const LOCKED = "Too many failed logins";

/**
 * What is wrong, in the words of the answer.
 *
 * @param {{ response: Response, json: any }} answer
 */
export function complaint({ response, json }) {
  const detail = json?.detail;
  if (typeof detail === "string") return detail;
  if (Array.isArray(detail)) return detail.map(({ loc, msg }) => `${loc.at(-1)}: ${msg}`).join("; ");
  return response.status >= 500 ? "The server has failed." : "There is no login server here.";
}

/**
 * When to try again, where the answer says so; else nothing.
 *
 * @param {{ response: Response }} answer
 */
export function again({ response }) {
  const wait = Number(response.headers.get("retry-after"));
  return wait > 0 ? `Try again in ${span(wait)}.` : "";
}

export const NO_ANSWER = "The server did not answer.";

const TOKEN = {
  200: "Had the stored hash been older or weaker than a new one, this login would have replaced it.",
  401: "An unknown user gets the same answer, in the same time: nobody can find out who has an account.",
  disabled: "The password is right, and the user is disabled: there is no token for services to believe.",
  422: "FastAPI’s list of what is missing, to the letter.",
  scope: "RFC 6749 section 5.2. A scope is granted only where the user holds it.",
};

const RESOURCE = {
  200: "The user as it is stored, but for the hash.",
  400: "The token is good, and the user is disabled.",
  401: "WWW-Authenticate says what is asked for, RFC 6750 section 3.",
};

/** RFC 6749, section 5.2, has one error for all of them. */
const NO_MORE = "Whatever is wrong with a refresh token, no more is said than this.";

/** What a step with a session means, where it succeeds and where it is refused. */
export const SAID = {
  refresh: {
    good: "A refresh token is good for one use: its successor came with the access token (RFC 9700, section 4.14.2).",
    refused: NO_MORE,
  },
  race: {
    good: "The same successor. For 60 seconds a token that was just used gives it again: to tabs that race, and where an answer got lost.",
    refused: NO_MORE,
  },
  copied: { good: "Before this, a thief copied the old token. Nobody knows.", refused: NO_MORE },
  further: { good: "Now the copy is two steps old, and nobody honest has a use for it.", refused: NO_MORE },
  reuse: {
    good: "Taken, though it is two steps old.",
    refused:
      "Older than the last token but one: somebody else has used it. The session ends, and the log has a warning.",
  },
  afterReuse: { good: "Still good.", refused: "The newest token of a session that is over." },
  afterEnd: { good: "Still good.", refused: "The session is over: its refresh token is refused at once." },
  access: {
    good: "The access token is good until KV has the news everywhere, for 60 seconds at most. With SESSION_CHECK=strict it ends at once.",
    refused:
      "The access token has ended with the session. (At another location KV may lag, by 60 seconds at most; not with SESSION_CHECK=strict.)",
  },
  list: { refused: "The list needs an access token that is good." },
  tooOld: { refused: "The access token is too old. The refresh token gives another." },
  logOut: { good: "This session ends, the others go on." },
  everywhere: { good: "All sessions of the user end, on every device, and so do their access tokens." },
  one: { good: "The refresh token of that session ends at once." },
};
