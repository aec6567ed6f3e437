// `keyward issue`
import { issue } from "../node.js";
import { given, number } from "./arguments.js";
import { isExact } from "./exact.js";
import { Failure } from "./failure.js";
import { print } from "./output.js";
import { key } from "./secrets.js";

export const help = `usage: keyward issue --key FILE [options]

Signs a token and prints it.

  keyward issue --key key.pem --subject johndoe --expires-in 30m
  keyward issue --key secret.txt --claims '{"sub":"johndoe","admin":true}'

  --key FILE           PEM, DER, JWK, base64 of a PEM or a JWK, or the bytes of
                       a secret; - is standard input. Without it the variable
                       KEYWARD_KEY, or what is typed
  --algorithm ALG      default: that of the key, HS256 for a secret
  --claims JSON        an object
  --subject, --issuer, --jwt-id TEXT
  --audience TEXT      more than once for a list
  --expires-in, --not-before TIME
                       from now: seconds, or 90s, 30m, 12h, 7d, 2w
  --issued-at          adds the time
  --key-id, --type TEXT
                       the header's kid and typ
  --json               {"token": "…"}
`;
export const instead = "keys come from a file (--key FILE), from the variable KEYWARD_KEY, or are typed.";
const text = { type: "string" };
export const options = {
  key: text,
  algorithm: text,
  claims: text,
  subject: text,
  issuer: text,
  "jwt-id": text,
  audience: { type: "string", multiple: true },
  "expires-in": text,
  "not-before": text,
  "issued-at": { type: "boolean" },
  "key-id": text,
  type: text,
  json: { type: "boolean" },
};

/** @param {import("./arguments.js").Values} values */
export async function run(values) {
  const settings = given({
    algorithm: values.algorithm,
    subject: values.subject,
    issuer: values.issuer,
    jwtId: values["jwt-id"],
    audience: values.audience?.length === 1 ? values.audience[0] : values.audience,
    expiresIn: number(values["expires-in"]),
    notBefore: number(values["not-before"]),
    issuedAt: values["issued-at"],
    keyId: values["key-id"],
    type: values.type,
  });
  const token = issue(claims(values.claims), await key(values.key), settings);
  print(values, { token }, token);
  return 0;
}

function claims(json = "{}") {
  const read = parsed(json);
  if (!isExact(read))
    throw new Failure("--claims has a number with more digits than are kept here: write it as a text, in quotes.");
  return read;
}

/** @param {string} json */
function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    throw new Failure("--claims is a JSON object.");
  }
}
