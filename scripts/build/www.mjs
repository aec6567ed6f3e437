// www/: what the static pages need beside the files that are written by hand. None of it is committed.
//   www/pkg/        the npm package's browser build, for the page
//   www/docs/       Swagger UI, from npm's swagger-ui-dist, for /docs
//   www/files.json  the files beside index.html that the service worker keeps for offline use
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { files, fingerprint, onlyOnce, unlessFresh } from "../lib/fresh.mjs";
import { inRoot } from "../lib/paths.mjs";
import { say, step } from "../lib/say.mjs";
import { ensureNodeModules } from "../setup/node.mjs";
import { assembleForBrowsers, packagePrint } from "./npm.mjs";
import { shipped } from "./wasm.mjs";

const SWAGGER = ["swagger-ui.css", "swagger-ui-bundle.js"];
const SWAGGER_SOURCE = "node_modules/swagger-ui-dist";
const PACKAGE = "www/pkg";
const COPIED = [PACKAGE, "www/files.json", ...SWAGGER.map((name) => `www/docs/${name}`)];

/**
 * Puts the static pages together where something changed since the last time. `meanwhile`: they are served already, without
 * the package, which the page says, and get it as soon as nothing more urgent needs the machine.
 */
export const buildWww = onlyOnce(async ({ meanwhile = false } = {}) => {
  await ensureNodeModules();
  // In this clone: several may share what cargo makes.
  const stamp = inRoot("build/.www.inputs");
  if (!COPIED.every((path) => existsSync(inRoot(path)))) rmSync(stamp, { force: true });
  const inputs = ["scripts/build/www.mjs", `${SWAGGER_SOURCE}/package.json`, ...byHand()];
  const built = await unlessFresh(stamp, fingerprint(inputs, packagePrint()), async () => {
    for (const name of SWAGGER) cpSync(inRoot(SWAGGER_SOURCE, name), inRoot("www/docs", name));
    if (meanwhile) rmSync(inRoot(PACKAGE), { recursive: true, force: true });
    await step("compiling the package for the page", "2 minutes", () => copyPackage(meanwhile));
    writeFileSync(inRoot("www/files.json"), `${JSON.stringify(pages())}\n`);
  });
  if (built) say("the static pages are in www/");
});

/** The package's entry point for browsers, and what that imports. */
async function copyPackage(idle) {
  const whole = join(shipped, "page");
  await assembleForBrowsers(whole, idle);
  const { build } = await import("esbuild");
  const { metafile } = await build({
    entryPoints: ["./web.js"],
    absWorkingDir: whole,
    bundle: true,
    format: "esm",
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  rmSync(inRoot(PACKAGE), { recursive: true, force: true });
  // A page that waits for the package looks for the entry point: that is the last to come.
  const entryLast = Object.keys(metafile.inputs).sort(
    (one, other) => Number(one === "web.js") - Number(other === "web.js"),
  );
  for (const name of entryLast) cpSync(join(whole, name), inRoot(PACKAGE, name));
}

/** The files that are written by hand, named from the project's root. */
const byHand = () =>
  files("www").filter((name) => !COPIED.some((copied) => name === copied || name.startsWith(`${copied}/`)));

/** What the pages may load, as paths from www/. Swagger UI is left out: /docs needs the server anyway. */
const pages = () =>
  files("www")
    .map((name) => name.slice("www/".length))
    .filter((name) => !/^(\.|_|docs\/|index\.html$|files\.json$|sw\.js$)/.test(name));
