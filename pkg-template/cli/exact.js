/**
 * Whether no integer in what JSON was read as is beyond 2^53, where JavaScript has rounded it: two ids would be one. (Beyond a
 * double it has made `Infinity` of a number, which JSON writes as `null`.)
 *
 * @param {unknown} value
 * @returns {boolean}
 */
export function isExact(value) {
  if (typeof value === "number")
    return Number.isFinite(value) && Number.isInteger(value) === Number.isSafeInteger(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isExact);
}
