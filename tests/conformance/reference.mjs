// Starts the reference: reference/app.py, served by uvicorn on a free loopback port; or another app.

import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensurePython } from "../../scripts/setup/python.mjs";
import { PATIENCE, within } from "../support/patience.mjs";

const here = dirname(fileURLToPath(import.meta.url));

export const usersFile = join(here, "users.json");

/**
 * Serves the reference, or the `app` of that `folder` with what its `requirements` list, with these variables in its
 * environment.
 * Resolves to `{ origin, output(), stop() }` once it listens.
 */
export async function startReference(
  vars,
  { folder = join(here, "reference"), app = "app:app", requirements = join(here, "requirements.txt") } = {},
) {
  const python = await ensurePython(requirements);
  const child = spawn(
    python,
    ["-W", "ignore", "-m", "uvicorn", app, "--app-dir", folder, "--host", "127.0.0.1", "--port", "0"],
    {
      // Nothing of the machine's Python settings, and no .pyc beside the source.
      env: { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: "1", USERS_FILE: usersFile, ...vars },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  const closed = new Promise((resolve) => child.once("close", resolve));
  // It does not outlive a test file that is ended.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("close", () => process.off("exit", kill));
  const origin = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`uvicorn did not start:\n${output}`)), PATIENCE);
    const read = (data) => {
      output += data;
      const address = /running on (http:\/\/\S+)\s/.exec(output)?.[1];
      if (address) {
        clearTimeout(timer);
        resolve(address);
      }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("close", () => reject(new Error(`uvicorn stopped:\n${output}`)));
  }).catch((error) => {
    kill();
    throw error;
  });
  return {
    origin,
    output: () => output,
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(kill, 5000);
      await within(closed, "the end of uvicorn");
      clearTimeout(timer);
    },
  };
}
