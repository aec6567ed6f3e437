// Every request the two sides are compared on, as one table of named rows.

import { bearer } from "./exchanges/bearer.mjs";
import { fields } from "./exchanges/fields.mjs";
import { forms } from "./exchanges/forms.mjs";
import { routes } from "./exchanges/routes.mjs";
import { tokens } from "./exchanges/tokens.mjs";
import { forge } from "./forge.mjs";

/** `{ name, method, target, headers, body? }` rows. */
export function exchanges({ secret }) {
  const now = Math.floor(Date.now() / 1000);
  const mint = (sub) => forge(secret, { sub, exp: now + 3600 });
  const context = { secret, now, token: mint("bare"), disabled: mint("alice") };
  return [...fields(), ...forms(), ...bearer(context), ...tokens(context), ...routes(context)];
}
