/**
 * The half of keyward that is about passwords, with Argon2 and bcrypt only: small enough for a page.
 *
 * A stored hash of any other format that `keyward` verifies is `ERR_HASH_UNSUPPORTED`; import from `keyward` for those.
 * Every function throws a {@link KeywardError} with a stable `code` for data that cannot be used, and a `TypeError` that
 * names the argument for a value of the wrong type. Nothing is coerced. Messages never contain a password, a key, a
 * token or a hash.
 *
 * @packageDocumentation
 */
