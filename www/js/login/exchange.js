// One request, and the whole of its answer.

/**
 * Sends a request and reads the answer, with what was sent and how long it took. Null where there is no answer: there is no
 * network, or `signal` gave it up.
 *
 * @param {{ method: string, path: string, body?: URLSearchParams, token?: string | null, signal?: AbortSignal }} request
 */
export async function exchange({ method, path, body, token, signal }) {
  /** @type {Record<string, string>} */
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const began = performance.now();
  try {
    const response = await fetch(path, { method, headers, body, signal, cache: "no-store" });
    const text = await response.text();
    const ms = performance.now() - began;
    // What fetch adds for such a body (Fetch Standard, "extract a body"); a browser adds more about itself.
    const sent = body ? { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8", ...headers } : headers;
    return { request: { method, path, headers: sent, body }, response, text, json: parse(text), ms };
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
