// How long the tests wait for something else, at most: a wait without an end makes a whole run hang.

/** Far beyond what anything that is waited for takes, on a busy machine too, and less than a test may take. */
export const PATIENCE = 60_000;

/** What `promise` settles to; an error that says what did not happen, where that takes longer than `limit` milliseconds. */
export async function within(promise, what, limit = PATIENCE) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing within ${limit / 1000} s`)), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `fetch`, whose whole answer must come in time. */
export const patientFetch = (url, options) => fetch(url, { signal: AbortSignal.timeout(PATIENCE), ...options });
