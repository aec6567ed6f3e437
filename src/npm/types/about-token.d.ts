/**
 * The half of keyward that is about JSON Web Tokens: synchronous, ready on import.
 *
 * A `Key` or `KeySet` belongs to the entry point that it was made with: `keyward` does not take those of `keyward/token`,
 * nor the other way round. Every function throws a {@link KeywardError} with a stable `code` for data that cannot be used,
 * and a `TypeError` that names the argument for a value of the wrong type. Nothing is coerced. Messages never contain a
 * password, a key, a token or a hash.
 *
 * @packageDocumentation
 */
