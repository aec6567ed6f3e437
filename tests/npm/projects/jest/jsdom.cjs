// jsdom, with what the suite itself asks of a place: to detach a buffer, and WebCrypto. The package needs neither.
const { TestEnvironment } = require("jest-environment-jsdom");

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.structuredClone = structuredClone;
    Object.defineProperty(this.global.crypto, "subtle", { value: crypto.subtle });
  }
};
