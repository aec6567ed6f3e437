/**
 * The functions of the module `keyward/pool`, on a pool that the first call makes.
 *
 * @template {{ [name in import("./core.js").Operation]: (...args: any[]) => Promise<unknown> }} P
 * @param {new () => P} Pool
 * @returns {Pick<P, import("./core.js").Operation>}
 */
export function functionsOf(Pool) {
  /** @type {P | undefined} */
  let pool;
  const shared = () => (pool ??= new Pool());
  return {
    hash: async (...args) => shared().hash(...args),
    verify: async (...args) => shared().verify(...args),
    verifyAndUpdate: async (...args) => shared().verifyAndUpdate(...args),
  };
}
