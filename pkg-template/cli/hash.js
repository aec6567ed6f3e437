// `keyward hash`
import { hash } from "../node.js";
import { given, memory, whole } from "./arguments.js";
import { Failure } from "./failure.js";
import { print } from "./output.js";
import { password, read, withoutLineBreak } from "./secrets.js";

export const help = `usage: keyward hash [options]

Hashes a password with Argon2id and prints the PHC string to store. The password
is asked for, or read from standard input up to its end, without a final line
break:

  keyward hash
  keyward hash --memory 64MiB --iterations 3 < password.txt

  --memory SIZE        KiB, or with a unit such as 64MiB (default 19456)
  --iterations N       passes over the memory (default 2)
  --parallelism N      lanes (default 1)
  --tag-length N       bytes of the tag (default 32)
  --secret-file FILE   Argon2's secret value, often called pepper: 16 bytes
                       or more
  --json               {"hash": "$argon2id$…"}
`;
export const instead = "the password is asked for, or read from standard input.";
export const options = {
  memory: { type: "string" },
  iterations: { type: "string" },
  parallelism: { type: "string" },
  "tag-length": { type: "string" },
  "secret-file": { type: "string" },
  json: { type: "boolean" },
};

/** @param {import("./arguments.js").Values} values */
export async function run(values) {
  const settings = given({
    memory: memory(values, "memory"),
    iterations: whole(values, "iterations"),
    parallelism: whole(values, "parallelism"),
    tagLength: whole(values, "tag-length"),
    secret:
      values["secret-file"] === undefined ? undefined : withoutLineBreak(read(values["secret-file"], "--secret-file")),
  });
  const bytes = await password({ again: true });
  if (bytes.length === 0) throw new Failure("the password is empty.");
  const encoded = hash(bytes, settings);
  bytes.fill(0);
  print(values, { hash: encoded }, encoded);
  return 0;
}
