// Where the package is proven to work: the rows of the table in the READMEs. `package` is what the lock file of
// `project` (a folder of projects/) has the version of.
import { readFileSync } from "node:fs";
import { inRoot } from "../../scripts/lib/paths.mjs";

/** Chromium comes from the system and not from a lock file: the table names the oldest that the tests take. */
export const OLDEST_CHROMIUM = 148;

const THREADS = "threads";

export const runtimes = {
  node20: {
    name: "Node",
    project: "runtimes",
    package: "node-20-linux-x64",
    how: "`import`, `require`, in a thread",
    pool: THREADS,
  },
  node22: {
    name: "Node",
    project: "runtimes",
    package: "node-22-linux-x64",
    how: "`import`, `require`, in a thread",
    pool: THREADS,
  },
  node26: {
    name: "Node",
    project: "runtimes",
    package: "node-26-linux-x64",
    how: "`import`, `require`, in a thread",
    pool: THREADS,
  },
  deno: {
    name: "Deno",
    project: "runtimes",
    package: "@deno/linux-x64-glibc",
    how: "`import`, without any permission",
    pool: THREADS,
  },
  bun: { name: "Bun", project: "runtimes", package: "@oven/bun-linux-x64", how: "`import`, `require`", pool: THREADS },
  browser: {
    name: "Chromium",
    how: '`<script type="module">`, no bundler, strict Content Security Policy',
    pool: THREADS,
  },
  workers: {
    name: "Cloudflare Workers",
    project: "..",
    package: "wrangler",
    how: "wrangler, workerd",
    pool: "on the spot",
  },
  vite: { name: "Vite", package: "vite", how: "dev server; build, in Chromium", pool: THREADS },
  webpack: {
    name: "webpack",
    package: "webpack",
    how: "build for the web, in Chromium; build for Node",
    pool: THREADS,
  },
  parcel: { name: "Parcel", package: "parcel", how: "build, in Chromium; needs its `packageExports`", pool: THREADS },
  rollup: { name: "Rollup", package: "rollup", how: "build, in Chromium", pool: THREADS },
  esbuild: {
    name: "esbuild",
    package: "esbuild",
    how: "build for the web, in Chromium; build for Node",
    pool: THREADS,
  },
  next: {
    name: "Next.js",
    package: "next",
    how: "app router: server component, route handler, client component",
    pool: THREADS,
  },
  nextEdge: {
    name: "Next.js, Edge runtime",
    project: "next",
    package: "next",
    how: "`middleware.js`, built by Turbopack and by webpack; route handler, by Turbopack",
    pool: "on the spot",
  },
  sveltekit: {
    name: "SvelteKit",
    package: "@sveltejs/kit",
    how: "page on the server and in Chromium, endpoint; adapter-node",
    pool: THREADS,
  },
  nuxt: { name: "Nuxt", package: "nuxt", how: "page on the server and in Chromium, server route", pool: THREADS },
  vitest: {
    name: "Vitest",
    package: "vitest",
    how: "`import`; in `jsdom` and `happy-dom`, too, with the condition `browser` or without",
    pool: "threads; none with `browser`",
  },
  jest: {
    name: "Jest",
    package: "jest",
    how: "`require`; `import` with `--experimental-vm-modules`; both in `jsdom`, too",
    pool: "threads; none with `import` in `jsdom`",
  },
};

/** The version of a row that its lock file has, such as `22.23.3`. */
export function lockedVersion(id) {
  const { project = id, package: name } = runtimes[id];
  if (!name) return `${OLDEST_CHROMIUM} or newer`;
  const file =
    project === ".." ? inRoot("package-lock.json") : inRoot("tests/npm/projects", project, "package-lock.json");
  return JSON.parse(readFileSync(file, "utf8")).packages[`node_modules/${name}`].version;
}

/** The table, as Markdown. */
export const runtimesTable = () =>
  [
    "| | version | how | `keyward/pool` |",
    "| --- | --- | --- | --- |",
    ...Object.entries(runtimes).map(
      ([id, { name, how, pool }]) => `| ${name} | ${lockedVersion(id)} | ${how} | ${pool} |`,
    ),
  ].join("\n");
