// Between Chromium and the server of wasm-bindgen's test runner: a connection for each request, whatever the browser keeps open.
import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { after, before, test } from "node:test";
import { startProxy } from "../../scripts/test/browser.mjs";

let proxy;
let server;
let connections = 0;

before(async () => {
  proxy = await startProxy();
  server = createServer((asked, answer) => {
    answer.setHeader("cross-origin-opener-policy", "same-origin");
    if (asked.url === "/broken") return asked.socket.destroy();
    asked.pipe(answer.writeHead(asked.url === "/missing" ? 404 : 200));
  });
  server.on("connection", () => (connections += 1));
  await once(server.listen(0, "127.0.0.1"), "listening");
});

after(() => {
  proxy.stop();
  server.close();
});

const browser = new Agent({ keepAlive: true, maxSockets: 1 });

/** As a browser asks a proxy: with the whole address, over a connection that it keeps. */
async function ask(url, body = "") {
  const asked = request({ port: proxy.port, agent: browser, path: url, method: "POST" }).end(body);
  const [answer] = await once(asked, "response");
  return { status: answer.statusCode, headers: answer.headers, text: (await answer.toArray()).join("") };
}

const here = (path) => `http://127.0.0.1:${server.address().port}${path}`;

test("what is asked and answered goes through as it is, each over a connection of its own", async () => {
  connections = 0;
  for (const path of ["/", "/missing", "/"]) {
    const { status, headers, text } = await ask(here(path), "a body");
    assert.deepEqual([status, text], [path === "/missing" ? 404 : 200, "a body"]);
    assert.equal(headers["cross-origin-opener-policy"], "same-origin");
  }
  assert.equal(connections, 3);
});

test("a server that breaks off breaks off for the browser", async () => {
  await assert.rejects(ask(here("/broken")), { code: "ECONNRESET" });
  assert.equal((await ask(here("/"), "goes on")).text, "goes on");
});

test("no other machine is asked", async () => {
  for (const url of ["http://example.org/", "http://127.0.0.2/", "https://127.0.0.1/", "/"])
    assert.equal((await ask(url)).status, 403, url);
});
