// Headless Chromium for the tests that wasm-bindgen's test runner shows it.
//
// The runner serves its page with tiny_http 0.12, where a connection has a thread until it is closed, of a pool that counts a
// thread as free until it has woken: on a busy machine two connections are left to one thread. Chromium keeps six open, so
// the second waits for its first answer until another has been idle for 300 s. Through a proxy that opens a connection for
// each request, and closes it, nothing waits for long.
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import { join } from "node:path";
import { cargoTarget, inRoot } from "../lib/paths.mjs";
import { ensureBrowser } from "../setup/browser.mjs";

/**
 * Resolves to what `use` does with the environment that names the driver and the browser, and with that driver.
 *
 * @template T
 * @param {(env: Record<string, string>, driver: string) => Promise<T>} use
 */
export async function inBrowser(use) {
  const { browser, driver } = await ensureBrowser();
  const proxy = await startProxy();
  try {
    return await use({ CHROMEDRIVER: driver, WASM_BINDGEN_TEST_WEBDRIVER_JSON: settings(browser, proxy.port) }, driver);
  } finally {
    proxy.stop();
  }
}

/** A file: webdriver.json, for this browser, through the proxy. */
function settings(browser, port) {
  const config = JSON.parse(readFileSync(inRoot("webdriver.json"), "utf8"));
  const options = config["goog:chromeOptions"];
  options.binary = browser;
  // Chromium asks no proxy for loopback, unless it is told to.
  options.args.push(`--proxy-server=127.0.0.1:${port}`, "--proxy-bypass-list=<-loopback>");
  mkdirSync(cargoTarget, { recursive: true });
  const file = join(cargoTarget, "webdriver.json");
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** An HTTP proxy to servers of this machine, and to no other. */
export async function startProxy() {
  const server = createServer(forward).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port, stop };
}

const agent = new Agent({ keepAlive: false });

function forward(asked, answer) {
  const url = URL.canParse(asked.url) ? new URL(asked.url) : undefined;
  if (url?.protocol !== "http:" || url.hostname !== "127.0.0.1") return answer.writeHead(403).end();
  const { method, headers } = asked;
  const passed = request(url, { agent, method, headers: { ...headers, connection: "close" } }, (got) => {
    answer.writeHead(got.statusCode, got.headers);
    got.pipe(answer);
    got.once("error", () => answer.destroy());
  });
  passed.once("error", () => answer.destroy());
  asked.pipe(passed);
}
