// `npm run user -- ref NAME`: what the log calls a user.
import { createHmac } from "node:crypto";
import { Failure } from "../lib/run.mjs";
import { loginSecret } from "./settings.mjs";

/** @type {import("./commands.mjs").Run} */
export async function ref({ remote }, name) {
  const secret = loginSecret(remote);
  if (!secret)
    throw new Failure(
      remote
        ? "set LOGIN_SECRET, or KEYS or SECRET_KEY where there is none, in the environment, to what the deployed Worker has: " +
            "secrets cannot be read from Cloudflare"
        : "there is neither LOGIN_SECRET nor KEYS nor SECRET_KEY in .dev.vars or the environment: `npm start` makes one",
    );
  process.stdout.write(`${reference(secret, name)}\n`);
}

/** As src/account/reference.rs makes it. */
function reference(secret, name) {
  const key = createHmac("sha256", secret).update("keyward references v1").digest();
  return createHmac("sha256", key).update(`user\0${name}`).digest("hex").slice(0, 16);
}
