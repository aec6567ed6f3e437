// `require` where it cannot load ES modules: Node before 20.19, and Jest, its jsdom too. (slim.cjs is slim.js as CommonJS.)
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const slim = require("./slim.cjs");

slim.init(readFileSync(join(__dirname, "keyward.wasm")));

const { init, ...keyward } = slim;
module.exports = keyward;
