// Which npm installs the packages.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { npm } from "../../scripts/setup/node.mjs";

const { npm_execpath: before, npm_node_execpath: node } = process.env;
afterEach(() => {
  Object.assign(process.env, { npm_execpath: before ?? "", npm_node_execpath: node ?? "" });
});

test("the one that runs this, with its Node", () => {
  Object.assign(process.env, { npm_execpath: "/lib/npm/bin/npm-cli.js", npm_node_execpath: "/bin/node" });
  assert.deepEqual(npm("ci"), ["/bin/node", ["/lib/npm/bin/npm-cli.js", "ci"]]);
});

test("where another tool runs this, the one on PATH", () => {
  for (const other of ["/lib/yarn/bin/yarn.js", "/lib/pnpm/bin/pnpm.cjs", ""]) {
    process.env.npm_execpath = other;
    assert.deepEqual(npm("ci"), ["npm", ["ci"]], other);
  }
});
