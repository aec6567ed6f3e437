// A user as keyward stores it: the record under `user:<username>` and the index `email:<address>`.
import { Buffer } from "node:buffer";
import { indexKeys } from "./pairs.js";
import { isExact } from "../exact.js";
import { Unusable } from "./unreadable.js";
import { comparable } from "./values.js";

/**
 * What a source says of one user. What it does not say is `undefined` or `null`.
 *
 * @typedef {object} Draft
 * @property {string | null} [username] the name that the user logs in with; without one it is the address
 * @property {string | null} [email]
 * @property {string | null} [full_name]
 * @property {boolean | null} [disabled]
 * @property {string | null} hash the stored hash, to the letter; `null` or empty for a user without a password
 * @property {string | null} [id] a UUID
 * @property {boolean | null} [is_verified]
 * @property {number | null} [created_at] in whole seconds since the epoch
 * @property {unknown} [oldId] what else the old system calls the user
 * @property {boolean} [unclear] whether the user is disabled only because the old system says neither that nor the opposite
 * @property {boolean | null} [second_factor] whether a second one was asked for beside the password
 * @property {string} [problem] why the password that the user has will not be right here
 * @property {boolean | null} [admin] whether the old system lets the user do everything
 * @property {string[]} [scopes]
 * @property {Record<string, unknown>} [claims]
 *
 * @typedef {object} Wishes What the command line wants of every record.
 * @property {string[]} [scopes] scopes for everybody
 * @property {string} [adminScope] one more for those who may do everything
 * @property {string} [idClaim] the claim that takes the old system's id, where that is no UUID
 *
 * @typedef {object} Entry What is stored of one user.
 * @property {string} username
 * @property {string[]} leading the other keys that lead to the user: `email:<address>`, `id:<id>`
 * @property {string} record the value of `user:<username>`
 * @property {string | null} hash
 * @property {boolean} disabled
 * @property {string} [renewed] the value of `hash:<username>`
 * @property {number} [expiration] what KV keeps beside the record
 * @property {unknown} [metadata]
 */

const REST = /** @type {const} */ (["id", "is_verified", "created_at"]);

/** KV's longest key, in bytes, and what is left of it behind `ended:` and `email:`. */
const LONGEST_KEY = 512;
const LONGEST_NAME = 506;

/**
 * @param {Draft} draft
 * @param {Wishes} wishes
 * @returns {Entry}
 */
export function entry(draft, wishes) {
  const { email, hash } = draft;
  const username = draft.username || (email ? comparable(email) : null);
  if (!username) throw new Unusable("neither a username nor an address");
  const scopes = new Set([...(draft.scopes ?? []), ...(wishes.scopes ?? [])]);
  if (draft.admin && wishes.adminScope) scopes.add(wishes.adminScope);
  const claims = { ...draft.claims };
  if (wishes.idClaim && !draft.id && draft.oldId !== null && draft.oldId !== undefined)
    claims[wishes.idClaim] = draft.oldId;
  if (!isExact(claims))
    throw new Unusable(
      "a number in its claims has more digits than are kept here: export it as a text, or the table as CSV",
    );
  /** @type {Record<string, unknown>} */
  const record = { username };
  if (email) record.email = email;
  if (draft.full_name) record.full_name = draft.full_name;
  record.disabled = draft.disabled ?? false;
  record.hashed_password = hash ?? null;
  record.scopes = [...scopes];
  if (Object.keys(claims).length > 0) record.claims = claims;
  for (const name of REST) if (draft[name] !== null && draft[name] !== undefined) record[name] = draft[name];
  // A local time without its zone is ahead in half of the world.
  if (draft.created_at) record.created_at = Math.min(draft.created_at, Math.floor(Date.now() / 1000));
  return checked({
    username,
    leading: indexKeys(record),
    record: JSON.stringify(record),
    hash: hash ?? null,
    disabled: record.disabled === true,
  });
}

/**
 * A user that is stored already, to the letter.
 *
 * @param {string} record
 * @param {Record<string, any>} members what is in it
 * @param {{ renewed?: string, expiration?: number, metadata?: unknown }} [more]
 * @returns {Entry}
 */
export function stored(record, members, more) {
  const { username, hashed_password: hash, disabled } = members;
  return checked({
    username,
    leading: indexKeys(members),
    record,
    hash: typeof hash === "string" ? hash : null,
    disabled: disabled === true,
    ...more,
  });
}

/** @param {Entry} entry */
function checked(entry) {
  if (Buffer.byteLength(entry.username) > LONGEST_NAME)
    throw new Unusable(`the username has more than ${LONGEST_NAME} bytes, which no key of KV takes`);
  if (entry.leading.some((key) => Buffer.byteLength(key) > LONGEST_KEY))
    throw new Unusable(`the address or id has more than ${LONGEST_NAME} bytes, which no key of KV takes`);
  return entry;
}
