// A user's record as text, in which one member changes and everything else stays as it is, to the letter.
import { Failure } from "../lib/run.mjs";

/**
 * What is in a record. Some editors put a byte order mark before a file, which a login skips too.
 *
 * @param {string} record
 * @returns {Record<string, any>}
 */
export function membersOf(record) {
  try {
    const members = JSON.parse(record.replace(/^\ufeff/, ""));
    if (typeof members === "object" && members !== null && !Array.isArray(members)) return members;
  } catch {}
  throw new Failure("the record is no JSON object: put it right first (npm run user -- check says more)");
}

/** Whether a hash is one at all: the rule of `is_nobodys` in src/password/scheme.rs. @param {unknown} hash */
export function hasPassword(hash) {
  if (typeof hash !== "string") return false;
  const trimmed = hash.replace(/[\0\t\n\f\r ]+$/, "");
  return trimmed !== "" && trimmed !== "x" && !/^[!*]/.test(trimmed);
}

/** The record with these members. Each takes the place of the one that is there, or comes last. */
export function withMembers(text, members) {
  return Object.entries(members).reduce((record, [name, value]) => withMember(record, name, value), text);
}

function withMember(text, name, value) {
  const written = JSON.stringify(value);
  const { places, end, empty } = scan(text);
  const there = places.filter((place) => place.name === name);
  if (there.length > 1) throw new Failure(`the record has \`${name}\` twice: put it right first`);
  if (there.length === 1) return text.slice(0, there[0].start) + written + text.slice(there[0].end);
  const gap = empty ? "" : ",";
  return `${text.slice(0, end)}${gap}${JSON.stringify(name)}:${written}${text.slice(end)}`;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Where the values of the outermost object are, and where its last one ends. */
function scan(text) {
  membersOf(text);
  const places = [];
  let depth = 0;
  let end = 0;
  let isValue = false;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (depth === 1 && token === "}") break;
    end = index + token.length;
    if (depth === 1 && (token === "," || token === ":")) isValue = token === ":";
    else if (depth === 1 && !isValue) places.push({ name: JSON.parse(token), start: 0, end });
    else if (depth > 0) {
      const place = places[places.length - 1];
      place.start ||= index;
      place.end = end;
    }
    if (token === "{" || token === "[") depth++;
    if (token === "}" || token === "]") depth--;
  }
  return { places, end, empty: places.length === 0 };
}
