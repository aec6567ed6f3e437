// Questions before something is lost.
import { createInterface } from "node:readline/promises";
import { Failure } from "../lib/run.mjs";

/**
 * Goes on where the answer is yes, or --yes has said so; where nobody can be asked, that is needed.
 *
 * @param {string} what what is about to happen, as a question
 * @param {{ yes?: boolean }} values
 */
export async function confirm(what, { yes }) {
  if (yes) return;
  if (!process.stdin.isTTY) throw new Failure(`${what} Say --yes where nobody can be asked; nothing was changed`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise((resolve) => lines.once("close", () => resolve("")));
  const answer = await Promise.race([lines.question(`${what} [y/N] `), closed]);
  lines.close();
  if (!/^y(es)?$/i.test(String(answer).trim())) throw new Failure("nothing was changed");
}
