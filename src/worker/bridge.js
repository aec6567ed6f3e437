// What the Worker asks of the runtime for every request, each in one call: crossing from Rust to JavaScript and back
// for every header costs more than all that is done with them.

/** The method, the URL and the headers of these names, a line each; a header that is there begins with "=". */
export function head(request, names) {
  const { method, url, headers } = request;
  let text = `${method}\n${url}`;
  for (const name of names) {
    const value = headers.get(name);
    text += value === null ? "\n" : `\n=${value}`;
  }
  return text;
}

/** A promise of the text under a key of a KV namespace, null where there is none. */
export const get = (namespace, key) => namespace.get(key);

/** A promise of nothing. */
export const put = (namespace, key, text) => namespace.put(key, text);

const MOST_KNOWN = 64;
const known = new Map();

/** The same few sets of headers go out again and again. Each is a text of names and values, a line each. */
function headersOf(text) {
  let headers = known.get(text);
  if (headers === undefined) {
    const lines = text.split("\n");
    headers = new Headers();
    for (let index = 0; index + 1 < lines.length; index += 2) headers.append(lines[index], lines[index + 1]);
    if (known.size === MOST_KNOWN) known.clear();
    known.set(text, headers);
  }
  return headers;
}

/** A response; a body that is empty is none. */
export function respond(status, headers, requestId, body) {
  const response = new Response(body === "" ? null : body, { status, headers: headersOf(headers) });
  response.headers.set("x-request-id", requestId);
  return response;
}
