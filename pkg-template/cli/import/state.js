// What the usual columns say of an account: that it is shut, and that it has a second factor. Names are compared in small
// letters, without underscores and without `is`, so that `is_deleted`, `isDeleted` and `deleted` are one.
import { flag, seconds, text } from "./values.js";

/** With a flag, or with the time when it was (`deleted_at`, `deleted_on`). */
const SHUT = new Set([
  "archived",
  "banned",
  "blocked",
  "deactivated",
  "deleted",
  "disabled",
  "discarded",
  "inactive",
  "locked",
  "removed",
  "suspended",
]);
const OPEN = new Set(["active", "enabled"]);

/** What ends by itself: better-auth's `banExpires`, Supabase's `banned_until`, `LockoutEnd` of ASP.NET Identity. */
const UNTIL = /^(ban|block|lockout|lock|suspen)\w*(?:expires|expiresat|until|end|enddateutc)$/;

/** Times that stand for none: MySQL's zero, that of Go and .NET, SQL Server's, and that of the epoch. */
const NEVER = /^(0000-|0001-|1900-|1970-01-01)/;

/** A lock of some minutes is no shut account; whoever shuts accounts sets it years ahead. */
const LONG_LOCK = 86_400;

const STATE = new Set(["accountstatus", "state", "status", "userstatus"]);
const SHUT_STATE = /^(archived|banned|blocked|closed|deactivated|deleted|disabled|inactive|locked|removed|suspended)$/i;

const SECOND_FACTOR = new Set([
  "2faenabled",
  "mfaenabled",
  "otpenabled",
  // Devise with devise-two-factor.
  "otprequiredforlogin",
  // Flask-Security.
  "tfprimarymethod",
  "totpenabled",
  // Laravel Fortify.
  "twofactorconfirmedat",
  // ASP.NET Identity, better-auth.
  "twofactorenabled",
]);

/**
 * `unclear`: that a column such as `is_active` says neither yes nor no, and the account is shut for that alone.
 *
 * @param {Record<string, unknown>} row
 * @returns {{ disabled: boolean, second_factor: boolean, unclear: boolean }}
 */
export function state(row) {
  const columns = Object.entries(row).flatMap(([name, value]) => {
    const column = columnOf(name);
    return column === null ? [] : [{ ...column, value }];
  });
  const shut = isShut(columns);
  const unclear = !shut && columns.some(({ kind, value }) => kind === "open" && isUnclear(value));
  return {
    disabled: shut || unclear,
    second_factor: columns.some(({ kind, value }) => kind === "factor" && isSaid(value)),
    unclear,
  };
}

/** @param {(Column & { value: unknown })[]} columns */
function isShut(columns) {
  const now = Date.now() / 1000;
  /** What has ended, by the beginning of its name. @type {string[]} */
  const over = [];
  for (const { kind, name, value } of columns) {
    const end = kind === "until" ? until(value) : null;
    if (end === null) continue;
    if (end > now + (name.startsWith("lock") ? LONG_LOCK : 0)) return true;
    over.push(UNTIL.exec(name)?.[1] ?? name);
  }
  return columns.some(({ kind, name, value }) => {
    if (kind === "open") return flag(value) === false;
    if (kind === "state") return SHUT_STATE.test(text(value) ?? "");
    return kind === "shut" && isSaid(value) && !over.some((what) => name.startsWith(what));
  });
}

/**
 * Whether a column of this name says that an account is shut or open.
 *
 * @param {string} name
 */
export const isOfState = (name) => !["factor", undefined].includes(columnOf(name)?.kind);

/** @typedef {{ name: string, kind: "factor" | "open" | "shut" | "state" | "until" }} Column */

/** What was found out of names, which are the same in every row. @type {Map<string, Column | null>} */
const known = new Map();
const MOST_KNOWN = 1000;

/** What a column says, `null` where that is nothing of these. @param {string} column */
function columnOf(column) {
  let found = known.get(column);
  if (found !== undefined) return found;
  const name = column.toLowerCase().replaceAll("_", "").replace(/^is/, "");
  const kind = kindOf(name);
  found = kind === null ? null : { name, kind };
  if (known.size < MOST_KNOWN) known.set(column, found);
  return found;
}

/** @param {string} name */
function kindOf(name) {
  if (OPEN.has(name)) return "open";
  if (STATE.has(name)) return "state";
  if (SHUT.has(name) || SHUT.has(name.replace(/(at|on)$/, ""))) return "shut";
  if (SECOND_FACTOR.has(name)) return "factor";
  return UNTIL.test(name) ? "until" : null;
}

/**
 * What is neither false nor nothing. A word or a time that can't be read is something: an account that is shut by mistake is
 * counted in the report, and one that is open by mistake is not. (So it is with what says that an account is open.)
 *
 * @param {unknown} value
 */
const isSaid = (value) => flag(value) ?? (text(value) !== null && !NEVER.test(String(value)));

/** Something else than yes, no and nothing. @param {unknown} value */
const isUnclear = (value) => value !== null && value !== undefined && flag(value) === null;

/**
 * When something ends, in seconds since the epoch; `null` where no end is said. PostgreSQL's `infinity` and what else is no
 * time never ends.
 *
 * @param {unknown} value
 */
function until(value) {
  const said = text(value);
  if (said === null || NEVER.test(said)) return null;
  return seconds(said) ?? (said.startsWith("-") ? null : Number.POSITIVE_INFINITY);
}
