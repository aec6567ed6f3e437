// How long an answer may be used, RFC 9111 sections 4.2.1, 5.1 and 5.2.2.

/**
 * Milliseconds; `undefined` where the answer does not say.
 *
 * @param {Headers} headers
 */
export function lifetime(headers) {
  const directives = (headers.get("cache-control") ?? "").toLowerCase().split(",");
  /** @type {Map<string, string | undefined>} */
  const values = new Map();
  for (const directive of directives) {
    const [name, value] = directive.trim().split("=");
    values.set(name, value);
  }
  if (values.has("no-store") || values.has("no-cache")) return 0;
  const seconds = digits(values.get("max-age"));
  return seconds === undefined ? undefined : Math.max(0, seconds - (digits(headers.get("age")) ?? 0)) * 1000;
}

/** @param {string | null | undefined} text */
const digits = (text) => (/^"?\d{1,10}"?$/.test(text ?? "") ? Number(/\d+/.exec(text ?? "")) : undefined);
