// Node, Deno and Bun as npm packages have them, in the versions of projects/runtimes.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureProject } from "../../scripts/setup/npm-projects.mjs";

const { platform, arch } = process;
const folder = await ensureProject("runtimes");

const node = (major) => `node-${major}-${platform}-${arch}/bin/node`;
const FILES = {
  node20: node(20),
  node22: node(22),
  node26: node(26),
  deno: `@deno/${platform}-${arch}${platform === "linux" ? "-glibc" : ""}/deno`,
  bun: `@oven/bun-${platform}-${arch === "arm64" ? "aarch64" : arch}/bin/bun`,
};

/** Why a runtime is left out. */
export const NO_BINARY = `tests/npm/projects/runtimes has none for ${platform} on ${arch}`;

/** Whether that one is a program of its own, and there is none for this platform. */
export const isLeftOut = (id) => Object.hasOwn(FILES, id) && !runtimeBinary(id);

/** The executable for this platform; null where there is none. */
export function runtimeBinary(id) {
  const file = join(folder, "node_modules", FILES[id]);
  return existsSync(file) ? file : null;
}

/** What runs the tools of the other projects, some of which want a newer Node than the machine may have. */
export const toolNode = runtimeBinary("node22") ?? process.execPath;
