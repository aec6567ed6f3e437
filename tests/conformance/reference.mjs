// Starts the reference: makes the virtual environment once, then serves
// reference/app.py with uvicorn on a free loopback port.

import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const venv = join(here, ".cache", "venv");
const python = join(venv, "bin", "python");
const requirements = join(here, "requirements.txt");
const run = promisify(execFile);

export const usersFile = join(here, "users.json");

/** Makes the virtual environment, unless the one there was made from the same list. */
export async function prepare(log = console.error) {
  const wanted = createHash("sha256").update(await readFile(requirements)).digest("hex");
  const stamp = join(venv, "requirements.sha256");
  const made = await readFile(stamp, "utf8").catch(() => "");
  const usable = await access(python).then(() => true, () => false);
  if (made === wanted && usable) return;
  log("conformance: making a Python environment with FastAPI (once)");
  await rm(venv, { recursive: true, force: true });
  await mkdir(dirname(venv), { recursive: true });
  await run("python3", ["-m", "venv", venv]);
  await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]);
  await writeFile(stamp, wanted);
}

/**
 * Serves the reference with these variables in its environment.
 * Resolves to `{ origin, output(), stop() }` once it listens.
 */
export async function startReference(vars, { timeout = 60_000 } = {}) {
  await prepare();
  const child = spawn(
    python,
    ["-W", "ignore", "-m", "uvicorn", "app:app", "--app-dir", join(here, "reference"), "--host", "127.0.0.1", "--port", "0"],
    {
      // Nothing of the machine's Python settings, and no .pyc beside the source.
      env: { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: "1", USERS_FILE: usersFile, ...vars },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  const closed = new Promise((resolve) => child.once("close", resolve));
  const origin = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`uvicorn did not start:\n${output}`)), timeout);
    const read = (data) => {
      output += data;
      const address = /running on (http:\/\/\S+)/.exec(output)?.[1];
      if (address) {
        clearTimeout(timer);
        resolve(address);
      }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("close", () => reject(new Error(`uvicorn stopped:\n${output}`)));
  }).catch((error) => {
    child.kill("SIGKILL");
    throw error;
  });
  return {
    origin,
    output: () => output,
    stop: async () => {
      child.kill("SIGTERM");
      await closed;
    },
  };
}
