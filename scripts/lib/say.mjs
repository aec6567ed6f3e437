// What the set-up tells the person who waits for it.
import { Failure } from "./run.mjs";

const bold = (text) => (process.stderr.isTTY ? `\x1b[1m${text}\x1b[0m` : text);

/** One line about what is going on. On standard error, so that a command's own output stays clean. */
export const say = (text) => process.stderr.write(`${bold("keyward")} ${text}\n`);

/** Announces a step that takes a while, and says how long it took. */
export async function step(text, usual, work) {
  say(`${text}${usual ? ` (usually ${usual})` : ""} …`);
  const began = Date.now();
  const result = await work();
  say(`${text}: done in ${Math.round((Date.now() - began) / 1000)} s`);
  return result;
}

/** Runs a script's main function; a Failure is one sentence, anything else keeps its stack. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    say(error instanceof Failure ? error.message : (error?.stack ?? String(error)));
    process.exitCode = 1;
  }
}
