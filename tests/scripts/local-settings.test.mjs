// What `npm start` sets on this machine alone.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { localSettings } from "../../scripts/lib/dev-vars.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { temporaryFolder } from "../support/folder.mjs";

const folder = temporaryFolder();

const settings = (text) => {
  const file = join(folder, ".dev.vars");
  writeFileSync(file, text);
  return localSettings(file);
};

test("registration is open on this machine, and closed where the Worker is deployed", () => {
  assert.deepEqual(settings("SECRET_KEY=x\n"), ["--var", "REGISTRATION:open"]);
  assert.deepEqual(localSettings(join(folder, "none")), ["--var", "REGISTRATION:open"]);
  assert.match(readFileSync(inRoot("wrangler.toml"), "utf8"), /^REGISTRATION = "closed"$/m);
});

test("what .dev.vars says about it counts", () => {
  for (const line of ["REGISTRATION=closed", 'export REGISTRATION="closed"', "REGISTRATION=open"])
    assert.deepEqual(settings(`SECRET_KEY=x\n${line}\n`), [], line);
  assert.equal(settings("# REGISTRATION=closed\n").length, 2);
});
