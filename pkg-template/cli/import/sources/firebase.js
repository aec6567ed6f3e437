// Firebase: `firebase auth:export users.json` or `users.csv` (firebase-tools 14, src/accountExporter.ts: the columns have no
// names there). The hashes are half of what they need: the other half, of the whole project, is the hash_config of the console.
import { flag, hashText, seconds, text } from "../values.js";
import { Unreadable, Unusable } from "../unreadable.js";

const COLUMNS = 28;
const NAMES = { 0: "localId", 1: "email", 2: "emailVerified", 3: "passwordHash", 4: "salt", 5: "displayName" };
/** @type {Record<number, string>} */
const NAMED = { ...NAMES, 23: "createdAt", 25: "phoneNumber", 26: "disabled", 27: "customAttributes" };

/** @type {import("../sources.js").Source} */
export const firebase = {
  name: "firebase",
  title: "Firebase",
  headless: {
    // By the line and not by its fields: those of a name with a comma and a quote in it can't be told apart.
    tells: (line) =>
      line.split(",").length >= COLUMNS - 1 &&
      /^[^,"]+,[^,"]*,(true|false),.*,\d{12,14},[^"]*,(true|false)?,/.test(line),
    advice:
      "Firebase writes a comma into quotes and leaves the quotes and line breaks of a name as they are, so that nobody can tell " +
      "where it ends. Take the JSON export, which has no such limit: firebase auth:export users.json --format=json",
    columns: Array.from({ length: COLUMNS + 1 }, (_, index) => NAMED[index] ?? `column ${index + 1}`),
  },
  item: { in: ["users"], tells: (item) => typeof item.localId === "string" },
  read: (row, options) => user(row, options),
  readItem: (item, options) => user(item, options),
};

/**
 * @param {Record<string, any>} row
 * @param {import("../sources.js").Options} options
 */
function user(row, { firebaseConfig }) {
  const hash = hashText(row.passwordHash);
  // The id of a record is a UUID, and Firebase's is none.
  return {
    email: text(row.email),
    username: text(row.email) ? null : (text(row.phoneNumber) ?? text(row.localId)),
    full_name: text(row.displayName),
    disabled: flag(row.disabled),
    is_verified: flag(row.emailVerified),
    created_at: seconds(row.createdAt),
    hash: hash ? whole(hash, hashText(row.salt) ?? "", firebaseConfig) : null,
    claims: claims(row.customAttributes),
    oldId: text(row.localId),
  };
}

/**
 * A hash with all that it takes to check it, as GoTrue (Supabase) spells it.
 *
 * @param {string} hash
 * @param {string} salt
 * @param {FirebaseConfig | undefined} config
 */
function whole(hash, salt, config) {
  if (!config)
    throw new Unreadable(
      "hashes of Firebase need the parameters of the project: in its console, Authentication, Users, the three dots above the " +
        "list, Password hash parameters. Put what stands there into a file, and name it with --firebase-config FILE",
    );
  const { memory, rounds, separator, key } = config;
  return `$fbscrypt$v=1,n=${memory},r=${rounds},p=1,ss=${separator},sk=${key}$${padded(salt)}$${padded(hash)}`;
}

/** Custom claims go into every token here as there. @param {unknown} attributes */
function claims(attributes) {
  const said = text(attributes);
  if (said === null || said === "{}") return undefined;
  try {
    return JSON.parse(said);
  } catch {
    throw new Unusable("its customAttributes are no JSON");
  }
}

/**
 * @typedef {{ memory: number, rounds: number, separator: string, key: string }} FirebaseConfig
 *
 * The parameters of a project, as the console shows them (`hash_config { algorithm: SCRYPT, … }`), or the same as JSON.
 *
 * @param {string} text
 * @returns {FirebaseConfig}
 */
export function readConfig(text) {
  /** @param {string} name */
  const member = (name) => new RegExp(`["']?${name}["']?\\s*[:=]\\s*["']?([\\w+/=-]*)["']?`).exec(text)?.[1] ?? "";
  const [memory, rounds] = [Number(member("mem_cost")), Number(member("rounds"))];
  const [separator, key] = [member("base64_salt_separator"), member("base64_signer_key")];
  const algorithm = member("algorithm");
  if (algorithm && algorithm !== "SCRYPT")
    throw new Unreadable(
      "the parameters of Firebase are of another algorithm than SCRYPT, which its exports never have",
    );
  if (!key || !(memory >= 1 && memory <= 14) || !(rounds >= 1 && rounds <= 8))
    throw new Unreadable(
      "the parameters of Firebase are hash_config { algorithm: SCRYPT, base64_signer_key: …, base64_salt_separator: …, " +
        "rounds: 1 to 8, mem_cost: 1 to 14 }, as its console shows them",
    );
  return { memory, rounds, separator: padded(separator), key: padded(key) };
}

/** In the alphabet and with the padding of RFC 4648 section 4. @param {string} base64 */
const padded = (base64) => {
  const plain = base64.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  return plain + "=".repeat((4 - (plain.length % 4)) % 4);
};
