// One request, and the whole of its answer.

/** Longer than any answer takes, in milliseconds: whoever changed networks waits for a connection that is gone. */
const LIMIT = 60_000;

/**
 * Sends a request and reads the answer, with what was sent and how long it took. Null where there is no answer: there is no
 * network, it took too long, or `signal` gave it up.
 *
 * @param {{ method: string, path: string, body?: URLSearchParams, json?: object, token?: string | null, signal?: AbortSignal }}
 *   request a form for its body, or what becomes JSON, or neither
 */
export async function exchange({ method, path, body, json, token, signal }) {
  /** @type {Record<string, string>} */
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (json) headers["Content-Type"] = "application/json";
  const began = performance.now();
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: json ? JSON.stringify(json) : body,
      signal: AbortSignal.any([AbortSignal.timeout(LIMIT), ...(signal ? [signal] : [])]),
      cache: "no-store",
    });
    const text = await response.text();
    const ms = performance.now() - began;
    // What fetch adds for such a body (Fetch Standard, "extract a body"); a browser adds more about itself.
    const sent = body ? { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8", ...headers } : headers;
    return { request: { method, path, headers: sent, body, json }, response, text, json: parse(text), ms };
  } catch {
    return null;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
