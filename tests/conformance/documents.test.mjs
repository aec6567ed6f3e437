// The documents' table of departures is the list that the exchanges assert.
import assert from "node:assert/strict";
import { test } from "node:test";
import { departuresTable } from "../../scripts/docs.mjs";
import { eachPart } from "../../scripts/lib/docs.mjs";

eachPart("departures", (written, path) => {
  test(`${path} lists every departure from FastAPI (else: npm run docs)`, () => {
    assert.equal(written, departuresTable());
  });
});
