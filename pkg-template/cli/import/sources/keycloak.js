// Keycloak: `kc.sh export --realm NAME --file realm.json`, or a `NAME-users-0.json` of an export to a folder. Users and
// credentials as org.keycloak.representations.idm has them (Keycloak 26, and 7 and before).
import { Unusable } from "../unreadable.js";
import { flag, joined, not, seconds, text, uuid } from "../values.js";

/** @type {import("../sources.js").Source} */
export const keycloak = {
  name: "keycloak",
  title: "Keycloak",
  anyCase: true,
  item: {
    in: ["users"],
    tells: (item) => typeof item.username === "string" && ("credentials" in item || "enabled" in item),
  },
  readItem(item) {
    // What stands for a client is no user.
    if (text(item.serviceAccountClientId)) return null;
    return {
      username: text(item.username),
      email: text(item.email),
      full_name: joined(item.firstName, item.lastName),
      disabled: not(item.enabled),
      is_verified: flag(item.emailVerified),
      created_at: seconds(item.createdTimestamp),
      second_factor: hasSecondFactor(item),
      hash: credential(item.credentials),
      id: uuid(item.id),
      oldId: item.id,
    };
  },
};

/** An app or a key; recovery codes come with one of them. @param {Record<string, any>} item */
const hasSecondFactor = ({ totp, credentials }) =>
  flag(totp) === true ||
  (Array.isArray(credentials) && credentials.some((one) => ["otp", "webauthn"].includes(one?.type)));

/**
 * The fields that keyward reads, and nothing else: two texts of JSON, or those of version 7 and before.
 *
 * @param {unknown} credentials
 */
function credential(credentials) {
  const found = Array.isArray(credentials) && credentials.find((one) => one?.type === "password");
  if (!found) return null;
  const { secretData, credentialData, hashedSaltedValue, salt, hashIterations, algorithm } = found;
  if (secretData) return JSON.stringify({ secretData, credentialData });
  if (hashedSaltedValue) return JSON.stringify({ hashedSaltedValue, salt, hashIterations, algorithm });
  throw new Unusable("its password is no hash: there is neither secretData nor hashedSaltedValue");
}
