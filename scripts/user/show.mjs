// `npm run user -- show NAME` and `list`: what is known of users. No hash is shown, only what kind it is.
import { parametersOf } from "../../pkg-template/cli/output.js";
import { buildWww } from "../build/www.mjs";
import { inRoot } from "../lib/paths.mjs";
import { Failure } from "../lib/run.mjs";
import { visible, visibleJson } from "../lib/say.mjs";
import { keysOf, leadingTo } from "./index.mjs";
import { hasPassword, membersOf } from "./record.mjs";

/** @type {import("./commands.mjs").Run} */
export async function show({ kv, print }, name, { json }) {
  const found = await kv.read([`user:${name}`, `hash:${name}`]);
  const record = found.get(`user:${name}`);
  if (record === null) throw new Failure(`there is no user ${name} in the ${kv.title}`);
  if (typeof record !== "string") throw record ?? new Failure("the record cannot be read");
  const { hashed_password: hash, ...members } = membersOf(record);
  const keys = keysOf(record);
  const renewed = found.get(`hash:${name}`);
  const said = {
    ...members,
    password: await kind(hash),
    ...(typeof renewed === "string" && { renewed: await kind(hashIn(renewed)) }),
    // Whether the address and the id lead to the user.
    ...(keys.length > 0 && { found_by: (await leadingTo(kv, keys, name)).map((key) => key.split(":")[0]) }),
  };
  await print(json ? `${visibleJson(said)}\n` : `${lines(said)}\n`);
}

/** @param {Record<string, unknown>} said */
function lines(said) {
  const width = Math.max(...Object.keys(said).map((name) => name.length));
  const text = (/** @type {unknown} */ value) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.entries(said)
    .map(([name, value]) => visible(`${name.padEnd(width)}  ${text(value)}`))
    .join("\n");
}

/** @param {string} renewed */
function hashIn(renewed) {
  try {
    return JSON.parse(renewed).hashed_password;
  } catch {
    return undefined;
  }
}

/** What kind of hash it is, in words. @param {unknown} hash */
async function kind(hash) {
  if (!hasPassword(hash)) return "none";
  // The package as the pages have it: `npm start` has built that.
  await buildWww();
  const { identify } = await import(inRoot("www/pkg/web.js"));
  const identity = identify(hash);
  if (!identity) return "a text that is no hash";
  return `${identity.scheme} ${parametersOf(identity.parameters)}`.trim();
}

/** The users whose names begin so, one a line. @type {import("./commands.mjs").Run} */
export async function list({ kv, print }, prefix, { json, names: namesOnly }) {
  const names = (await kv.list(`user:${prefix ?? ""}`)).map(({ name }) => name.slice("user:".length));
  if (namesOnly) {
    await print(names.map((name) => `${json ? visibleJson(name) : visible(name)}\n`).join(""));
    return;
  }
  for await (const values of kv.batches(names.map((name) => `user:${name}`))) {
    const rows = [...values].map(([key, record]) => row(key.slice("user:".length), record));
    await print(rows.map((said) => (json ? `${visibleJson(said)}\n` : `${inWords(said)}\n`)).join(""));
  }
}

/** @param {string} username @param {string | null | Failure} record */
function row(username, record) {
  try {
    const { email, full_name, disabled, hashed_password: hash, scopes } = membersOf(String(record));
    const password = hasPassword(hash);
    return { username, email, full_name, disabled: disabled === true, password, scopes: scopes ?? [] };
  } catch {
    return { username, unreadable: true };
  }
}

/** @param {Record<string, any>} said */
const inWords = ({ username, email, disabled, password, unreadable }) =>
  [
    username,
    email ?? "",
    [unreadable && "cannot be read", disabled && "disabled", !unreadable && !password && "no password"]
      .filter(Boolean)
      .join(", "),
  ]
    .map(visible)
    .join("\t")
    .trimEnd();
