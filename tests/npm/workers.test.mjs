// The package in a Cloudflare Worker: bundled by wrangler, run by workerd.
import { after, before, test } from "node:test";
import { wrangler, wranglerEnvironment } from "../../scripts/lib/wrangler.mjs";
import { patientFetch } from "../support/patience.mjs";
import { freePort, startServer } from "./servers.mjs";
import { check, clean, installed, pack, proven } from "./support.mjs";

before(pack);
after(clean);

test("in a Cloudflare Worker the installed package keeps its contract", async (context) => {
  const folder = await installed("workers");
  const port = await freePort();
  const [command, args] = wrangler(
    "dev",
    "--local",
    "--ip",
    "127.0.0.1",
    "--port",
    String(port),
    "--inspector-port",
    "0",
  );
  const server = await startServer(command, args, port, {
    cwd: folder,
    env: { ...process.env, ...wranglerEnvironment, CI: "true" },
  });
  try {
    check(context, await (await patientFetch(server.origin)).json());
    proven("workers");
  } finally {
    await server.stop();
  }
});
