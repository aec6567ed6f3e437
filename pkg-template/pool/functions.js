/** The functions of the module `keyward/pool`, on a pool that the first call makes. */
export function functionsOf(Pool) {
  let pool;
  const shared = () => (pool ??= new Pool());
  return {
    hash: async (...args) => shared().hash(...args),
    verify: async (...args) => shared().verify(...args),
    verifyAndUpdate: async (...args) => shared().verifyAndUpdate(...args),
  };
}
