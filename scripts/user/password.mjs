// A password of somebody else's, from the keyboard or a pipe, and its hash.
import { isUtf8 } from "node:buffer";
import { buffer } from "node:stream/consumers";
import { ask } from "../../pkg-template/cli/secrets.js";
import { buildWww } from "../build/www.mjs";
import { inRoot } from "../lib/paths.mjs";
import { Failure } from "../lib/run.mjs";
import { secret } from "./settings.mjs";

/**
 * Never from an argument: those stand in the shell's history and in the list of processes.
 *
 * @template {{ username: string }} User
 * @param {User} user
 * @param {(password: string, user: User) => string | null} [refusal] why it is none for this user, where that is known here
 */
export async function readPassword(user, refusal) {
  const typed = process.stdin.isTTY;
  const password = typed
    ? await ask(`Password for ${user.username}: `)
    : piped(await buffer(process.stdin)).replace(/\r?\n$/, "");
  if (password === "") throw new Failure("the password is empty");
  const reason = refusal?.(password, user);
  if (reason) throw new Failure(`this is no password for ${user.username}: ${reason}`);
  if (typed && (await ask("The same again: ")) !== password) throw new Failure("these were two different passwords");
  return password;
}

/** @param {Buffer} bytes */
function piped(bytes) {
  // As text it would be another password.
  if (!isUtf8(bytes)) throw new Failure("the password is not in UTF-8: write the file anew in that encoding");
  return bytes.toString("utf8");
}

/** Its hash, as the Worker with these settings makes it. */
export async function hashOf(password, remote) {
  // The package as the pages have it: `npm start` has built that.
  await buildWww();
  const { hash } = await import(inRoot("www/pkg/web.js"));
  const pepper = secret("PASSWORD_SECRET", remote);
  return hash(password, pepper ? { secret: pepper } : {});
}
