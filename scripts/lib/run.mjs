// Running other programs: with their output shown, captured, or kept back and shown on failure.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { constants as system } from "node:os";
import { delimiter, join } from "node:path";
import { root } from "./paths.mjs";

/** A failure that is already a clear sentence for the person at the keyboard: no stack is shown. */
export class Failure extends Error {}

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

/**
 * Runs a program and resolves to `{ code, output }`.
 * `show: "all"` passes its output through, `"none"` keeps it back; either way `output` has it.
 * `terminal: true` leaves the program at the terminal, for one that may ask for a password; `output` is then empty.
 * `limit` ends it, and what it has started, after so many milliseconds; `output` then says so.
 */
export function run(command, args, { show = "all", terminal = false, limit, ...options } = {}) {
  return new Promise((resolve) => {
    const stdio = terminal ? "inherit" : ["ignore", "pipe", "pipe"];
    // A group of its own, so that it can be ended with everything that it has started.
    const child = spawn(command, args, { cwd: root, stdio, detached: !terminal, ...options });
    if (!terminal) track(child);
    let output = "";
    const end = () => {
      output += `\n${command}: ended after ${limit / 1000} s\n`;
      killGroup(child);
    };
    const timer = limit && setTimeout(end, limit);
    child.once("close", () => clearTimeout(timer));
    const take = (stream) => (chunk) => {
      output += chunk;
      if (show === "all") stream.write(chunk);
    };
    child.stdout?.setEncoding("utf8").on("data", take(process.stdout));
    child.stderr?.setEncoding("utf8").on("data", take(process.stderr));
    child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 128, output }));
  });
}

/** As `run`, but a failure stops everything with `sentence`, after the last lines of what the program said. */
export async function must(command, args, sentence, options = {}) {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    const tail = options.show === "none" ? `\n${result.output.trim().split("\n").slice(-20).join("\n")}\n` : "";
    throw new Failure(`${tail}${sentence}`);
  }
  return result.output;
}

function killGroup(child, signal = "SIGKILL") {
  try {
    process.kill(-child.pid, signal);
  } catch {}
}

const live = new Set();
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

function track(child) {
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
function endEverything(signal) {
  for (const child of live) killGroup(child, "SIGTERM");
  process.exit(128 + system.signals[signal]);
}
