// An HTTP/1.1 client that sends exactly the bytes it is given. fetch() and
// node:http repair what they send (paths, repeated headers, lengths); the odd
// requests of these suites must reach the server odd.

import net from "node:net";

const CRLF = "\r\n";

/** Text as the bytes that go on the wire: one byte a character, as in latin-1. */
const bytes = (part) => (Buffer.isBuffer(part) ? part : Buffer.from(part, "latin1"));

const has = (headers, name) => headers.some(([key]) => key.toLowerCase() === name);

/**
 * The head of a request; Host, Connection and Content-Length are added unless given.
 *
 * @param {string} origin
 * @param {{ method?: string, target?: string, headers?: string[][], body?: any }} request
 */
export function requestHead(origin, { method = "GET", target = "/", headers = [], body }) {
  const all = [...headers];
  if (!has(all, "host")) all.unshift(["Host", new URL(origin).host]);
  if (!has(all, "connection")) all.push(["Connection", "close"]);
  if (body !== undefined && !has(all, "content-length") && !has(all, "transfer-encoding")) {
    all.push(["Content-Length", String(bytes(body).length)]);
  }
  const lines = all.map(([name, value]) => Buffer.concat([bytes(`${name}: `), bytes(value), bytes(CRLF)]));
  return Buffer.concat([bytes(`${method} ${target} HTTP/1.1${CRLF}`), ...lines, bytes(CRLF)]);
}

/** A body cut into pieces, framed for `Transfer-Encoding: chunked`. */
export function chunked(pieces) {
  const framed = pieces.map((piece) => {
    const data = bytes(piece);
    return Buffer.concat([bytes(data.length.toString(16) + CRLF), data, bytes(CRLF)]);
  });
  return Buffer.concat([...framed, bytes(`0${CRLF}${CRLF}`)]);
}

/**
 * The response in the bytes received so far, or null while it is incomplete.
 * `ended` says that no more bytes will come.
 */
function parse(data, method, ended) {
  const end = data.indexOf(CRLF + CRLF);
  if (end < 0) return null;
  const [start, ...lines] = data.subarray(0, end).toString("latin1").split(CRLF);
  const status = Number(start.split(" ")[1]);
  if (status >= 100 && status < 200) return parse(data.subarray(end + 4), method, ended);
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
  });
  const header = (name) => headers.find(([key]) => key === name)?.[1];
  const body = parseBody(data.subarray(end + 4), header, method === "HEAD" || status === 204 || status === 304, ended);
  return body && { status, headers, header, body };
}

function parseBody(rest, header, bodiless, ended) {
  if (bodiless) return Buffer.alloc(0);
  if (header("transfer-encoding")?.toLowerCase() === "chunked") return parseChunks(rest);
  const length = header("content-length");
  if (length === undefined) return ended ? rest : null;
  return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : null;
}

function parseChunks(rest) {
  const pieces = [];
  for (;;) {
    const eol = rest.indexOf(CRLF);
    if (eol < 0) return null;
    const size = Number.parseInt(rest.subarray(0, eol).toString("latin1"), 16);
    if (size === 0) return Buffer.concat(pieces);
    if (rest.length < eol + 2 + size + 2) return null;
    pieces.push(rest.subarray(eol + 2, eol + 2 + size));
    rest = rest.subarray(eol + 2 + size + 2);
  }
}

/**
 * Sends one request and resolves to `{ status, headers, header(name), body }`.
 * `write(socket)` may send the request itself, piece by piece; a server that
 * neither answers nor closes within `timeout` milliseconds is an error.
 *
 * @param {string} origin
 * @param {any} request
 * @param {{ timeout?: number, write?: (socket: net.Socket) => void }} [options]
 */
export function send(origin, request, { timeout = 60_000, write } = {}) {
  const { hostname, port } = new URL(origin);
  const label = request.name ?? `${request.method ?? "GET"} ${request.target}`;
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port: Number(port) });
    let received = Buffer.alloc(0);
    const timer = setTimeout(() => finish(new Error(`no answer within ${timeout} ms: ${label}`)), timeout);
    const finish = (error, response) => {
      clearTimeout(timer);
      socket.destroy();
      if (error) reject(error);
      else resolve(response);
    };
    const look = (ended) => {
      const response = parse(received, request.method, ended);
      if (response) finish(null, response);
      else if (ended) finish(new Error(`the connection closed without a complete answer: ${label}`));
    };
    socket.on("connect", () => {
      if (write) return write(socket);
      socket.write(requestHead(origin, request));
      if (request.body !== undefined) socket.write(bytes(request.body));
    });
    socket.on("data", (data) => {
      received = Buffer.concat([received, data]);
      look(false);
    });
    socket.on("end", () => look(true));
    // A server that refuses a body early may reset the connection after its answer.
    socket.on("error", (error) => (parse(received, request.method, true) ? look(true) : finish(error)));
  });
}

/** The body as JSON, or as text where it is not JSON. */
export function readable(response) {
  const text = response.body.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
