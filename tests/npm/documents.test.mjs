// The table of runtimes is that of the tests and of their lock files, wherever it stands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eachPart } from "../../scripts/lib/docs.mjs";
import { frameworksTable } from "./guarded-frameworks.mjs";
import { runtimesTable } from "./runtimes.mjs";

eachPart("runtimes", (written, path) => {
  test(`${path} lists where the package was run, in which version (else: npm run docs)`, () => {
    assert.equal(written, runtimesTable());
  });
});

eachPart("frameworks", (written, path) => {
  test(`${path} lists where its programs were run, in which version (else: npm run docs)`, () => {
    assert.equal(written, frameworksTable());
  });
});
