// The same from CommonJS.
import keyward = require("keyward");
import guard = require("keyward/guard");
import hono = require("keyward/guard/hono");
import jwks = require("keyward/jwks");
import pool = require("keyward/pool");
import slim = require("keyward/slim");

const encoded: string = keyward.hash("password");
export const valid: boolean = slim.verify("password", encoded);
export const hashed: Promise<string> = pool.hash("password");
export const same: typeof keyward.KeywardError = pool.KeywardError;
export const middleware: unknown = hono.protect(
  guard.createGuard({ jwks: jwks.remoteKeySet("https://auth.example/keys") }),
);
