// Where the programs of docs/protect-an-api.md are run: the rows of the table at its end. `package` is what the lock file of `project`
// (a folder of projects/) has the version of.
import { readFileSync } from "node:fs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { lockedVersion } from "./runtimes.mjs";

const guarded = (name, how) => ({ name, how, project: "guard", package: name.toLowerCase() });
const BOTH = "HS256 with a shared secret; EdDSA and RS256 by JWK Set";

const frameworks = [
  { ...guarded("Hono", "`@hono/node-server` on Node; a Worker, in workerd"), tokens: BOTH },
  { ...guarded("Express", "Node"), tokens: BOTH },
  { ...guarded("Fastify", "Node"), tokens: BOTH },
  { name: "Node's `http`", id: "node22", how: "without a framework", tokens: BOTH },
  { name: "Cloudflare Workers", id: "workers", how: "wrangler, workerd", tokens: BOTH },
  { name: "Next.js", id: "next", how: "route handler; `proxy.js`; `middleware.js` of the Edge runtime", tokens: BOTH },
  { name: "SvelteKit", id: "sveltekit", how: "endpoint; adapter-node", tokens: BOTH },
];

/**
 * The version that a row's lock file has.
 *
 * @param {{ id?: string, project?: string, package?: string }} row
 */
function version({ id, project = "", package: name }) {
  if (id) return lockedVersion(id);
  const lock = JSON.parse(readFileSync(inRoot("tests/npm/projects", project, "package-lock.json"), "utf8"));
  return lock.packages[`node_modules/${name}`].version;
}

/** The version that tests/conformance has of FastAPI. */
const fastapi = () =>
  /^fastapi==(\S+)$/m.exec(readFileSync(inRoot("tests/conformance/requirements.txt"), "utf8"))?.[1] ?? "";

/** The table, as Markdown. */
export const frameworksTable = () =>
  [
    "| | version | how | tokens of keyward, jose and PyJWT |",
    "| --- | --- | --- | --- |",
    ...frameworks.map((row) => `| ${row.name} | ${version(row)} | ${row.how} | ${row.tokens} |`),
    `| FastAPI | ${fastapi()} | PyJWT's \`PyJWKClient\` | EdDSA by JWK Set, of keyward |`,
  ].join("\n");
