// What a login would make of records: the program of check.rs, fed one user at a time, so that any number of them fits.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { AS_FOR_TESTS, HOST } from "../lib/cargo.mjs";
import { onlyOnce, rustPrint, unlessFresh } from "../lib/fresh.mjs";
import { cargoTarget, root } from "../lib/paths.mjs";
import { Failure, must } from "../lib/run.mjs";
import { step } from "../lib/say.mjs";
import { setting } from "./settings.mjs";

/** What the reading of a record depends on. */
const SETTINGS = ["PASSWORD_SECRET", "PASSWORD_SECRET_PREVIOUS", "ALLOW_LEGACY_HASHES", "LOGIN_HASH_MS"];

const PROGRAM = join(cargoTarget, "debug", "check-users");
const STAMP = `${PROGRAM}.inputs`;

/** The highest value of LOGIN_DECOY_MS (src/oauth/config/login.rs). */
export const MOST_DECOY = 2000;

/** What the program is made of. */
const INPUTS = ["Cargo.toml", "Cargo.lock", "build.rs", "src", "scripts/user/check.rs"];

/** Compiles the program that knows what a login takes, where something changed: cargo would wait for whatever else compiles. */
export const buildCheck = onlyOnce(async () => {
  if (!existsSync(PROGRAM)) rmSync(STAMP, { force: true });
  await unlessFresh(STAMP, rustPrint(INPUTS), compile);
});

async function compile() {
  const args = ["build", "--quiet", "--bin", "check-users", ...HOST, AS_FOR_TESTS];
  const work = () => must("cargo", args, "the check could not be compiled.", { show: "none" });
  await (existsSync(PROGRAM) ? work() : step("compiling the check", "2 minutes", work));
}

/**
 * @typedef {{ name: string, line?: any, problem: string }} Finding
 * @typedef {{ name: string, record: string, renewed?: string | null, line?: unknown }} Candidate
 *
 * @typedef {object} Kind Hashes of one format with the same parameters and the same problem.
 * @property {string | null} scheme
 * @property {Record<string, unknown>} parameters
 * @property {boolean} current
 * @property {number} users
 * @property {number | null} milliseconds the estimated time of one check
 * @property {string | null} problem
 * @property {string} sample one of these hashes; never shown
 *
 * @typedef {{ users: number, milliseconds: number, kinds: Kind[] }} Sum
 */

/**
 * Checks users, with the settings of the Worker. `feed` hands them over, by the function that it is called with; `found` is
 * called with what is found, in order.
 *
 * @param {boolean} remote
 * @param {(finding: Finding) => void} found
 * @param {(check: (users: Candidate[]) => Promise<void>) => Promise<void>} feed
 * @returns {Promise<Sum>}
 */
export async function checkUsers(remote, found, feed) {
  await buildCheck();
  const settings = SETTINGS.map((name) => [name, setting(name, remote)]).filter(([, value]) => value);
  const child = spawn(PROGRAM, { cwd: root });
  const ended = once(child, "close");
  const said = text(child.stderr);
  /** @type {Sum | undefined} */
  let sum;
  const lines = createInterface({ input: child.stdout }).on("line", (line) => {
    const value = JSON.parse(line);
    if ("kinds" in value) sum = value;
    else found(value);
  });
  const read = once(lines, "close");
  // One that has ended says why below.
  child.stdin.on("error", () => {});
  /** @param {unknown} value */
  const send = (value) => child.stdin.write(`${JSON.stringify(value)}\n`);
  const room = () => Promise.race([once(child.stdin, "drain").catch(() => ended), ended]);
  send(Object.fromEntries(settings));
  try {
    await feed(async (users) => {
      // As a login reads it: some editors put a byte order mark before a file.
      const enough = users.map((user) => send({ ...user, record: user.record.replace(/^\ufeff/, "") })).every(Boolean);
      if (!enough && child.exitCode === null) await room();
    });
  } catch (error) {
    // It waits for more, and we would wait for it.
    child.kill();
    throw error;
  }
  child.stdin.end();
  await Promise.all([ended, read]);
  if (child.exitCode !== 0 || !sum) throw new Failure(`the check could not be made: ${(await said).trim()}`);
  return sum;
}
