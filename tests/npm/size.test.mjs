// How much there is to load, and that the documents say it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eachPart } from "../../scripts/lib/docs.mjs";
import { IMPORTS, difference, measure, sizeTable } from "../../scripts/size.mjs";

/** As a fraction. The same tools build the same wasm on every machine, another release of rustc builds another one. */
const TOLERANCE = 0.03;

eachPart("sizes", (written, path) => {
  test(`${path} says what is loaded, by what is imported (else: npm run size -- --write)`, async (context) => {
    const table = await sizeTable();
    context.diagnostic(table.split("\n").slice(2).join("\n"));
    const apart = difference(written, table);
    assert.ok(
      apart <= TOLERANCE,
      `the figures are ${(100 * apart).toFixed(1)} % apart, ${100 * TOLERANCE} % are allowed`,
    );
  });
});

test("keyward/password is at most 24.5 KiB after gzip in a browser's bundle, and 26 in a Worker", async () => {
  const { bundle, worker } = await measure(IMPORTS.find(({ from }) => from === "keyward/password"));
  assert.ok(bundle.gzip <= 24.5 * 1024, `${bundle.gzip} bytes in a bundle`);
  assert.ok(worker.gzip <= 26 * 1024, `${worker.gzip} bytes in a Worker`);
});

test("a table is told from one with other figures, and from none", () => {
  assert.equal(difference("| 1.0 / 2.0 |", "| 1.0 / 2.0 |"), 0);
  assert.ok(difference("| 1.0 / 2.1 |", "| 1.0 / 2.0 |") > TOLERANCE);
  assert.equal(difference("", "| 1.0 |"), Infinity);
});
