// `keyward peek`
import { KeywardError, peek } from "../node.js";
import { print, remark } from "./output.js";
import { token } from "./secrets.js";

export const help = `usage: keyward peek [options] < token.txt

Prints what a token says, without verifying anything: anybody can write such a
token. It is read from standard input, or asked for. Exit code 1: not a token.

  --token-file FILE    the token, in place of standard input
  --json               {"header": {…}, "claims": {…}}
`;
export const instead = "the token is read from standard input or a file (--token-file).";
export const options = { "token-file": { type: "string" }, json: { type: "boolean" } };

/** @param {import("./arguments.js").Values} values */
export async function run(values) {
  try {
    const seen = peek(await token(values["token-file"]));
    print(values, seen, JSON.stringify(seen, null, 2));
    remark(values, "Not verified.");
    return 0;
  } catch (error) {
    if (!(error instanceof KeywardError)) throw error;
    process.stderr.write(`keyward: ${error.message} (${error.code})\n`);
    return 1;
  }
}
