// Answers that the tables beside this file have in common.

export const json = (status, body, headers = {}) => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body,
});

export const CHALLENGE = { "www-authenticate": "Bearer" };
export const NOT_AUTHENTICATED = json(401, { detail: "Not authenticated" }, CHALLENGE);
export const UNVALIDATED = json(401, { detail: "Could not validate credentials" }, CHALLENGE);
export const NOT_FOUND = json(404, { detail: "Not Found" });
