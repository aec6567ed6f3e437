// `npm run fuzz`: libFuzzer over every parser (tests/fuzz, laid out for cargo-fuzz), one target after the other, at the
// lowest priority.
// `npm run fuzz -- password form --seconds=600`: those targets, ten minutes each; without names all, 60 seconds each.
//
// What one run has found to be worth keeping (not failures: inputs that reach new code) is where the next one begins:
// target/fuzz/corpus. A failure is kept in target/fuzz/failures and shown.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { seeds, targets } from "./fuzz/seeds.mjs";
import { cargoTarget, inRoot } from "./lib/paths.mjs";
import { Failure, capture, must } from "./lib/run.mjs";
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
  const { names, seconds } = read(process.argv.slice(2));
  const programs = await build();
  const results = [];
  for (const name of names) {
    say(`— ${name}, ${seconds} s`);
    results.push(await fuzz(join(programs, name), name, seconds));
  }
  report(results);
});

function read(list) {
  const names = list.filter((text) => !text.startsWith("--"));
  const unknown = names.find((name) => !targets.includes(name));
  if (unknown) throw new Failure(`there is no target called ${unknown}; there are ${targets.join(", ")}`);
  let seconds = 60;
  for (const option of list.filter((text) => text.startsWith("--"))) {
    seconds = Number(/^--seconds=(\d+)$/.exec(option)?.[1]);
    if (!(seconds >= 1)) throw new Failure(`cannot use ${option}: there is --seconds=<number>`);
  }
  return { names: names.length > 0 ? names : targets, seconds };
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

/** Runs one target; resolves to what it says about itself at the end. */
function fuzz(program, name, seconds) {
  const [corpus, failures] = ["corpus", "failures"].map((folder) => join(work, folder, name));
  for (const folder of [corpus, failures]) mkdirSync(folder, { recursive: true });
  for (const [index, seed] of seeds(name).entries()) writeFileSync(join(corpus, `seed-${index}`), seed);
  const args = [
    ...LIMITS,
    `-max_total_time=${seconds}`,
    "-print_final_stats=1",
    `-artifact_prefix=${failures}/`,
    corpus,
  ];
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    if (child.pid) setPriority(child.pid, 19);
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ name, code: 127, output: error.message }));
    child.on("close", (code) => resolve({ name, code, output }));
  });
}

function report(results) {
  console.log("\ntarget       inputs  per second  coverage  kept");
  for (const { name, output } of results) {
    const stat = (label) => new RegExp(`^stat::${label}:\\s+(\\d+)`, "m").exec(output)?.[1] ?? "–";
    const [, coverage = "–", kept = "–"] = [...output.matchAll(/ cov: (\d+).* corp: (\d+)\//g)].at(-1) ?? [];
    const numbers = [stat("number_of_executed_units"), stat("average_exec_per_sec"), coverage, kept];
    console.log(name.padEnd(10) + numbers.map((text, index) => text.padStart([9, 12, 10, 6][index])).join(""));
  }
  const failed = results.filter(({ code }) => code !== 0);
  for (const { name, output } of failed) console.log(`\n${name}:\n${output.trim().split("\n").slice(-40).join("\n")}`);
  if (failed.length > 0) throw new Failure(`findings in ${failed.map(({ name }) => name).join(", ")}`);
}
