// How the tables beside this file write a request down.

/** UTF-8 text as raw wire bytes (the client sends strings as latin-1). */
export const utf8 = (text) => Buffer.from(text, "utf8");

export const URLENCODED = "application/x-www-form-urlencoded";

/** POST /token with this body; `type` null sends no Content-Type. */
export function login(name, body, { type = URLENCODED, headers = [], target = "/token" } = {}) {
  const typed = type === null ? headers : [["Content-Type", type], ...headers];
  return { name, method: "POST", target, headers: typed, body };
}

/** One part of a multipart body; `head` lines replace the usual one. */
export function part(name, value, head = [`Content-Disposition: form-data; name="${name}"`]) {
  return { head, value };
}

/** The bytes of a multipart body (RFC 7578) with this boundary. */
export function multipart(parts, { boundary = "XX", end = `--${boundary}--\r\n` } = {}) {
  const pieces = parts.flatMap(({ head, value }) => [
    Buffer.from(`--${boundary}\r\n${head.join("\r\n")}\r\n\r\n`, "utf8"),
    Buffer.isBuffer(value) ? value : utf8(value),
    Buffer.from("\r\n"),
  ]);
  return Buffer.concat([...pieces, Buffer.from(end)]);
}

/** A request with this Authorization value; undefined sends none. */
export function ask(name, authorization, { target = "/users/me/", method = "GET", headers = [] } = {}) {
  const sent = authorization === undefined ? headers : [["Authorization", authorization], ...headers];
  return { name, method, target, headers: sent };
}
