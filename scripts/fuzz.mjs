// `npm run fuzz`: libFuzzer over every parser (tests/fuzz, laid out for cargo-fuzz), one target after the other, at the
// lowest priority.
// `npm run fuzz -- password form --seconds=600`: those targets, ten minutes each; without names all, 60 seconds each.
//
// What one run has found to be worth keeping (not failures: inputs that reach new code) is where the next one begins:
// target/fuzz/corpus. A failure is kept in target/fuzz/failures and shown.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { seeds, targets } from "../tests/fuzz/seeds.mjs";
import { cargoTarget, inRoot } from "./lib/paths.mjs";
import { Failure, capture, must, run } from "./lib/run.mjs";
import { main, say } from "./lib/say.mjs";

// Coverage of every edge, and of what is compared with what: cargo-fuzz's flags, all of them stable.
const COVERAGE = [
  "-Cpasses=sancov-module",
  ...["level=4", "inline-8bit-counters", "pc-table", "trace-compares"].map(
    (flag) => `-Cllvm-args=-sanitizer-coverage-${flag}`,
  ),
];
/** One input may take ten seconds and a gigabyte; more is a finding. No input is longer than a body may be. */
const LIMITS = ["-timeout=10", "-rss_limit_mb=1024", "-malloc_limit_mb=256", "-max_len=66000"];

const work = join(cargoTarget, "fuzz");

main(async () => {
  const { names, seconds } = read();
  const programs = await build();
  const failed = [];
  for (const name of names) {
    say(`— ${name}, ${seconds} s`);
    if (!(await fuzz(join(programs, name), name, seconds))) failed.push(name);
  }
  if (failed.length > 0) throw new Failure(`findings in ${failed.join(", ")}: see ${join(work, "failures")}`);
});

function read() {
  const { positionals: names, values } = parseArgs({
    options: { seconds: { type: "string", default: "60" } },
    allowPositionals: true,
  });
  const unknown = names.find((name) => !targets.includes(name));
  if (unknown) throw new Failure(`there is no target called ${unknown}; there are ${targets.join(", ")}`);
  if (!/^[1-9]\d*$/.test(values.seconds)) throw new Failure(`cannot use --seconds=${values.seconds}: it is a number`);
  return { names: names.length > 0 ? names : targets, seconds: values.seconds };
}

/** Resolves to the folder with a program for each target. */
async function build() {
  const host = /^host: (.+)$/m.exec(capture("rustc", ["-vV"]) ?? "")?.[1];
  if (!host) throw new Failure("rustc does not say for which machine it compiles");
  // With --target the flags are not those of build scripts and macros.
  const args = ["build", "--release", "--target", host, "--manifest-path", inRoot("tests/fuzz/Cargo.toml")];
  const env = { ...process.env, CARGO_TARGET_DIR: work, RUSTFLAGS: COVERAGE.join(" ") };
  await must("cargo", args, "The fuzz targets could not be built (libFuzzer needs a C++ compiler).", { env });
  return join(work, host, "release");
}

/** Runs one target, which says about itself what it did; resolves to whether it found nothing. */
async function fuzz(program, name, seconds) {
  const [corpus, failures] = ["corpus", "failures"].map((folder) => join(work, folder, name));
  for (const folder of [corpus, failures]) mkdirSync(folder, { recursive: true });
  for (const [index, seed] of seeds(name).entries()) writeFileSync(join(corpus, `seed-${index}`), seed);
  const told = ["-verbosity=0", "-print_final_stats=1", `-artifact_prefix=${failures}/`];
  const args = [...LIMITS, `-max_total_time=${seconds}`, ...told, corpus];
  const { code } = await run(program, args, { nice: 19 });
  return code === 0;
}
