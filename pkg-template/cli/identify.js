// `keyward identify`
import { explain, identify, needsRehash } from "../node.js";
import { parametersOf, print, remark } from "./output.js";
import { typedOrPiped } from "./secrets.js";

export const help = `usage: keyward identify [HASH] [options]

Says which format a stored hash has and with which parameters, without computing
anything. Without HASH it is read from standard input, or asked for. Exit code 1:
no format that keyward knows, and why it may be none.

  --json   {"scheme": "argon2id", "parameters": {…}, "needsRehash": false}
`;
export const instead = "the only argument is the stored hash.";
export const takes = 1;
export const options = { json: { type: "boolean" } };

/**
 * @param {import("./arguments.js").Values} values
 * @param {string[]} positionals
 */
export async function run(values, [argument]) {
  const encoded = argument ?? (await typedOrPiped("the stored hash", "Hash: ")).toString("utf8").trim();
  const identity = identify(encoded);
  if (!identity) {
    print(values, null, "unknown");
    remark(values, `keyward: ${explain(encoded)}`);
    return 1;
  }
  const text = `${identity.scheme} ${parametersOf(identity.parameters)}`.trim();
  print(values, { ...identity, needsRehash: needsRehash(encoded) }, text);
  return 0;
}
