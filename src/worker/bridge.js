// What the Worker asks of the runtime for every request, each in one call: crossing from Rust to JavaScript and back
// for every header costs more than all that is done with them.

/**
 * The method, the URL and the headers of these names, a line each; a header that is there begins with "=". Those of a body
 * are left out where there is none.
 */
export function head(request, names, body) {
  const { method, url, headers } = request;
  let text = `${method}\n${url}`;
  const add = (name) => {
    const value = headers.get(name);
    text += value === null ? "\n" : `\n=${value}`;
  };
  names.forEach(add);
  if (method !== "GET" && method !== "HEAD") body.forEach(add);
  return text;
}

/** A promise of the bytes under a key of a KV namespace, null where there are none: unlike a string they can be wiped. */
export const get = (namespace, key) => namespace.get(key, "arrayBuffer");

/** A promise of nothing. */
export const put = (namespace, key, text) => namespace.put(key, text);

/**
 * How many bytes of a body that is too long are read and forgotten. A client that is answered while it sends may lose the
 * answer with its connection (RFC 9112 section 9.6), and a proxy before the Worker may make a 500 of that.
 */
const PASSED_OVER = 1024 * 1024;

/**
 * A promise of the body's bytes, null if there are more than `limit`. The runtime holds a client to the length that it
 * has announced, so that only a body has to be counted that does not say that it `fits`.
 */
export async function read(request, fits, limit) {
  if (fits) return new Uint8Array(await request.arrayBuffer());
  const chunks = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
    else if (length > limit + PASSED_OVER) break;
  }
  if (length > limit) {
    for (const chunk of chunks) chunk.fill(0);
    return null;
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
    chunk.fill(0);
  }
  return bytes;
}

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
  const all = headersOf(headers);
  // A response copies its headers, so that the next one may have the same with another id.
  all.set("x-request-id", requestId);
  return new Response(body === "" ? null : body, { status, headers: all });
}

/** A promise of a secret of the Secrets Store. Its methods are those of another service: they have no methods of their own. */
export const secret = (binding) => binding.get();

/** A promise of whether a rate limiter lets a key through. */
export const admits = async (limiter, key) => (await limiter.limit({ key })).success;

/** A promise of what a Durable Object answers to a call. */
export const call = (namespace, name, text) => namespace.getByName(name).call(text);

/** Calls a Durable Object and waits for nothing: the runtime sees to it that the call is made. */
export const callLater = (context, namespace, name, text) => context.waitUntil(call(namespace, name, text));

/**
 * A promise of what a Durable Object answers to bytes, which are wiped. They are a request, because its signal reaches the
 * object where the client of `request` goes away.
 */
export async function send(namespace, name, bytes, request) {
  const options = { method: "POST", body: bytes, signal: request.signal };
  const sent = namespace.getByName(name).fetch("http://throttle/", options);
  const response = await sent.finally(() => bytes.fill(0));
  const text = await response.text();
  if (response.status !== 200) throw new Error(text);
  return text;
}

/** A promise of whether the client of a request has gone. The runtime tells when nothing else runs. */
export async function isGone(request) {
  await scheduler.wait(0);
  return request.signal.aborted;
}

/** A promise that is settled at a time, in milliseconds since the epoch. */
export const waitUntil = (time) => scheduler.wait(Math.max(0, time - Date.now()));

/** Which Durable Object it is. */
export const idOf = (state) => state.id.toString();
