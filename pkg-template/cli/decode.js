// `keyward decode`
import { KeywardError, decodeComplete } from "../node.js";
import { given, number } from "./arguments.js";
import { print } from "./output.js";
import { key, token } from "./secrets.js";

export const help = `usage: keyward decode --key FILE [options] < token.txt

Verifies a token and prints its claims as JSON. The token is read from standard
input, or asked for. Exit code 0: good; 1: not good; 2: the key or an option cannot
be used.

  --key FILE           PEM, DER, a certificate, JWK, JWK Set, any of these as
                       base64, or the bytes of a secret; - is standard input.
                       Without it the variable KEYWARD_KEY, or what is typed
  --token-file FILE    the token, in place of standard input
  --algorithm ALG      what is allowed, more than once for several (default: those
                       of the key, HS256 for a secret)
  --issuer, --audience TEXT
                       what is expected, more than once where one of several is
  --subject, --type TEXT
  --leeway SECONDS     by how much clocks may differ (default 0)
  --max-age TIME       since iat: seconds, or 90s, 30m, 12h, 7d, 2w
  --require CLAIM      a claim that must be there, more than once for several
  --claim-types lenient
                       iss, sub and jti may be numbers
  --allow-padding      the token's parts may end in =, as AWS's load balancers write
  --json               {"valid": true, "header": {…}, "claims": {…}}, or
                       {"valid": false, "code": "ERR_TOKEN_…", "message": "…"}
`;
export const instead =
  "the token is read from standard input or a file (--token-file), the key from a file (--key) or the variable KEYWARD_KEY.";
const text = { type: "string" };
const texts = { type: "string", multiple: true };
export const options = {
  key: text,
  "token-file": text,
  algorithm: texts,
  issuer: texts,
  audience: texts,
  subject: text,
  type: text,
  leeway: text,
  "max-age": text,
  require: texts,
  "claim-types": text,
  "allow-padding": { type: "boolean" },
  json: { type: "boolean" },
};

/** @param {import("./arguments.js").Values} values */
export async function run(values) {
  const settings = given({
    algorithms: values.algorithm,
    issuer: values.issuer,
    audience: values.audience,
    subject: values.subject,
    type: values.type,
    leeway: number(values.leeway),
    maxAge: number(values["max-age"]),
    requiredClaims: values.require,
    claimTypes: values["claim-types"],
    allowPadding: values["allow-padding"],
  });
  const secret = await key(values.key);
  tryOut(secret, settings);
  const encoded = await token(values["token-file"]);
  try {
    const decoded = decodeComplete(encoded, secret, settings);
    print(values, { valid: true, ...decoded }, JSON.stringify(decoded.claims, null, 2));
    return 0;
  } catch (error) {
    if (!(error instanceof KeywardError && error.code.startsWith("ERR_TOKEN_"))) throw error;
    const { code, message, claim } = error;
    if (values.json) print(values, { valid: false, code, message, claim });
    else process.stderr.write(`keyward: ${message} (${code})\n`);
    return 1;
  }
}

/**
 * Decodes what is no token, to hear about the key and the options before there is one: an unknown algorithm has the same code as
 * a token with one that is not allowed.
 *
 * @param {Parameters<typeof decodeComplete>[1]} secret
 * @param {Parameters<typeof decodeComplete>[2]} settings
 */
function tryOut(secret, settings) {
  try {
    decodeComplete("", secret, settings);
  } catch (error) {
    if (!(error instanceof KeywardError && error.code === "ERR_TOKEN_FORMAT")) throw error;
  }
}
