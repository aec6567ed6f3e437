// Passwords from data breaches, looked up in real workerd at a service that speaks as Have I Been Pwned's range search does
// (https://haveibeenpwned.com/API/v3#PwnedPasswords): what it hears, what its answers do, and that nobody waits for it long.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { GOOD, address, call, said } from "./accounts/support.mjs";
import { startSessions } from "./sessions/support.mjs";
import { assertQuietLog, newSecret } from "./support.mjs";

const KNOWN = "a password that was found somewhere";

const sha1 = (text) => createHash("sha1").update(text).digest("hex").toUpperCase();

/** Lines of the service's, some of them padding. */
const range = (...found) =>
  [
    "0018A45C4D1DEF81644B54AB7F969B88D65:4",
    ...found.map(([password, count]) => `${sha1(password).slice(5)}:${count}`),
    "011053FD0102E94D6AE2F8B83D76FAF94F6:0",
  ].join("\r\n");

/** @type {{ received: any[], answer: (response: any) => void }} */
const service = { received: [], answer: (response) => response.end(range()) };
const server = createServer(({ method, url, headers }, response) => {
  service.received.push({ method, url, headers });
  service.answer(response);
});

let worker;

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  worker = await startSessions({
    secret: newSecret(),
    vars: { REGISTRATION: "open", PWNED_PASSWORDS: `http://127.0.0.1:${port}/range/` },
  });
});

after(async () => {
  await worker?.stop();
  server.closeAllConnections();
  server.close();
});

const register = (password) => call(worker, "POST /auth/register", { email: address(), password });

/** What the log says where the Worker has waited for two seconds. A machine may stand still for as long: it is tried again then. */
const LATE = "The operation was aborted due to timeout";

async function refused(password) {
  const since = worker.output().length;
  const answer = await register(password);
  if (answer.status !== 201) return answer;
  await worker.logged(new RegExp(LATE), { since });
  return refused(password);
}

test("the service hears five digits of a hash, and a password that it knows is refused", async () => {
  service.answer = (response) => response.end(range([KNOWN, 3]));
  const reason = "Password is known from a data breach";
  assert.deepEqual(said(await refused(KNOWN)), [400, { detail: { code: "REGISTER_INVALID_PASSWORD", reason } }]);
  const [{ method, url, headers }] = service.received;
  assert.deepEqual([method, url], ["GET", `/range/${sha1(KNOWN).slice(0, 5)}`]);
  assert.deepEqual([headers["add-padding"], headers["user-agent"]], ["true", "keyward"]);
});

test("padding is nobody's password", async () => {
  service.answer = (response) => response.end(range([KNOWN, 0]));
  assert.equal((await register(KNOWN)).status, 201);
});

test("a password that is refused without it is not looked up", async () => {
  const asked = service.received.length;
  assert.equal((await register("short")).status, 400);
  assert.equal(service.received.length, asked);
});

test("a service that gives no good answer keeps nobody out, and the log says so", async () => {
  const failures = {
    "it answered 503": (response) => response.writeHead(503).end("busy"),
    "it answered 302": (response) => response.writeHead(302, { location: "/elsewhere" }).end(),
    "it answered no list of hashes": (response) => response.end("<!doctype html>"),
    "its answer has more than 524288 bytes": (response) => response.end(`${range()}\r\n`.repeat(8000)),
    // One that never answers, one that never ends, and one that hangs up.
    [LATE]: () => {},
    [`${LATE} `]: (response) => response.write(range()),
    "Network connection lost.": (response) => response.destroy(),
  };
  for (const [reason, answer] of Object.entries(failures)) {
    service.answer = answer;
    let line;
    do {
      const since = worker.output().length;
      const began = performance.now();
      assert.equal((await register(GOOD)).status, 201, reason);
      // Two seconds are what people wait at most; the rest is a machine with other work.
      assert.ok(performance.now() - began < 20_000, reason);
      const found = `"level":"warning".*not looked up in PWNED_PASSWORDS: (${reason.trim()}|${LATE})`;
      line = await worker.logged(new RegExp(found), { since });
    } while (!line.includes(reason.trim()));
  }
});

test("the log holds no password and no digit of a hash", () =>
  assertQuietLog(worker, [KNOWN, GOOD, sha1(KNOWN).slice(0, 5), sha1(KNOWN).slice(5)]));
