// The parts of a PHC string: $argon2id$v=19$m=19456,t=2,p=1[,keyid=…]$<salt>$<tag>
import { memory } from "../format.js";

/**
 * The parts in order, each `{ text, term, meaning }`; the signs between them are parts without a term. The texts
 * together are the string. The terms are those of RFC 9106 section 3.1 and of the PHC string format.
 */
export function phcParts(encoded) {
  const [, algorithm, version, parameters, salt, tag] = encoded.split("$");
  const [m, t, p, keyid] = parameters.split(",");
  const number = (pair) => Number(pair.slice(2));
  const sign = (text) => ({ text });
  return [
    sign("$"),
    { text: algorithm, term: "Algorithm", meaning: "Argon2id, RFC 9106" },
    sign("$"),
    { text: version, term: "Version", meaning: "0x13, the current one" },
    sign("$"),
    { text: m, term: "Memory", meaning: `${memory(number(m))}, in KiB` },
    sign(","),
    { text: t, term: "Iterations", meaning: `gone over the memory ${times(number(t))}` },
    sign(","),
    {
      text: p,
      term: "Lanes",
      meaning: number(p) === 1 ? "one part, so one thread" : `${number(p)} parts that threads could share`,
    },
    ...(keyid
      ? [
          sign(","),
          { text: keyid, term: "Key id", meaning: "names the secret by a fingerprint, and gives nothing of it away" },
        ]
      : []),
    sign("$"),
    { text: salt, term: "Salt", meaning: `${bytes(salt)} random bytes, new for every hash` },
    sign("$"),
    { text: tag, term: "Tag", meaning: `${bytes(tag)} bytes that only the password gives again` },
  ];
}

const times = (count) => (count === 1 ? "once" : count === 2 ? "twice" : `${count} times`);
/** The bytes that unpadded base64 stands for. */
const bytes = (base64) => Math.floor((base64.length * 3) / 4);
