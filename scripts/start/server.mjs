// `wrangler dev` as a child that cannot outlive us: it and everything that it starts are one process group.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { root } from "../lib/paths.mjs";
import { wrangler, wranglerEnvironment } from "../lib/wrangler.mjs";

/** Whether nobody listens on `port` of this machine. */
export function portIsFree(port) {
  const free = (host) =>
    new Promise((resolve) => {
      const server = createServer();
      server.once("error", (error) => resolve(error.code !== "EADDRINUSE" && error.code !== "EACCES"));
      server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
    });
  // An address that this machine has not (::1 without IPv6) is no obstacle.
  return Promise.all([free("127.0.0.1"), free("::1")]).then((answers) => answers.every(Boolean));
}

/** Starts `wrangler dev` with `args`; its own session, so that the whole group can be ended. */
export function startWrangler(args, options = {}) {
  const [command, all] = wrangler("dev", "--local", ...args);
  const { env, ...others } = options;
  const child = spawn(command, all, {
    cwd: root,
    detached: true,
    stdio: "inherit",
    ...others,
    env: { ...process.env, ...wranglerEnvironment, ...env },
  });
  child.ended = new Promise((resolve) => {
    child.once("error", () => resolve(127));
    child.once("exit", (code, signal) => resolve(code ?? (signal ? 128 : 0)));
  });
  return child;
}

/** Ends the group: politely, then after `patience` milliseconds for good. Resolves when nothing is left of it, or soon after. */
export async function stopGroup(child, patience = 3000) {
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
      return true;
    } catch {
      return false;
    }
  };
  if (!child.pid || !signal("SIGTERM")) return;
  const deadline = Date.now() + patience;
  // What was ended for good may still be listed, where nobody asks for its exit code.
  while (signal(0) && Date.now() < deadline + 10_000) {
    if (Date.now() > deadline) signal("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
