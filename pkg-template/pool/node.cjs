// `require` where it cannot load ES modules: Node before 20.19, and Jest. (node-pool.cjs is node-pool.js, bundled.)
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { KeywardError } = require("../node.cjs");
const { nodePool } = require("./node-pool.cjs");

module.exports = { ...nodePool(pathToFileURL(join(__dirname, "worker.js"))), KeywardError };
