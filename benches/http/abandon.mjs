// Clients that go away before they are answered.
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** So many logins are given up, */
export const GONE = 100;
/** after so many milliseconds: the first of them is being hashed by then. */
export const PATIENCE = 150;

/** Sends a request and resets its connection before there is an answer. */
export async function abandon(origin, { method, path, headers, body }) {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  await once(socket, "connect");
  const lines = Object.entries({ host: `${hostname}:${port}`, "content-length": body.length, ...headers });
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.map((line) => `${line.join(": ")}\r\n`).join("")}\r\n${body}`);
  await sleep(PATIENCE);
  socket.resetAndDestroy();
}
