// Keycloak: `kc.sh export --realm NAME --file realm.json`, or a `NAME-users-0.json` of an export to a folder. Users and
// credentials as org.keycloak.representations.idm has them (Keycloak 26).
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

/** The two fields that keyward reads, and nothing else. @param {unknown} credentials */
function credential(credentials) {
  const found = Array.isArray(credentials) && credentials.find((one) => one?.type === "password" && one.secretData);
  return found ? JSON.stringify({ secretData: found.secretData, credentialData: found.credentialData }) : null;
}
