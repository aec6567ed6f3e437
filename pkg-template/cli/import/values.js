// What the columns of other systems say, as a record has it.
import { Buffer } from "node:buffer";
import { isExact } from "../exact.js";
import { Unusable } from "./unreadable.js";

/**
 * Words that databases and languages have for true and false. MySQL's BIT(1) is a byte, which its client writes as `\0` or
 * `0x00`, and its dumps as `b'0'`; where some are missing, pandas has all as `0.0` and `1.0`.
 */
const TRUE = new Set(["1", "1.0", "t", "true", "y", "yes", "on", "\x01", "0x01", "b'1'"]);
const FALSE = new Set(["0", "0.0", "f", "false", "n", "no", "off", "", "\0", "\\0", "0x00", "b'0'"]);

/**
 * `null` where nothing is said.
 *
 * @param {unknown} value
 * @returns {boolean | null}
 */
export function flag(value) {
  if (typeof value === "boolean") return value;
  if (value === null || value === undefined) return null;
  const word = String(value).trim().toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : null;
}

/**
 * The opposite, `null` where nothing is said.
 *
 * @param {unknown} value
 */
export function not(value) {
  const said = flag(value);
  return said === null ? null : !said;
}

/**
 * A text with something in it, `null` for anything else.
 *
 * @param {unknown} value
 */
export function text(value) {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/**
 * A stored hash: white space around it is none of its own, but a hash that is no text is no hash.
 *
 * @param {unknown} value
 */
export const hashText = (value) => (typeof value === "string" ? value.trim() : null);

/** A first and a last name. @param {...unknown} names */
export const joined = (...names) => text(names.map(text).filter(Boolean).join(" "));

const UUID = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

/**
 * A UUID as RFC 9562 writes it, `null` for anything else: an id that is none stays with the system that it is from.
 *
 * @param {unknown} value
 */
export function uuid(value) {
  const parts = typeof value === "string" ? UUID.exec(value.trim()) : null;
  return parts ? parts.slice(1).join("-").toLowerCase() : null;
}

/** The id of a row; MongoDB's is `_id`. @param {Record<string, unknown>} row */
export const idOf = (row) => row.id ?? row._id;

export const ROUNDED =
  "an id has more digits than are kept here, and could be another user's: export the ids as texts, or the tables as CSV";

/**
 * The hash that a second table has for a user.
 *
 * @param {unknown} id
 * @param {Map<string, string>} [joined]
 */
export function hashOf(id, joined) {
  if (!joined?.size) return null;
  if (!isExact(id)) throw new Unusable(ROUNDED);
  return joined.get(String(id)) ?? null;
}

/**
 * A row with plain values where MongoDB's extended JSON (its specification, version 2) says their type: `{"$oid": "…"}`,
 * `{"$date": "…"}`, `{"$date": {"$numberLong": "…"}}`, and UUIDs as `{"$binary": …}`.
 *
 * @param {Record<string, any>} row
 */
export const unwrapped = (row) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, isTyped(value) ? plain(value) : value]));

/** @param {any} value */
const isTyped = (value) =>
  typeof value === "object" && value !== null && Object.keys(value).length === 1 && Object.keys(value)[0][0] === "$";

/** @param {any} value @returns {any} */
function plain(value) {
  if (!isTyped(value)) return value;
  const { $oid, $date, $numberLong, $numberInt, $uuid, $binary } = value;
  if ($binary?.subType === "04") return Buffer.from(String($binary.base64), "base64").toString("hex");
  return $oid ?? plain($date) ?? $numberLong ?? $numberInt ?? $uuid ?? value;
}

const DAY_FIRST = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * A time in whole seconds since the epoch: of a date as databases write it (without a zone it is UTC), of seconds, or of
 * milliseconds. `null` for anything else.
 *
 * @param {unknown} value
 */
export function seconds(value) {
  const said = text(value);
  if (said === null) return null;
  if (/^\d{1,11}(\.\d+)?$/.test(said)) return Math.floor(Number(said));
  if (/^\d{12,14}$/.test(said)) return Math.floor(Number(said) / 1000);
  const parts = DAY_FIRST.exec(said);
  if (!parts) return /^\d{4}-\d{2}-\d{2}$/.test(said) ? valid(Date.parse(`${said}T00:00:00Z`)) : null;
  const [, day, time, zone = "Z"] = parts;
  const offset = zone.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, hours, minutes = "00") => `${hours}:${minutes}`);
  return valid(Date.parse(`${day}T${time}${offset}`));
}

/** @param {number} milliseconds */
const valid = (milliseconds) => (milliseconds >= 0 ? Math.floor(milliseconds / 1000) : null);

/**
 * An address as addresses are compared (src/account/address.rs): `Ann@Example.com` and `ann@example.com` are one.
 *
 * @param {string} address
 */
export const comparable = (address) => address.toLowerCase();
