// `npm run seed`: the tutorial's people in the local KV. A user who is there already is left as he is.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { unlessFresh } from "./lib/fresh.mjs";
import { inRoot } from "./lib/paths.mjs";
import { main, say } from "./lib/say.mjs";
import { openKv } from "./user/kv.mjs";

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

/** What the KV has of users: the records, and the keys of their addresses. */
export const entriesOf = (users) =>
  users.flatMap((user) => [
    { key: `user:${user.username}`, value: JSON.stringify(user) },
    { key: `email:${user.email}`, value: user.username },
  ]);

// Written beside the local KV and gone with it.
const marker = inRoot(".wrangler/state/keyward-seeded");

/** For `npm start`: once for each local KV, so that a later start is quick and a user who was removed stays removed. */
export async function seedOnce() {
  // One with an id in wrangler.toml is another one.
  const [, id] = /^\[\[kv_namespaces\]\][^[]*^id *= *"(.*)"/m.exec(readFileSync(inRoot("wrangler.toml"), "utf8")) ?? [];
  const print = [...demoUsers.map(({ username }) => username), ...(id ? [id] : [])].join("\n");
  await unlessFresh(marker, print, seed);
}

async function seed() {
  const kv = openKv({});
  const present = new Set((await kv.list("user:")).map(({ name }) => name));
  const missing = demoUsers.filter(({ username }) => !present.has(`user:${username}`));
  if (missing.length === 0) return;
  await kv.put(entriesOf(missing));
  say(`local KV: added ${missing.map(({ username }) => username).join(", ")}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(seed);
