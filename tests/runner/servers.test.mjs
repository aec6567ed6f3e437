// A server that a test starts gets a port that was free a moment ago, and somebody else may be faster.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, listen, startServer } from "../npm/servers.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { patientFetch } from "../support/patience.mjs";

/** Answers on the port that it is given; leaves a file where it cannot have that. */
const PROGRAM = `
const [port, file] = process.argv.slice(1);
require("node:http").createServer((_, response) => response.end("its own")).listen(Number(port), "127.0.0.1")
  .on("error", () => { require("node:fs").writeFileSync(file, ""); process.exit(1); });
`;

test("a server whose port somebody else has taken gets another, and no answer of somebody else's is taken for its own", async () => {
  const lost = join(temporaryFolder(), "lost");
  const other = createServer(async (_request, response) => {
    while (!existsSync(lost)) await sleep(20);
    await sleep(1000);
    response.end("somebody else's");
  });
  const taken = await listen(other);
  const ports = [];
  const server = await startServer(
    (port) => [process.execPath, ["--eval", PROGRAM, String(port), lost], {}],
    async () => {
      ports.push(ports.length === 0 ? taken : await freePort());
      return ports.at(-1);
    },
  );
  try {
    assert.equal(ports.length, 2);
    assert.equal(server.origin, `http://127.0.0.1:${ports[1]}`);
    assert.equal(await (await patientFetch(server.origin)).text(), "its own");
  } finally {
    await server.stop();
    other.closeAllConnections();
    other.close();
  }
});

test("a server that ends both times is an error that has what it said", async () => {
  const start = startServer(() => [process.execPath, ["--eval", 'console.error("no such luck"); process.exit(1)'], {}]);
  await assert.rejects(start, /does not answer:\nno such luck/);
});
