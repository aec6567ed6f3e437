// `npm run user -- NAME`: puts a user into the KV.
import { say } from "../lib/say.mjs";
import { addressKey, claim, keysOf, leadingTo } from "./index.mjs";
import { confirm } from "./ask.mjs";
import { passwordRule } from "./password-rule.mjs";
import { hashOf, readPassword } from "./password.mjs";

/** @type {import("./commands.mjs").Run} */
export async function add({ remote, kv }, name, values) {
  const key = `user:${name}`;
  const email = values.email || undefined;
  const found = await kv.read([key, ...(email ? [addressKey(email)] : [])]);
  const there = found.get(key);
  if (there !== null)
    await confirm(`${name} is in the ${kv.title} already. Put a new user in that place, whose tokens end?`, values);
  if (email) await claim(kv, email, name, found.get(addressKey(email)));
  const known = { username: name, email, full_name: values["full-name"] };
  const password = await readPassword(known, passwordRule(remote));
  const user = {
    username: name,
    ...(email && { email }),
    ...(values["full-name"] && { full_name: values["full-name"] }),
    disabled: values.disabled === true,
    hashed_password: await hashOf(password, remote),
    scopes: values.scope ?? [],
    // Whoever had the name before: tokens that were issued until now end.
    created_at: Math.floor(Date.now() / 1000),
  };
  const old = typeof there === "string" ? keysOf(there).filter((key) => !email || key !== addressKey(email)) : [];
  const stale = await leadingTo(kv, old, name);
  await kv.put([{ key, value: JSON.stringify(user) }, ...(email ? [{ key: addressKey(email), value: name }] : [])]);
  if (stale.length > 0) await kv.remove(stale);
  say(`${name} is in the ${kv.title}`);
}
