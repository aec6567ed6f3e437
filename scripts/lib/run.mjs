// Running other programs: with their output shown, captured, or kept back and shown on failure.
import { AsyncLocalStorage } from "node:async_hooks";
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, statSync, writeFileSync } from "node:fs";
import { setPriority, constants as system } from "node:os";
import { delimiter, join } from "node:path";
import { Failure } from "../../pkg-template/cli/failure.js";
import { root } from "./paths.mjs";

export { Failure };

/** Where the output of programs goes, for work that runs beside other work: a function that takes it. */
export const aside = new AsyncLocalStorage();

/** The first executable called `name` on PATH, or null. */
export function which(name, path = process.env.PATH ?? "") {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {}
  }
  return null;
}

/** Runs quietly; returns trimmed standard output, or null when the program is missing or fails. */
export function capture(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 64 << 20, ...options });
  return result.status === 0 ? result.stdout.trim() : null;
}

/** As `capture`, but a program that is missing or fails throws the last of what it said. */
export function printed(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 64 << 20, ...options });
  if (result.status === 0) return result.stdout.trim();
  const said = result.error?.message ?? result.stderr.trim().slice(-2000);
  throw new Failure(`${[command, ...args].join(" ")} failed:\n${said}`);
}

/**
 * Runs a program and resolves to `{ code, output }`.
 * `show: "all"` passes its output through, `"none"` keeps it back; either way `output` has it.
 * `terminal: true` leaves the program at the terminal, for one that may ask for a password; `output` is then empty.
 * `limit` ends it, and what it has started, after so many milliseconds; `output` then says so.
 * `nice`, up to 19, leaves that much more of the time to others; 19 takes only what nothing else wants.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {any} [options] these, and those of `spawn`
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(
  command,
  args,
  { show = "all", terminal = false, limit, nice = 0, ...options } = /** @type {Record<string, any>} */ ({}),
) {
  return new Promise((resolve) => {
    /** @type {import("node:child_process").StdioOptions} */
    const stdio = terminal ? "inherit" : ["ignore", "pipe", "pipe"];
    // A group of its own, so that it can be ended with everything that it has started.
    const child = spawn(command, args, { cwd: root, stdio, detached: !terminal, ...options });
    if (!terminal) track(child);
    if (nice && child.pid) lower(child.pid, nice);
    let output = "";
    const end = () => {
      output += `\n${command}: ended after ${limit / 1000} s\n`;
      signalGroup(child, "SIGKILL");
    };
    const timer = limit && setTimeout(end, limit);
    child.once("close", () => clearTimeout(timer));
    const write = aside.getStore();
    const take = (stream) => (chunk) => {
      output += chunk;
      if (show === "all") write ? write(chunk) : stream.write(chunk);
    };
    child.stdout?.setEncoding("utf8").on("data", take(process.stdout));
    child.stderr?.setEncoding("utf8").on("data", take(process.stderr));
    child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on("close", (code) => ending || resolve({ code: code ?? 128, output }));
  });
}

/**
 * Lowers the priority of a process group. Linux shares time between sessions first, each the same unless it is told
 * otherwise, and only then by priority.
 */
function lower(pid, nice) {
  setPriority(pid, nice);
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(nice));
  } catch {}
}

/** As `run`, but a failure stops everything with `sentence`, after the last lines of what the program said. */
export async function must(command, args, sentence, options = /** @type {Record<string, any>} */ ({})) {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    const tail = options.show === "none" ? `\n${result.output.trim().split("\n").slice(-20).join("\n")}\n` : "";
    throw new Failure(`${tail}${sentence}`);
  }
  return result.output;
}

/** Whether we were told to stop: then nobody goes on because a program has ended. */
export let ending = false;
const live = new Set();
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** From now on `child`, which leads a process group, does not outlive us. */
export function track(child) {
  if (live.size === 0) for (const signal of SIGNALS) process.on(signal, endEverything);
  live.add(child);
  const forget = () => {
    live.delete(child);
    if (live.size === 0) for (const signal of SIGNALS) process.off(signal, endEverything);
  };
  child.once("error", forget);
  child.once("close", forget);
}

/** We are told to stop while programs run: they and what they started stop too. */
export async function endEverything(signal) {
  ending = true;
  await stopAll();
  process.exit(process.exitCode ?? 128 + system.signals[signal]);
}

export const stopAll = () => Promise.all([...live].map((child) => stopGroup(child)));

/** Whether there is anybody left to take the signal; 0 only asks. */
function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Ends a process group: politely, then after `patience` milliseconds for good. Resolves when nothing is left of it, or soon after. */
export async function stopGroup(child, patience = 3000) {
  if (!child.pid || !signalGroup(child, "SIGTERM")) return;
  const deadline = Date.now() + patience;
  // What was ended for good may still be listed, where nobody asks for its exit code.
  while (signalGroup(child, 0) && Date.now() < deadline + 10_000) {
    if (Date.now() > deadline) signalGroup(child, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
