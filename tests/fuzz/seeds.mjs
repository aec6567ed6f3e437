// What the fuzz targets begin with: the vectors of the tests, and requests that are good.
import { readFileSync, readdirSync } from "node:fs";
import { inRoot } from "../../scripts/lib/paths.mjs";

const vectors = (path) => JSON.parse(readFileSync(inRoot("tests/vectors", path), "utf8"));
const tokens = () => ["tokens/rfc7515.json", "tokens/rfc7520.json"].flatMap(vectors);
const pems = () =>
  readdirSync(inRoot("tests/vectors/keys"))
    .filter((name) => name.endsWith(".pem"))
    .map((name) => readFileSync(inRoot("tests/vectors/keys", name), "utf8"));
const der = (pem) =>
  Buffer.from(
    pem
      .split("\n")
      .filter((line) => line && !line.includes("-"))
      .join(""),
    "base64",
  );

const FORM = "username=cheap&password=x&grant_type=password&scope=me%20items";
const MULTIPART = [
  "--x",
  'Content-Disposition: form-data; name="username"',
  "",
  "cheap",
  "--x",
  'Content-Disposition: form-data; name="password"; filename="p"',
  "",
  "x",
  "--x--",
  "",
].join("\r\n");
const HEADER = '{"alg":"HS256","typ":"JWT"}';

const SEEDS = {
  password: () => [
    ...vectors("passwords.json").map(({ encoded }) => encoded),
    // What is named as an accident.
    "b'$2b$12$x'",
    "\\x243262",
    '{"type":"Buffer","data":[36]}',
    "root:$6$x:1:::",
    "=19=65536,t=3,p=4",
    "{SCRAM-SHA-256}4096,x",
  ],
  token: () => tokens().map(({ token }) => token),
  signed: () => [
    `${HEADER}\n{"sub":"johndoe","exp":1800000600,"iat":1800000000,"nbf":1799999999,"jti":"a","iss":"issuer","aud":"audience"}`,
    `${HEADER}\n{"iss":"joe","aud":["a","b"],"exp":1.8e9,"http://example.com/is_root":true}`,
    '{"alg":"HS256","crit":["b64"],"b64":false,"kid":"1"}\n{}',
  ],
  pem: () => [
    ...pems(),
    ...pems().flatMap((pem) => [0, 1, 2, 3, 4].map((label) => Buffer.concat([Buffer.from([label]), der(pem)]))),
  ],
  key: () =>
    pems().flatMap((pem) => [
      pem,
      JSON.stringify(pem),
      pem.replaceAll("\n", "\\n"),
      der(pem),
      Buffer.from(pem).toString("base64"),
      der(pem).toString("base64url"),
      der(pem).toString("hex"),
      JSON.stringify({ kid: pem }),
    ]),
  jwk: () =>
    tokens().flatMap(({ key }) => [
      JSON.stringify(key),
      JSON.stringify({ keys: [{ ...key, use: "sig", key_ops: ["verify"] }] }),
    ]),
  form: () => [
    `application/x-www-form-urlencoded\n${FORM}`,
    `multipart/form-data; boundary=x\n${MULTIPART}`,
    `multipart/form-data; boundary="x"; charset=utf-8\n${MULTIPART}`,
  ],
  request: () => [
    `POST /token\ncontent-type: application/x-www-form-urlencoded\norigin: https://app.example\n\n${FORM}`,
    "GET /users/me/\nauthorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA\n\n",
    "OPTIONS /token\norigin: https://app.example\naccess-control-request-method: POST\naccess-control-request-headers: authorization\n\n",
    ...["/users/me/items", "/protected", "/status/", "/docs", "/openapi.json", "/.well-known/jwks.json", "/"].map(
      (path) => `GET ${path}\n\n`,
    ),
  ],
  user: () => [
    '{"username":"johndoe","email":"johndoe@example.com","full_name":"John Doe","disabled":false,"hashed_password":"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA","scopes":["me","items"],"claims":{"user_id":1}}',
    '{"username":"u","hashed_password":"h","more":[1,{"a":null}]}',
  ],
  config: () => [
    [
      "HS256",
      "0123456789abcdef0123456789abcdef",
      "",
      "30",
      "username:",
      "true",
      "https://app.example,http://localhost:3000",
    ].join("\0"),
    ["", "", JSON.stringify({ keys: tokens().map(({ key }) => key) }), "", "", "", "*"].join("\0"),
    ...pems().map((pem) => ["ES256", pem].join("\0")),
  ],
};

/** The targets of tests/fuzz/fuzz_targets. */
export const targets = Object.keys(SEEDS);

/** Texts or bytes that are good, or nearly. */
export const seeds = (target) => SEEDS[target]();
