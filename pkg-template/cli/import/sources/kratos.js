// Ory Kratos: `GET /admin/identities?include_credential=password`, a JSON array or one identity a line. Hashes are there since
// Kratos 1.1; before, the table identity_credentials has them in its column `config`.
import { seconds, text, uuid } from "../values.js";

/** @type {import("../sources.js").Source} */
export const kratos = {
  name: "kratos",
  title: "Ory Kratos",
  item: { in: ["identities"], tells: (item) => "schema_id" in item && "traits" in item },
  readItem(item) {
    const { traits = {}, credentials, state, verifiable_addresses: addresses } = item;
    const { password } = credentials ?? {};
    const email = text(traits.email);
    const config = typeof password?.config === "string" ? JSON.parse(password.config) : password?.config;
    const { first, last } = typeof traits.name === "object" && traits.name !== null ? traits.name : {};
    return {
      username: text(traits.username) ?? (email ? null : text(password?.identifiers?.[0])),
      email,
      full_name: text(traits.name) ?? text([first, last].filter(Boolean).join(" ")),
      disabled: state === "inactive",
      is_verified: Array.isArray(addresses)
        ? addresses.some(({ value, verified }) => value === email && verified)
        : null,
      created_at: seconds(item.created_at),
      second_factor: ["totp", "webauthn"].some((type) => credentials?.[type]),
      hash: text(config?.hashed_password),
      id: uuid(item.id),
      oldId: item.id,
    };
  },
};
