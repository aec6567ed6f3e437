// `npm run user -- NAME`: puts a user into the KV.
import { say } from "../lib/say.mjs";
import { hashOf, readPassword } from "./password.mjs";

/**
 * @param {{ remote: boolean, kv: import("./kv.mjs").Kv }} where
 * @param {string} name
 * @param {Record<string, any>} values
 */
export async function add({ remote, kv }, name, values) {
  const password = await readPassword(name);
  const user = {
    username: name,
    ...(values.email && { email: values.email }),
    ...(values["full-name"] && { full_name: values["full-name"] }),
    disabled: values.disabled,
    hashed_password: await hashOf(password, remote),
    scopes: values.scope,
    // Whoever had the name before: tokens that were issued until now end.
    created_at: Math.floor(Date.now() / 1000),
  };
  kv.put([{ key: `user:${name}`, value: JSON.stringify(user) }]);
  say(`${name} is in the ${kv.title}`);
}
