// `npm run user -- sessions NAME`: they live in the Worker's Durable Objects, so the running Worker is asked.
import { Failure } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { find, recordOf } from "./change.mjs";
import { membersOf } from "./record.mjs";

const TOKEN = "KEYWARD_ADMIN_TOKEN";

/** @param {import("./commands.mjs").Where} where @param {string} name @param {Record<string, any>} values */
export async function sessions({ remote, kv, print }, name, { url, end, json }) {
  const token = process.env[TOKEN];
  if (!url || !token)
    throw new Failure(
      "sessions are with the running Worker: say where it is with --url (https://login.example, or http://localhost:8787), and " +
        `put an access token with the scope admin into the environment as ${TOKEN}. To end them all without it: ` +
        `npm run user -- logout ${name}`,
    );
  const key = find(kv, name, remote ? "" : "; with --remote the user's id is read from the deployed one");
  const id = membersOf(recordOf(kv, key)).id ?? name;
  const route = new URL(`users/${encodeURIComponent(id)}/sessions`, url.endsWith("/") ? url : `${url}/`);
  const reply = await ask(route, token, end ? "DELETE" : "GET");
  if (end) return void say(`the sessions of ${name} have ended`);
  const all = await reply.json();
  if (json) return print(`${JSON.stringify(all)}\n`);
  for (const one of all) await print(`${Object.values(one).map(String).join("\t")}\n`);
  await print(`${all.length} sessions of ${name}\n`);
}

/** @param {URL} route @param {string} token @param {string} method */
async function ask(route, token, method) {
  const reply = await fetch(route, { method, headers: { authorization: `Bearer ${token}` } }).catch(() => {
    throw new Failure(`the Worker at ${route.origin} does not answer`);
  });
  if (reply.ok) return reply;
  const why = {
    401: `the token in ${TOKEN} is not good, or has expired`,
    403: `the token in ${TOKEN} has not the scope admin`,
    404: "it knows no such user, or has no such route: is it an earlier version?",
  };
  throw new Failure(`the Worker refused (${reply.status}): ${why[reply.status] ?? "its log says more"}`);
}
