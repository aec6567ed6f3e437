// What differs between two servers that did the same: ids, tokens, and the words of a password rule.

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const MEMBERS = {
  id: (value) => (UUID.test(value) ? "a UUID" : value),
  access_token: (value) => (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) ? ["a JWT"] : value),
  reason: (value) => (typeof value === "string" && value.length > 0 ? "words" : value),
};

/** A body in which those stand for what they are. */
export function alike(value, name = "") {
  if (Array.isArray(value)) return value.map((item) => alike(item));
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, alike(item, key)]));
  return MEMBERS[name]?.(value) ?? value;
}
