// The table of runtimes in both READMEs is that of the tests and of their lock files.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { withRuntimes } from "../../scripts/readme.mjs";

for (const path of ["README.md", "pkg-template/README.md"]) {
  test(`${path} lists where the package was run, in which version (else: npm run readme)`, () => {
    const readme = readFileSync(inRoot(path), "utf8");
    assert.equal(readme, withRuntimes(readme));
  });
}
