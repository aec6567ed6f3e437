// How wrangler is called: by a Node that is new enough, with nothing sent to anybody.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { wranglerNode } from "../setup/node.mjs";
import { cache, inRoot, root } from "./paths.mjs";
import { Failure, ending, track } from "./run.mjs";

export const wranglerEnvironment = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  // `Request.cf` would be fetched from Cloudflare; nothing here reads it.
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  // It is ten megabytes of JavaScript, which Node need not compile each time.
  NODE_COMPILE_CACHE: join(cache, "node"),
};

/**
 * Command and arguments for `spawn`: `[node, [wrangler.js, …args]]`.
 *
 * @param {...string} args
 * @returns {[string, string[]]}
 */
export const wrangler = (...args) => [wranglerNode(), [inRoot("node_modules/wrangler/bin/wrangler.js"), ...args]];

/**
 * What wrangler says to `args`, with `input` at its standard input; where it fails, a Failure with the end of what it said.
 *
 * @param {string[]} args
 * @param {string} what it is asked for, in a sentence
 * @param {string} [input]
 * @returns {Promise<Buffer>}
 */
export async function askWrangler(args, what, input = "") {
  const [command, all] = wrangler(...args);
  const env = { ...process.env, ...wranglerEnvironment, WRANGLER_LOG: "log" };
  // In a process group of its own: Ctrl-C is for us, and what was begun comes to its end.
  const child = spawn(command, all, { cwd: root, env, detached: true });
  const ended = new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  // One that does not read its input closes it.
  child.stdin.on("error", () => {}).end(input);
  const [status, out, err] = await Promise.all([ended, buffer(child.stdout), buffer(child.stderr)]);
  if (status === 0) return out;
  const said = `${out}${err}`;
  const login = said.includes("CLOUDFLARE_API_TOKEN") ? " Without such a token, log in: npx wrangler login" : "";
  throw new Failure(`${said.trim().split("\n").slice(-20).join("\n")}\nwrangler could not use ${what}.${login}`);
}

/**
 * Starts `wrangler dev` with `args`: it and everything that it starts are one process group, which does not outlive us.
 *
 * @param {string[]} args
 * @param {Record<string, any>} [options] those of `spawn`
 */
export function startWrangler(args, options = {}) {
  const [command, all] = wrangler("dev", "--local", ...args);
  const env = { ...process.env, ...wranglerEnvironment, ...options.env };
  const child = spawn(command, all, { cwd: root, detached: true, stdio: "inherit", ...options, env });
  track(child);
  const ended = new Promise((resolve) => {
    child.once("error", () => resolve(127));
    child.once("exit", (code, signal) => ending || resolve(code ?? (signal ? 128 : 0)));
  });
  return Object.assign(child, { ended });
}

/**
 * Waits until it answers at all. Resolves to whether it does: one that has ended never will.
 *
 * @param {string} url
 * @param {{ ended: Promise<unknown> }} server
 */
export async function answers(url, { ended }) {
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    try {
      await fetch(`${url}/status/`);
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return false;
}
