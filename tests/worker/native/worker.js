// The built Worker, with the calls of the runtime's own cryptography counted: GET /calls tells them.
import keyward from "../../../build/index.js";

const crypto = process.getBuiltinModule("node:crypto");
const calls = {};
for (const name of ["sign", "verify", "privateDecrypt", "publicEncrypt"]) {
  const real = crypto[name];
  calls[name] = 0;
  crypto[name] = (...args) => {
    calls[name] += 1;
    return real(...args);
  };
}

export default {
  fetch: (request, env, context) =>
    new URL(request.url).pathname === "/calls" ? Response.json(calls) : keyward.fetch(request, env, context),
};
