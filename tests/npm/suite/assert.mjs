// The few assertions that the suite needs, where there is no node:assert.

export function ok(value, message = "expected a true value") {
  if (!value) throw new Error(message);
}

export function equal(actual, expected, message = "") {
  if (!Object.is(actual, expected)) throw new Error(`${message} expected ${show(expected)}, got ${show(actual)}`);
}

/** For what JSON can express. */
export function same(actual, expected) {
  equal(show(actual), show(expected));
}

export function match(text, pattern) {
  if (!pattern.test(text)) throw new Error(`expected ${pattern}, got ${show(text)}`);
}

/** What `run` throws. */
export function thrownBy(run) {
  let result;
  try {
    result = run();
  } catch (error) {
    return error;
  }
  throw new Error(`expected an exception, got ${show(result)}`);
}

/** What a promise is rejected with. */
export async function rejectedBy(promise) {
  let result;
  try {
    result = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`expected a rejection, got ${show(result)}`);
}

const show = (value) => (value instanceof Error ? String(value) : (JSON.stringify(value) ?? String(value)));
