const keyward = require("keyward");
const pool = require("keyward/pool");
const { runAll } = require("./suite.mjs");

globalThis.results = runAll(keyward, pool);
