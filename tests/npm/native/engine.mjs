// node-crypto.js of the package for a test of the crate (src/token/algorithm/native/process.rs): a line of standard input is a
// question, a line of standard output its answer.
import { createInterface } from "node:readline";
import { nativeKey, nativeRaw, nativeSign, nativeVerify } from "../../../pkg-template/internal/node-crypto.js";

const keys = [];
const bytes = (word) => new Uint8Array(Buffer.from(word.slice(1), "hex"));
const hex = (found) => found && `.${Buffer.from(found).toString("hex")}`;

const OPERATIONS = {
  key(algorithm, signs, type, isPrivate, der) {
    const key = nativeKey(algorithm, signs === "true", type, isPrivate === "true", bytes(der));
    return key && String(keys.push(key) - 1);
  },
  sign: (key, message) => hex(nativeSign(keys[key], bytes(message))),
  verify: (key, message, signature) => nativeVerify(keys[key], bytes(message), bytes(signature)),
  raw: (key, block) => hex(nativeRaw(keys[key], bytes(block))),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [operation, ...words] = line.split(" ");
  process.stdout.write(`${OPERATIONS[operation](...words) ?? "-"}\n`);
}
