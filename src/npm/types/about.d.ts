/**
 * Password hashing and JSON Web Tokens, in WebAssembly: synchronous, ready on import.
 *
 * Every function throws a {@link KeywardError} with a stable `code` for data that cannot be used, and a `TypeError` that
 * names the argument for a value of the wrong type. Nothing is coerced. Messages never contain a password, a key, a
 * token or a hash.
 *
 * @packageDocumentation
 */
