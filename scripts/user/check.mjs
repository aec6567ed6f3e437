// `npm run user -- check`: the users who cannot log in, and why. What reads a record at a login reads it here (check.rs).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cargoTarget, root } from "../lib/paths.mjs";
import { Failure, must } from "../lib/run.mjs";
import { step } from "../lib/say.mjs";
import { setting } from "./settings.mjs";

/** What the reading of a record depends on. */
const SETTINGS = ["PASSWORD_SECRET", "PASSWORD_SECRET_PREVIOUS", "ALLOW_LEGACY_HASHES", "LOGIN_HASH_MS"];

/** The highest value of LOGIN_DECOY_MS (src/oauth/config/login.rs). */
const MOST_DECOY = 2000;

const PROGRAM = join(cargoTarget, "debug", "check-users");

/** @param {{ remote: boolean, kv: import("./kv.mjs").Kv }} where */
export async function check({ remote, kv }) {
  await buildCheck();
  const keys = [...kv.list("user:"), ...kv.list("hash:")].map(({ name }) => name);
  const values = kv.read(keys);
  const names = keys.filter((key) => key.startsWith("user:")).map((key) => key.slice("user:".length));
  const findings = [];
  const users = [];
  for (const name of names) {
    const [record, renewed] = [values.get(`user:${name}`), values.get(`hash:${name}`)];
    if (record instanceof Failure) findings.push({ name, problem: `malformed user record: ${record.message}` });
    // The login goes on with the record's own hash, where the other cannot be read.
    else if (record) users.push({ name, record, renewed: typeof renewed === "string" ? renewed : null });
  }
  const settings = SETTINGS.map((name) => [name, setting(name, remote)]).filter(([, value]) => value);
  const { found, milliseconds } = ask(Object.fromEntries(settings), users);
  findings.push(...found);
  for (const { name, problem } of findings) process.stdout.write(`${name}: ${problem}\n`);
  process.stdout.write(`${sum(names.length, findings.length, kv)}${decoy(milliseconds)}\n`);
  if (findings.length > 0) process.exitCode = 1;
}

const sum = (all, some, kv) => `${all} users in the ${kv.title}, ${some} of them cannot log in`;

const decoy = (milliseconds) =>
  milliseconds === 0
    ? ""
    : `; the costliest hash takes about ${milliseconds} ms: LOGIN_DECOY_MS = "${Math.min(milliseconds, MOST_DECOY)}"`;

/** Compiles the program that knows what a login takes. */
export async function buildCheck() {
  const compile = () =>
    must(
      "cargo",
      ["build", "--quiet", "--bin", "check-users", "--no-default-features", "--features", "check"],
      "the check could not be compiled.",
      { show: "none" },
    );
  await (existsSync(PROGRAM) ? compile() : step("compiling the check", "2 minutes", compile));
}

/** Has users read, and resolves to those that cannot be used and to the estimated time of the costliest hash. */
function ask(settings, users) {
  const input = [settings, ...users].map((value) => `${JSON.stringify(value)}\n`).join("");
  const { status, stdout, stderr } = spawnSync(PROGRAM, { cwd: root, input, encoding: "utf8", maxBuffer: 1 << 30 });
  if (status !== 0) throw new Failure(`the check could not be made: ${stderr.trim()}`);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const { milliseconds } = lines.pop();
  return { found: lines, milliseconds };
}
