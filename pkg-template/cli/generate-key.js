// `keyward generate-key`
import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import { Key } from "../node.js";
import { Failure } from "./failure.js";
import { print } from "./output.js";

export const help = `usage: keyward generate-key [ALGORITHM] [options]

Makes a key and prints it as a JWK, with its secret or private part.

  keyward generate-key EdDSA --out key.json --public public.json
  keyward generate-key --text > secret.txt

  ALGORITHM        HS256 (default), HS384, HS512, ES256, ES384, ES512, EdDSA
  --key-id TEXT    the key's kid (default: for a pair of keys, its thumbprint)
  --text           the secret as a line of text, as SECRET_KEY wants it
  --out FILE       into a new file that only you can read, in place of printing it
  --public FILE    the public half into a new file
`;
export const instead = "the only argument is the name of an algorithm.";
export const takes = 1;
export const options = {
  "key-id": { type: "string" },
  text: { type: "boolean" },
  out: { type: "string" },
  public: { type: "string" },
};

/**
 * @param {import("./arguments.js").Values} values
 * @param {string[]} positionals
 */
export async function run(values, [algorithm = "HS256"]) {
  const key = Key.generate(/** @type {Parameters<typeof Key.generate>[0]} */ (algorithm));
  if (values.text && key.kind !== "secret") throw new Failure("--text is for secrets: HS256, HS384, HS512.");
  if (values.public && key.kind === "secret") throw new Failure("a secret has no public half.");
  const kid = values["key-id"] ?? (key.kind === "secret" ? undefined : key.thumbprint());
  const jwk = named(key.toJwk(), kid);
  // The base64url text is longer than the bytes it stands for, so as a secret of its own it is long enough.
  const text = values.text ? jwk.k : JSON.stringify(jwk);
  /** @type {string[]} */
  const made = [];
  try {
    if (values.out) put(made, "--out", values.out, text, 0o600);
    if (values.public) put(made, "--public", values.public, JSON.stringify(named(key.toPublicJwk(), kid)), 0o644);
  } catch (error) {
    // Half of a key that nobody has is taken for that of another.
    for (const file of made) rmSync(file, { force: true });
    throw error;
  }
  if (!values.out) print({}, undefined, text);
  return 0;
}

/**
 * @param {import("../index.js").Jwk} jwk
 * @param {string} [kid]
 */
const named = (jwk, kid) => (kid === undefined ? jwk : { ...jwk, kid });

/**
 * Into a file that was not there: a key that is overwritten is lost. It is among those that are `made` as soon as it is there.
 *
 * @param {string[]} made
 * @param {string} option
 * @param {string} file
 * @param {string | undefined} text
 * @param {number} mode
 */
function put(made, option, file, text, mode) {
  /** @type {number | undefined} */
  let open;
  try {
    open = openSync(file, "wx", mode);
    made.push(file);
    writeFileSync(open, `${text}\n`);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Failure(
      code === "EEXIST"
        ? `${option} ${JSON.stringify(file)}: that file is there already, and a key is not overwritten.`
        : // Without the name: what is no file may be a key in its place.
          `${option}: the file cannot be written (${code}).`,
    );
  } finally {
    if (open !== undefined) closeSync(open);
  }
}
