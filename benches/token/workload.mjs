// What every implementation issues and decodes: the access token of a service that people use, with eight claims.

export const ISSUER = "https://login.example.com/";
export const AUDIENCE = "https://api.example.com";
/** So many different tokens, taken in turn: nobody may remember the last one. */
export const DIFFERENT = 64;

/** `now` in seconds since the epoch. */
export function claims(index, now) {
  const number = String(index).padStart(4, "0");
  return {
    iss: ISSUER,
    sub: `user-2f9c1e7a-${number}`,
    aud: AUDIENCE,
    iat: now,
    exp: now + 3600,
    jti: `0b7a9a52-6f0e-4d0b-9c3a-3f6d2a51${number}`,
    scope: "openid profile email items:read items:write",
    roles: ["editor", "billing"],
  };
}

/** How many operations are timed together: a few milliseconds' worth, so that the clock's own steps do not count. */
export const MILLISECONDS_A_BATCH = 6;
