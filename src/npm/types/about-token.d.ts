/**
 * The half of keyward that is about JSON Web Tokens: synchronous, ready on import.
 *
 * A `Key` or `KeySet` is for the entry point that it was made with: in Node, Deno and Bun `keyward` does not take those of
 * `keyward/token`, nor the other way round. (In browsers and Workers they are the same classes.) Every function throws a
 * {@link KeywardError} with a stable `code` for data that cannot be used, and a `TypeError` that names the argument for a value
 * of the wrong type. Nothing is coerced. Messages never contain a password, a key, a token or a hash.
 *
 * @packageDocumentation
 */
