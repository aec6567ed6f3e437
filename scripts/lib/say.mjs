// What the set-up tells the person who waits for it.
import { Failure, stopAll } from "./run.mjs";

const bold = (text) => (process.stderr.isTTY ? `\x1b[1m${text}\x1b[0m` : text);

/** One line about what is going on. On standard error, so that a command's own output stays clean. */
export const say = (text) => process.stderr.write(`${bold("keyward")} ${text}\n`);

/** Announces a step that takes a while, says now and then that it is still at it, and at the end how long it took. */
export async function step(text, usual, work) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  say(`${text}${usual ? ` (usually ${usual})` : ""} …`);
  const patience = setInterval(() => say(`… still ${text} (${seconds()} s)`), 30_000);
  try {
    const result = await work();
    say(`${text}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(patience);
  }
}

/** A text that somebody else wrote, for a terminal: a control character could move the cursor, or more. */
export const visible = (text) => text.replace(/\p{Cc}/gu, "\ufffd");

/** JSON for a terminal or a program, with those escaped that JSON takes as they are. */
export const visibleJson = (value) =>
  JSON.stringify(value).replace(/\p{Cc}/gu, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

/** A Failure is one sentence, and so is what `parseArgs` throws; anything else keeps its stack. */
export const explain = (error) =>
  error instanceof Failure || String(error?.code).startsWith("ERR_PARSE_ARGS_")
    ? error.message
    : (error?.stack ?? String(error));

/** Runs a script's main function; when that fails, nothing that it has started goes on. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    say(explain(error));
    process.exitCode ||= 1;
    await stopAll();
  }
}
