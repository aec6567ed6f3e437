// What an answer of the login means.

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
