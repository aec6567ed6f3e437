// `npm run user -- client …`: who may ask the Worker about tokens, in its secret `CLIENTS`: on this machine in .dev.vars, for
// the one that is deployed by wrangler. Cloudflare gives no secret back, so what was sent there is kept in .clients.json.
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { devVars, setSecret } from "../lib/dev-vars.mjs";
import { inRoot } from "../lib/paths.mjs";
import { Failure } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { askWrangler } from "../lib/wrangler.mjs";

const SENT = inRoot(".clients.json");

/** What a client may do. */
const MAY = ["introspect"];

/** The same in a form and in HTTP Basic, whether it is encoded or not (RFC 6749 section 2.3.1). */
const ID = /^[A-Za-z0-9._~-]{1,64}$/;

/** @typedef {{ client_id: string, hashed_secret: string, may: string[] }} Client */

/** @type {import("./commands.mjs").Run} */
export async function addClient(where, id, values) {
  const may = [...new Set(values.may ?? [])];
  if (!ID.test(id)) throw new Failure("the id of a client has 1 to 64 letters, digits or any of . _ ~ -");
  const unknown = may.find((right) => !MAY.includes(right));
  if (unknown !== undefined) throw new Failure(`there is no --may ${unknown}; there is --may ${MAY.join(", --may ")}`);
  const list = await listOf(where);
  if (list.some(({ client_id }) => client_id === id))
    throw new Failure(`there is a client ${id} already: take it out first, or give the new one another id`);
  const secret = randomBytes(32).toString("base64url");
  // Nothing slower is needed: nobody can guess 256 random bits.
  const hashed_secret = createHash("sha256").update(secret).digest("base64url");
  await keep(where, [...list, { client_id: id, hashed_secret, may }]);
  say(`${id} is a client of the ${title(where)} and ${rights(may)}. Its secret, which is kept nowhere:`);
  process.stdout.write(`${secret}\n`);
}

/** @type {import("./commands.mjs").Run} */
export async function rmClient(where, id) {
  const list = await listOf(where);
  const left = list.filter(({ client_id }) => client_id !== id);
  if (left.length === list.length) throw new Failure(`there is no client ${id} of the ${title(where)}`);
  await keep(where, left);
  say(`${id} is no longer a client of the ${title(where)}`);
}

/** @type {import("./commands.mjs").Run} */
export async function listClients(where) {
  for (const { client_id, may } of await listOf(where)) process.stdout.write(`${client_id}: ${rights(may)}\n`);
}

const title = ({ remote }) => (remote ? "deployed Worker" : "Worker on this machine");

const rights = (may) => (may.length === 0 ? "may do nothing" : `may ${may.join(", ")}`);

/** @returns {Promise<Client[]>} */
async function listOf({ remote }) {
  if (!remote) return read(devVars().CLIENTS, ".dev.vars");
  if (existsSync(SENT)) return read(readFileSync(SENT, "utf8"), ".clients.json");
  const secrets = JSON.parse(String(await secret(["list", "--format", "json"])));
  if (secrets.some(({ name }) => name === "CLIENTS"))
    throw new Failure(
      "the deployed Worker has CLIENTS, which cannot be read back, and .clients.json is not here. Bring the file from where " +
        "the clients were added; or begin anew, without the clients that there are: npx wrangler secret delete CLIENTS",
    );
  return [];
}

/** @returns {Client[]} */
function read(text, from) {
  if (!text?.trim()) return [];
  const malformed = new Failure(
    `the clients in ${from} are no JSON list as docs/configure.md has it: put it right first`,
  );
  try {
    const list = JSON.parse(text);
    if (list.every(({ client_id, may }) => typeof client_id === "string" && Array.isArray(may))) return list;
  } catch {}
  throw malformed;
}

/** @param {{ remote: boolean }} where @param {Client[]} list */
async function keep({ remote }, list) {
  if (!remote) return setSecret("CLIENTS", inQuotes(list));
  await secret(["put", "CLIENTS"], JSON.stringify(list));
  writeFileSync(SENT, `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
}

/** As JSON without what means something in .dev.vars. */
const inQuotes = (list) =>
  JSON.stringify(list).replace(/['$]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

/** What wrangler says; `input` is never an argument. @param {string[]} args @param {string} [input] */
const secret = (args, input) => askWrangler(["secret", ...args], "the secrets of the Worker", input);
