// The parts of a PHC string: $argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>
import { memory } from "../format.js";

/** The parts in order, each `{ text, name, meaning }`; the texts together are the string. */
export function phcParts(encoded) {
  const [, algorithm, version, parameters, salt, tag] = encoded.split("$");
  const { m, t, p } = Object.fromEntries(parameters.split(",").map((pair) => pair.split("=")));
  return [
    { text: `$${algorithm}`, name: algorithm, meaning: "the algorithm: Argon2id, RFC 9106" },
    { text: `$${version}`, name: version, meaning: "its version, 0x13" },
    { text: `$${parameters}`, name: parameters, meaning: `${memory(Number(m))} of memory, gone over ${times(t)}, in ${lanes(p)}` },
    { text: `$${salt}`, name: "salt", meaning: `${bytes(salt)} random bytes, new for every hash` },
    { text: `$${tag}`, name: "tag", meaning: `${bytes(tag)} bytes that only the password gives again` },
  ];
}

const times = (t) => (t === "1" ? "once" : t === "2" ? "twice" : `${t} times`);
const lanes = (p) => (p === "1" ? "1 lane" : `${p} lanes`);
/** The bytes that unpadded base64 stands for. */
const bytes = (base64) => Math.floor((base64.length * 3) / 4);
