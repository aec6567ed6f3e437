// `require` where it cannot load ES modules: Node before 20.19, and Jest, its jsdom too. (slim.cjs is slim.js as CommonJS.)
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { useNative } = require("./internal/native.cjs");
const nodeCrypto = require("./internal/node-crypto.cjs");
const slim = require("./slim.cjs");

useNative(nodeCrypto);
slim.init(readFileSync(join(__dirname, "keyward.wasm")));

const { init, ...keyward } = slim;
module.exports = keyward;
