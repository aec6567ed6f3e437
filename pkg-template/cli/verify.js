// `keyward verify`
import { needsRehash, verify } from "../node.js";
import { given, memory, whole } from "./arguments.js";
import { Failure } from "./failure.js";
import { print, remark } from "./output.js";
import { password, read, withoutLineBreak } from "./secrets.js";

export const help = `usage: keyward verify HASH [options]
       keyward verify --hash-file FILE [options]

Checks a password against a stored hash of any format that keyward knows. The
password is asked for, or read from standard input up to its end, without a final
line break. Exit code 0: right; 1: wrong; 2: the hash cannot be used.

  keyward verify '$argon2id$v=19$m=19456,t=2,p=1$…' < password.txt

  --hash-file FILE     the stored hash, in place of the argument
  --allow-legacy       verify kinds of hashes that are known to be broken
  --memory-limit SIZE  what the hash may need at most (default 100MiB)
  --cost-limit N       the same for the cost of bcrypt (default 15), and for
  --rounds-limit N     rounds of PBKDF2 and the crypt family (2000000),
  --iterations-limit N, --parallelism-limit N    of Argon2 (16, 255),
  --scrypt-parallelization-limit N               of scrypt (16)
  --secret-file FILE   Argon2's secret value, often called pepper: 16 bytes
                       or more
  --json               {"valid": true, "needsRehash": false}
`;
export const instead = "the password is asked for, or read from standard input; the only argument is the stored hash.";
export const takes = 1;
export const options = {
  "hash-file": { type: "string" },
  "allow-legacy": { type: "boolean" },
  "memory-limit": { type: "string" },
  "cost-limit": { type: "string" },
  "rounds-limit": { type: "string" },
  "iterations-limit": { type: "string" },
  "parallelism-limit": { type: "string" },
  "scrypt-parallelization-limit": { type: "string" },
  "secret-file": { type: "string" },
  json: { type: "boolean" },
};

/**
 * @param {import("./arguments.js").Values} values
 * @param {string[]} positionals
 */
export async function run(values, [argument]) {
  const encoded = storedHash(values, argument);
  const settings = given({
    allowLegacy: values["allow-legacy"],
    limits: given({
      memory: memory(values, "memory-limit"),
      cost: whole(values, "cost-limit"),
      rounds: whole(values, "rounds-limit"),
      iterations: whole(values, "iterations-limit"),
      parallelism: whole(values, "parallelism-limit"),
      scryptParallelization: whole(values, "scrypt-parallelization-limit"),
    }),
    secret:
      values["secret-file"] === undefined ? undefined : withoutLineBreak(read(values["secret-file"], "--secret-file")),
  });
  // Before anybody types a password in vain.
  const renew = needsRehash(encoded);
  const bytes = await password();
  const valid = verify(bytes, encoded, settings);
  bytes.fill(0);
  print(values, { valid, ...(valid && { needsRehash: renew }) }, valid ? "right" : "wrong");
  if (valid && renew) remark(values, "The hash is weaker than a new one would be: replace it.");
  return valid ? 0 : 1;
}

/**
 * @param {import("./arguments.js").Values} values
 * @param {string} [argument]
 */
function storedHash(values, argument) {
  const file = values["hash-file"];
  if ((file === undefined) === (argument === undefined))
    throw new Failure("the stored hash is needed once: as the argument, or with --hash-file FILE.");
  return argument ?? read(file, "--hash-file").toString("utf8").trim();
}
