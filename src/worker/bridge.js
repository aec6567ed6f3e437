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

/** The same of one that reads these keys of KV before. */
export const callReading = (namespace, name, text, keys) => namespace.getByName(name).call(text, keys);

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

/** Has the runtime go on with a request, for half a minute after its client has gone, until what this returns is called. */
export function keep(context) {
  const { promise, resolve } = Promise.withResolvers();
  context.waitUntil(promise);
  return resolve;
}

/** Which Durable Object it is. */
export const idOf = (state) => state.id.toString();

/** JSON of `[[name, text], …]` of some keys with a prefix, which the names are without, and of the cursor of the next ones. */
export async function page(namespace, prefix, cursor, limit) {
  const list = await namespace.list({ prefix, limit, ...(cursor === "" ? {} : { cursor }) });
  const names = list.keys.map(({ name }) => name);
  // So many keys at most are read in one call.
  const texts = names.length > 0 ? await namespace.get(names, "text") : new Map();
  const records = names
    .filter((name) => texts.get(name) !== null)
    .map((name) => [name.slice(prefix.length), texts.get(name)]);
  return JSON.stringify([records, list.list_complete ? null : list.cursor]);
}

/** JSON of the texts under keys with a prefix, the last name first. */
export async function latest(namespace, prefix) {
  const { keys } = await namespace.list({ prefix });
  const names = keys.map(({ name }) => name).reverse();
  const texts = await Promise.all(names.slice(0, 50).map((name) => namespace.get(name)));
  return JSON.stringify(texts.filter((text) => text !== null));
}

/** How long somebody waits, with a new password sent, for the service that may know it; in milliseconds. */
const RANGE_PATIENCE = 2000;

/** In bytes; with its padding an answer has some 50,000. */
const LONGEST_RANGE = 512 * 1024;

/** A promise of what a service answers that is asked for breached passwords. */
export async function range(url) {
  const headers = { "add-padding": "true", "user-agent": "keyward" };
  const response = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(RANGE_PATIENCE) });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`it answered ${response.status}`);
  }
  const bytes = await read(response, false, LONGEST_RANGE);
  if (bytes === null) throw new Error(`its answer has more than ${LONGEST_RANGE} bytes`);
  return new TextDecoder().decode(bytes);
}

const HOUR = 60 * 60;

export const keepLater = (context, namespace, key, text) =>
  context.waitUntil(namespace.put(key, text, { expirationTtl: HOUR }));

/** A line of the operator's log, in the shape of log.rs. */
const complain = (request_id, message) => console.error(JSON.stringify({ level: "error", request_id, message }));

/** When a mail is tried again that did not go out, in milliseconds. */
const AGAIN = [1000, 5000];

async function insist(what, requestId) {
  for (const wait of [...AGAIN, undefined]) {
    try {
      const problem = await what();
      if (problem === undefined) return;
      if (wait === undefined || problem.final) return complain(requestId, `a mail was not sent: ${problem.text}`);
    } catch (error) {
      if (wait === undefined) return complain(requestId, `a mail was not sent: ${error.message}`);
    }
    await scheduler.wait(wait);
  }
}

/**
 * How long a service may take for a mail, in milliseconds. The runtime gives up what goes on for more than 30 seconds after the
 * answer: three tries and the waits between them have to be over by then, with the line that says so.
 */
const PATIENCE = 7000;

export function postLater(context, url, headers, body, requestId) {
  const lines = headers.split("\n");
  const all = new Headers();
  for (let index = 0; index + 1 < lines.length; index += 2) all.append(lines[index], lines[index + 1]);
  const post = async () => {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(url, { method: "POST", headers: all, body, redirect: "manual", signal });
    await response.body?.cancel();
    if (response.status >= 200 && response.status < 300) return undefined;
    // What the service does not want it will not want in a second.
    const final = response.status < 500 && response.status !== 429;
    return { text: `MAIL_WEBHOOK answered ${response.status}`, final };
  };
  context.waitUntil(insist(post, requestId));
}

export const sendMailLater = (context, binding, mail, requestId) =>
  context.waitUntil(insist(async () => void (await binding.send(JSON.parse(mail))), requestId));
