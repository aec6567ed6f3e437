// How `npm start` waits for wrangler.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { answers } from "../../scripts/lib/wrangler.mjs";
import { within } from "../support/patience.mjs";

/** A server that answers so, and a port on which nobody listens once it has stopped. */
async function listening() {
  const server = createServer((_request, response) => response.writeHead(404).end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { server, url: `http://127.0.0.1:${port}` };
}

test("it waits until there is an answer, whatever that is", async () => {
  const { server, url } = await listening();
  assert.equal(await answers(url, { ended: new Promise(() => {}) }), true);
  server.closeAllConnections();
  server.close();
});

test("it no longer waits for one that has ended", async () => {
  const { server, url } = await listening();
  server.close();
  await once(server, "close");
  let end;
  const waiting = answers(url, { ended: new Promise((resolve) => (end = resolve)) });
  end(1);
  assert.equal(await within(waiting, "the end of the wait", 10_000), false);
});
