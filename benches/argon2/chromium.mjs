// Chromium as an engine to measure: a page served on the loopback, its own clock.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { ensureBrowser } from "../../scripts/setup/browser.mjs";
import { here } from "./prepare.mjs";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
const FOLDERS = { pkg: inRoot("pkg"), modules: join(here, "node_modules"), built: join(here, "built") };
const FILES = ["/page.js", "/implementations.js"];

/** The page, our script, the package and the packages to compare with; nothing else of the machine. */
function serve(request, response) {
  const path = normalize(new URL(request.url, "http://page").pathname);
  if (path === "/")
    return response
      .writeHead(200, { "content-type": "text/html" })
      .end('<!doctype html><script type="module" src="/page.js"></script>');
  const [, folder, ...rest] = path.split("/");
  const file = FILES.includes(path) ? join(here, path) : join(FOLDERS[folder] ?? "/nowhere", ...rest);
  if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(response);
}

export async function chromium() {
  const { chromium: launcher } = await import("playwright-core");
  const { browser: executablePath } = await ensureBrowser();
  const server = createServer(serve);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  const browser = await launcher.launch({ executablePath, args });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/`);
  await page.waitForFunction(() => globalThis.names);
  return {
    label: `Chromium ${browser.version()}`,
    names: await page.evaluate(() => globalThis.names),
    time: (name, set) => page.evaluate(([one, ...rest]) => globalThis.time(one, ...rest), [name, ...set]),
    stop: async () => {
      await browser.close();
      server.close();
    },
  };
}
