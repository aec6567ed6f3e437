// `require` where it cannot load ES modules: Node before 20.19, and Jest, its jsdom too. (node-pool.cjs is node-pool.js, bundled.)
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { KeywardError } = require("../internal/error.cjs");
const { nodePool } = require("./node-pool.cjs");

module.exports = { ...nodePool(() => readFileSync(join(__dirname, "../schemes/keyward.wasm"))), KeywardError };
