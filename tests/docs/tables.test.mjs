// The tables that `npm run docs` makes of sources are as the sources are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatsTable } from "../../scripts/docs.mjs";
import { eachPart } from "../../scripts/lib/docs.mjs";

eachPart("formats", (written, path) => {
  test(`${path} lists the formats of stored hashes that the crate reads (else: npm run docs)`, () => {
    assert.match(written, /\$argon2id\$/);
    assert.equal(written, formatsTable());
  });
});
