// `npm run seed`: the tutorial's people in the local KV. A user who is there already is left as he is.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { unlessFresh } from "./lib/fresh.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, capture, must } from "./lib/run.mjs";
import { main, say } from "./lib/say.mjs";
import { wrangler, wranglerEnvironment } from "./lib/wrangler.mjs";

const person = (username, full_name, hashed_password, more) => ({
  username,
  full_name,
  email: `${username}@example.com`,
  disabled: false,
  hashed_password,
  scopes: ["me", "items"],
  claims: {},
  ...more,
});

/** Password `secret`; the hash is the one that FastAPI's security tutorial shows. */
const johndoe = person(
  "johndoe",
  "John Doe",
  "$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc",
);

/** Password `secret2`, and disabled, as in the tutorial; the hash was made with argon2-cffi and the tutorial's parameters. */
const alice = person(
  "alice",
  "Alice Wonderson",
  "$argon2id$v=19$m=65536,t=3,p=4$vouqr6+tdoatNlZ0UNda6Q$wDoUxX/PSS4pLDl4p02J/sHhOJgo/6n+A7Dtti5/PqY",
  { disabled: true, scopes: ["me"] },
);

/** Password `secret`; the bcrypt hash is johndoe's in the tutorial's older editions. */
const legacy = person("legacy", "Legacy User", "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW");

export const demoUsers = [johndoe, alice, legacy];

/** Puts `entries` (key to text or bytes) into the local KV; `persist` is wrangler's folder for local state. */
export const putLocal = (entries, persist) => put(entries, ["--local", ...(persist ? ["--persist-to", persist] : [])]);

/** Puts users into the KV; `where` is `["--local"]` or `["--remote"]`. */
export const putUsers = (users, where) =>
  put(
    Object.fromEntries(
      users.flatMap((user) => [
        [`user:${user.username}`, JSON.stringify(user)],
        [`email:${user.email}`, user.username],
      ]),
    ),
    where,
  );

async function put(entries, where) {
  const folder = mkdtempSync(join(tmpdir(), "keyward-kv-"));
  try {
    const file = join(folder, "entries.json");
    writeFileSync(file, JSON.stringify(Object.entries(entries).map(bulkEntry)), { mode: 0o600 });
    const [command, args] = wrangler("kv", "bulk", "put", "--binding", "AUTH", ...where, file);
    await must(command, args, "wrangler could not write to the KV.", {
      show: "none",
      env: { ...process.env, ...wranglerEnvironment },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As wrangler's file has it. */
const bulkEntry = ([key, value]) =>
  typeof value === "string" ? { key, value } : { key, value: Buffer.from(value).toString("base64"), base64: true };

/** The names of the local KV's keys that begin with `prefix`. */
function localKeys(prefix) {
  const [command, args] = wrangler("kv", "key", "list", "--local", "--binding", "AUTH", "--prefix", prefix);
  const listed = capture(command, args, { env: { ...process.env, ...wranglerEnvironment } });
  if (listed === null) throw new Failure("wrangler could not read the local KV in .wrangler/state.");
  return JSON.parse(listed).map(({ name }) => name);
}

// Written beside the local KV and gone with it.
const marker = inRoot(".wrangler/state/keyward-seeded");

/** For `npm start`: once for each local KV, so that a later start is quick and a user who was removed stays removed. */
export async function seedOnce() {
  const names = demoUsers.map(({ username }) => username).join("\n");
  await unlessFresh(marker, names, seed);
}

export async function seed() {
  const present = new Set(localKeys("user:"));
  const missing = demoUsers.filter(({ username }) => !present.has(`user:${username}`));
  if (missing.length === 0) return;
  await putUsers(missing, ["--local"]);
  say(`local KV: added ${missing.map(({ username }) => username).join(", ")}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(seed);
