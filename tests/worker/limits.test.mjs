// Too much, too slow, too many at once.

import assert from "node:assert/strict";
import net from "node:net";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { chunked, requestHead } from "../conformance/wire.mjs";
import { within } from "../support/patience.mjs";
import { startWorker } from "./harness.mjs";
import { answer, assertQuietLog, get, login, mint, newSecret, people } from "./support.mjs";

const LIMIT = 65_536;
const secret = newSecret();
const FORM = ["Content-Type", "application/x-www-form-urlencoded"];
let worker;

before(async () => {
  // Objects are chosen by a hash with the key: several users may share one, and its queue.
  worker = await startWorker({ secret, users: people, vars: { LOGIN_QUEUE: "64" } });
});

after(async () => {
  await worker?.stop();
});

/** A good login, filled up to `length` bytes with a field that nobody reads. */
const filled = (length) => "username=quick&password=secret&filler=".padEnd(length, "x");

const post = (body, headers = [], options) =>
  answer(worker, { method: "POST", target: "/token", headers: [FORM, ...headers], body }, options);

describe("a body", () => {
  test("of exactly 65536 bytes is read", async () => {
    assert.equal((await post(filled(LIMIT))).status, 200);
  });

  test("of 65537 bytes is too large", async () => {
    const response = await post(filled(LIMIT + 1));
    assert.equal(response.status, 413);
    assert.equal(response.header("content-type"), "application/json");
    assert.match(response.body.detail, /65536/);
  });

  test("of exactly 65536 bytes in chunks is read", async () => {
    const text = filled(LIMIT);
    const pieces = [text.slice(0, 1000), text.slice(1000, 40_000), text.slice(40_000)];
    assert.equal((await post(chunked(pieces), [["Transfer-Encoding", "chunked"]])).status, 200);
  });

  test("of 65537 bytes in chunks is too large", async () => {
    const text = filled(LIMIT + 1);
    const pieces = [text.slice(0, 1000), text.slice(1000, 40_000), text.slice(40_000)];
    assert.equal((await post(chunked(pieces), [["Transfer-Encoding", "chunked"]])).status, 413);
  });

  test("of a mebibyte is too large, whatever its media type", async () => {
    const body = filled(1 << 20);
    assert.equal((await post(body)).status, 413);
    const multipart = await answer(worker, {
      method: "POST",
      target: "/token",
      headers: [["Content-Type", "multipart/form-data; boundary=XX"]],
      body,
    });
    assert.equal(multipart.status, 413);
  });

  test("on a resource is not read", async () => {
    const response = await answer(worker, {
      target: "/users/me/",
      headers: [["Authorization", `Bearer ${mint(secret, "quick")}`]],
      body: "x".repeat(LIMIT + 1),
    });
    assert.equal(response.status, 200);
  });
});

describe("a slow client", () => {
  test("whose body drips in is answered", async () => {
    const body = Buffer.from("username=quick&password=secret");
    const request = { method: "POST", target: "/token", headers: [FORM], body };
    const response = await answer(worker, request, {
      write: async (socket) => {
        socket.write(requestHead(worker.origin, request));
        for (let at = 0; at < body.length; at += 5) {
          await sleep(20);
          socket.write(body.subarray(at, at + 5));
        }
      },
    });
    assert.equal(response.status, 200);
  });

  test("that goes away before, amid and after its body harms nobody", async () => {
    const whole = Buffer.from("username=quick&password=secret");
    const head = requestHead(worker.origin, {
      method: "POST",
      target: "/token",
      headers: [FORM, ["Content-Length", String(whole.length)]],
    });
    for (const sent of [0, 10, whole.length - 1, whole.length]) {
      for (let i = 0; i < 5; i += 1) await abandon(Buffer.concat([head, whole.subarray(0, sent)]));
    }
    await abandon(
      Buffer.concat([
        requestHead(worker.origin, {
          method: "POST",
          target: "/token",
          headers: [FORM, ["Transfer-Encoding", "chunked"]],
        }),
        Buffer.from("5\r\nusern"),
      ]),
    );
    assert.equal((await login(worker, "quick", "secret")).status, 200);
  });

  test("that never finishes does not keep others waiting", async () => {
    const socket = await connect();
    socket.write(
      requestHead(worker.origin, { method: "POST", target: "/token", headers: [FORM, ["Content-Length", "30"]] }),
    );
    socket.write("username=");
    try {
      assert.equal((await login(worker, "quick", "secret")).status, 200);
      assert.equal((await get(worker, mint(secret, "quick"))).status, 200);
    } finally {
      socket.destroy();
    }
  });
});

describe("many clients at once", () => {
  test("24 logins, good and bad, each get their own answer", async () => {
    const kinds = /** @type {[string, string, number][]} */ ([
      ["johndoe", "secret", 200],
      ["johndoe", "wrong", 401],
      ["legacy", "secret", 200],
      ["quick", "secret", 200],
      ["nobody", "secret", 401],
      ["alice", "secret2", 400],
    ]);
    const logins = Array.from({ length: 24 }, (_, index) => kinds[index % kinds.length]);
    const responses = await Promise.all(logins.map(([username, password]) => login(worker, username, password)));
    assert.deepEqual(
      responses.map(({ status }) => status),
      logins.map(([, , status]) => status),
    );
    await Promise.all(
      responses.map(async ({ status, body }, index) => {
        if (status !== 200) return;
        const [username] = logins[index];
        const response = await get(worker, body.access_token);
        assert.equal(response.body.username, username);
      }),
    );
  });
});

test("no password, token, hash or key reached the log, and nothing trapped", () => assertQuietLog(worker, [secret]));

function connect() {
  const { hostname, port } = new URL(worker.origin);
  const connected = new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port: Number(port) }, () => resolve(socket));
    socket.on("error", reject);
  });
  return within(connected, "a connection to the Worker");
}

/** Sends these bytes and breaks the connection. */
async function abandon(bytes) {
  const socket = await connect();
  await within(new Promise((resolve) => socket.write(bytes, resolve)), "a write to the Worker");
  await sleep(10);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.resetAndDestroy();
  await within(closed, "the end of a connection");
}
