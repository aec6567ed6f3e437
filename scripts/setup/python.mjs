// Python packages for the tests that compare with Python software: a virtual environment for each list of requirements.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cache } from "../lib/paths.mjs";
import { Failure, capture, must, run } from "../lib/run.mjs";
import { step } from "../lib/say.mjs";
import { aptInstall } from "./apt.mjs";

// FastAPI's current releases want this one or newer.
const OLDEST = [3, 10];

/** Installs what `requirements` (a file for pip) lists and resolves to the Python that has it; `purpose` says what for. */
export async function ensurePython(requirements, purpose = "the comparison with FastAPI") {
  const list = readFileSync(requirements, "utf8");
  const system = await systemPython(purpose);
  const key = createHash("sha256")
    .update(list)
    .update(capture(system, ["-VV"]) ?? "")
    .digest("hex")
    .slice(0, 16);
  const folder = join(cache, "python", key);
  const python = join(folder, "bin/python");
  const complete = join(folder, "complete");
  if (existsSync(complete)) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  await step(`installing Python packages for ${purpose}`, "half a minute", async () => {
    await makeEnvironment(system, folder);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
    await must(python, pip, `pip could not install ${requirements}.`, { show: "none" });
  });
  writeFileSync(complete, "");
  return python;
}

/** Resolves to the machine's own Python. */
export async function systemPython(purpose) {
  const find = () => {
    for (const name of ["python3", "python"]) {
      const version = capture(name, ["-c", "import sys; print(*sys.version_info[:2])"])?.split(" ").map(Number);
      if (version && version[0] === OLDEST[0] && version[1] >= OLDEST[1]) return name;
    }
    return null;
  };
  let found = find();
  if (!found && (await aptInstall(["python3", "python3-venv"], `for ${purpose}`))) found = find();
  if (!found)
    throw new Failure(`Python ${OLDEST.join(".")} or newer is needed for ${purpose}: install it, then run this again.`);
  return found;
}

/** Debian keeps venv in a package of its own. */
async function makeEnvironment(system, folder) {
  const make = () => run(system, ["-m", "venv", folder], { show: "none" });
  if ((await make()).code === 0) return;
  rmSync(folder, { recursive: true, force: true });
  await aptInstall(["python3-venv"], "to keep Python packages apart from the system's");
  if ((await make()).code !== 0)
    throw new Failure(
      "`python3 -m venv` does not work: install Python's venv module (Debian: python3-venv), then run this again.",
    );
}
