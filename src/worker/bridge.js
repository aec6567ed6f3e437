// What the Worker asks of the runtime for every request, each in one call: crossing from Rust to JavaScript and back
// for every header costs more than all that is done with them.

/**
 * The method, the URL and the headers of these names, a line each; a header that is there begins with "=". Those of a body
 * are left out where there is none.
 */
export function head(request, names, body) {
  const { method, url, headers } = request;
  let text = `${method}\n${url}`;
  const add = (names) => {
    for (const name of names) {
      const value = headers.get(name);
      text += value === null ? "\n" : `\n=${value}`;
    }
  };
  add(names);
  if (method !== "GET" && method !== "HEAD") add(body);
  return text;
}

/** A promise of the bytes under a key of a KV namespace, null where there are none. A string would take longer to copy. */
export const get = (namespace, key) => namespace.get(key, "arrayBuffer");

/** A promise of nothing. */
export const put = (namespace, key, text) => namespace.put(key, text);

/**
 * A promise of the body's bytes, null if there are more than `limit`. The runtime holds a client to the length that it
 * has announced, so that only a body of unknown length has to be counted.
 */
export async function read(request, announced, limit) {
  if (announced) return new Uint8Array(await request.arrayBuffer());
  const chunks = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > limit) return null;
    chunks.push(chunk);
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

/** A promise of what `resume` returns when this one is settled. */
export function when(promise, resume, task) {
  const go = (value, kept) => {
    try {
      return resume(task, value, kept);
    } catch (error) {
      // A trap: worker-build listens for errors that nobody catches, and starts anew with the next request.
      reportError(error);
      throw error;
    }
  };
  return promise.then(
    (value) => go(value, true),
    (error) => go(error, false),
  );
}

/** What goes out again and again: responses without a body, by the number that Rust has given them, and their headers. */
const usual = [];

/** Keeps a status with headers, which are a text of names and values, a line each. */
export function keep(number, status, text) {
  const lines = text.split("\n");
  const response = new Response(null, { status });
  const { headers } = response;
  for (let index = 0; index + 1 < lines.length; index += 2) headers.append(lines[index], lines[index + 1]);
  usual[number] = { response, headers };
}

/**
 * A response with a status and headers that are kept, and its line in the log. `text` is the request's id, the line and
 * the body, a line feed after each of the first two; a line or a body that is empty is none.
 */
export function respond(number, text) {
  const afterId = text.indexOf("\n") + 1;
  const afterLine = text.indexOf("\n", afterId) + 1;
  if (afterLine > afterId + 1) console.log(text.slice(afterId, afterLine - 1));
  const { response, headers } = usual[number];
  // The new response copies them, so that the next one may have the same with another id.
  headers.set("x-request-id", text.slice(0, afterId - 1));
  return new Response(afterLine === text.length ? null : text.slice(afterLine), response);
}
