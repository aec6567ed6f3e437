// `require` where it cannot load ES modules: Node before 20.19, and Jest, its jsdom too. (core.cjs is core.js, bundled.)
const { KeywardError } = require("../internal/error.cjs");
const keyward = require("../node.cjs");
const { jwks } = require("./core.cjs");

module.exports = { ...jwks(keyward), KeywardError };
