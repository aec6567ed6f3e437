// Python packages for the tests that compare with Python software: a virtual environment for each list of requirements.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { digest, unlessFresh } from "../lib/fresh.mjs";
import { cache } from "../lib/paths.mjs";
import { Failure, capture, must, run } from "../lib/run.mjs";
import { step } from "../lib/say.mjs";
import { aptInstall } from "./apt.mjs";

// FastAPI's current releases want this one or newer.
const OLDEST = [3, 10];
const QUIET = { show: "none" };

/** Installs what `requirements` (a file for pip) lists and resolves to the Python that has it; `purpose` says what for. */
export async function ensurePython(requirements, purpose = "the comparison with FastAPI") {
  const system = await systemPython(purpose);
  const wanted = readFileSync(requirements, "utf8") + capture(system, ["-VV"]);
  const folder = join(cache, "python", digest(wanted).slice(0, 16));
  const python = join(folder, "bin/python");
  await unlessFresh(join(folder, "complete"), "", () =>
    step(`installing Python packages for ${purpose}`, "half a minute", async () => {
      await makeEnvironment(system, folder);
      const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
      await must(python, pip, `pip could not install ${requirements}.`, QUIET);
    }),
  );
  return python;
}

/** Resolves to the machine's own Python. */
export async function systemPython(purpose) {
  const newEnough = (name) => {
    const version = capture(name, ["-c", "import sys; print(*sys.version_info[:2])"])?.split(" ").map(Number);
    return version?.[0] === OLDEST[0] && version[1] >= OLDEST[1];
  };
  const find = () => ["python3", "python"].find(newEnough);
  const found = find() ?? ((await aptInstall(["python3", "python3-venv"], `for ${purpose}`)) && find());
  if (!found)
    throw new Failure(`Python ${OLDEST.join(".")} or newer is needed for ${purpose}: install it, then run this again.`);
  return found;
}

/** Debian keeps venv in a package of its own. */
async function makeEnvironment(system, folder) {
  const made = async () => {
    rmSync(folder, { recursive: true, force: true });
    return (await run(system, ["-m", "venv", folder], QUIET)).code === 0;
  };
  if (await made()) return;
  await aptInstall(["python3-venv"], "to keep Python packages apart from the system's");
  if (!(await made()))
    throw new Failure(
      "`python3 -m venv` does not work: install Python's venv module (Debian: python3-venv), then run this again.",
    );
}
