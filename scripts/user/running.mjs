// What `npm run user -- … --url` asks of the running Worker, in the name of an admin. What changes there goes through the one
// object of an account: it counts at once, and nothing that is under way comes over it, as it can over what is written into KV.
import { secureUrl } from "../../pkg-template/jwks/fetch.js";
import { Failure } from "../lib/run.mjs";
import { say, visible, visibleJson } from "../lib/say.mjs";
import { confirm } from "./ask.mjs";
import { given } from "./change.mjs";
import { readPassword } from "./password.mjs";

/** @typedef {import("./commands.mjs").Run} Run */

const TOKEN = "KEYWARD_ADMIN_TOKEN";

/** @type {Run} */
export async function sessions({ print }, name, { url, end, json }) {
  if (!url)
    throw new Failure(
      "sessions are with the running Worker: say where it is with --url (https://login.example, or http://localhost:8787). " +
        `To end them all without it: npm run user -- logout ${name}`,
    );
  if (end) return logout(undefined, name, { url });
  const all = await (await ask(url, "GET", name, { what: "/sessions" })).json();
  if (json) return print(`${visibleJson(all)}\n`);
  for (const one of all) await print(`${Object.values(one).map(String).map(visible).join("\t")}\n`);
  await print(`${all.length} sessions of ${name}\n`);
}

/** @type {Run} */
export async function logout(_, name, { url }) {
  await ask(url, "DELETE", name, { what: "/sessions" });
  say(`the sessions and tokens of ${name} have ended`);
}

/** @type {Run} */
export async function disable(_, name, { url }) {
  await ask(url, "PATCH", name, { body: { is_active: false } });
  say(`${name} is disabled`);
}

/** @type {Run} */
export async function enable(_, name, { url }) {
  await ask(url, "PATCH", name, { body: { is_active: true } });
  say(`${name} is enabled`);
}

/** @type {Run} */
export async function passwd(_, name, { url }) {
  // Before anybody types a password.
  const user = await (await ask(url, "GET", name)).json();
  // Its rule is that of the settings there.
  const password = await readPassword(user);
  await ask(url, "PATCH", name, { body: { password } });
  const still = user.disabled ? `; the user is still disabled (npm run user -- enable ${name})` : "";
  say(`${name} has a new password; sessions and tokens from before have ended${still}`);
}

/** @type {Run} */
export async function rm(_, name, values) {
  const { url } = values;
  await ask(url, "GET", name);
  await confirm(`Take ${name} out of the Worker at ${url}? There is no way back.`, values);
  await ask(url, "DELETE", name);
  say(`${name} is no longer there`);
}

/** @type {Run} */
export async function set(_, name, values) {
  const body = given(values);
  if ("claims" in body || body.email === null)
    throw new Failure("the running Worker changes no claims and takes no address away: leave out --url");
  await ask(values.url, "PATCH", name, { body });
  say(`${name} has changed`);
}

/**
 * About a user, by name or id.
 *
 * @param {string} url where the Worker is
 * @param {string} method
 * @param {string} name
 * @param {{ what?: string, body?: Record<string, unknown> }} [more] what of the user, and what is sent
 */
async function ask(url, method, name, { what = "", body } = {}) {
  const token = process.env[TOKEN];
  if (!token)
    throw new Failure(
      `--url needs an access token with the scope admin in the environment, as ${TOKEN}: log in with scope=admin`,
    );
  if (!secureUrl(url))
    throw new Failure(
      "--url is an address such as https://login.example (http: on this machine only: it would show the token to the network)",
    );
  const route = new URL(`users/${encodeURIComponent(name)}${what}`, url.endsWith("/") ? url : `${url}/`);
  const headers = { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) };
  // Not followed: `fetch` would leave the token behind, and send a password on.
  const init = { method, headers, body: body && JSON.stringify(body), redirect: /** @type {const} */ ("manual") };
  const reply = await fetch(route, init).catch(() => {
    throw new Failure(`the Worker at ${route.origin} does not answer`);
  });
  const elsewhere = reply.status >= 300 && reply.status < 400 && reply.headers.get("location");
  if (elsewhere) throw new Failure(`${route.origin} redirects to ${visible(elsewhere)}: give --url as that leads to`);
  if (reply.ok) return reply;
  const why = {
    401: `the token in ${TOKEN} is not good, or has expired`,
    403: `the token in ${TOKEN} has not the scope admin`,
    404: `there is no user ${name}, or no such route: is it an earlier version?`,
  };
  throw new Failure(`the Worker refused (${reply.status}): ${why[reply.status] ?? (await reason(reply))}`);
}

/** What it says itself. @param {Response} reply */
async function reason(reply) {
  const { detail } = /** @type {any} */ (await reply.json().catch(() => ({})));
  const said = detail?.reason ?? detail?.code ?? detail;
  return typeof said === "string" ? said : "its log says more";
}
