// Does a finished wasm file contain the Argon2 kernel as it was generated? `node scripts/check-kernel.mjs <file.wasm>`
//
// The kernel's speed is in the order of its instructions, and everything between the generator and the package (the linker,
// wasm-bindgen, wasm-opt) may rearrange them. The functions of the object file that build.rs wrote are looked for in the
// finished file: the same operations on the same operands in the same order. How locals are numbered is free.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { PROFILES, TRIPLE } from "./build/wasm.mjs";
import { bodies, computation } from "./build/wasm-code.mjs";
import { cargoTarget } from "./lib/paths.mjs";
import { Failure } from "./lib/run.mjs";
import { main, say } from "./lib/say.mjs";

const OBJECT = "keyward_argon2.o";

/** The object file of the newest build for wasm32 under a target folder. */
function newestObject(target) {
  const builds = PROFILES.map((profile) => join(target, TRIPLE, profile, "build")).filter(existsSync);
  const objects = builds
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((folder) => basename(folder).startsWith("keyward-"))
    .map((folder) => join(folder, "out", OBJECT))
    .filter(existsSync)
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  if (objects.length === 0)
    throw new Failure(`there is no ${OBJECT} under ${join(target, TRIPLE)}: build the crate for ${TRIPLE} first`);
  return objects[0];
}

/**
 * The functions of the object file, as `SYMBOLS` of the generator lists them. The last, `wipe`, is one instruction, which
 * wasm-opt may put where it is called; that it wipes is a test's business (tests/npm/kernel.test.mjs).
 */
const VARIANTS = { simd: [0, 1, 2], scalar: [3, 4, 5] };
const SHARED = [6];

/** Throws a Failure unless every function of the variants is in the file; the Worker has only the one for V8. */
export function checkKernel(file, variants = Object.keys(VARIANTS), target = join(cargoTarget, "shipped")) {
  const kernel = bodies(readFileSync(newestObject(target)));
  const found = new Set(bodies(readFileSync(file)).map(computation));
  for (const index of [...variants.flatMap((variant) => VARIANTS[variant]), ...SHARED]) {
    const wanted = computation(kernel[index]);
    if (wanted === null)
      throw new Failure(
        `function ${index} of the kernel has an instruction that scripts/build/wasm-code.mjs does not know`,
      );
    if (!found.has(wanted))
      throw new Failure(
        `${file} does not have function ${index} of Argon2's kernel as it was generated: a pass of wasm-opt has changed it`,
      );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(async () => {
    const [file, ...variants] = process.argv.slice(2);
    const unknown = variants.find((name) => !Object.hasOwn(VARIANTS, name));
    if (!file || unknown) throw new Failure("node scripts/check-kernel.mjs <file.wasm> [simd] [scalar]");
    checkKernel(file, variants.length > 0 ? variants : undefined);
    say(`${file} has the Argon2 kernel as it was generated`);
  });
}
