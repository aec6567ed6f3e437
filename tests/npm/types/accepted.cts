// The same from CommonJS.
import keyward = require("keyward");
import pool = require("keyward/pool");
import slim = require("keyward/slim");

const encoded: string = keyward.hash("password");
export const valid: boolean = slim.verify("password", encoded);
export const hashed: Promise<string> = pool.hash("password");
export const same: typeof keyward.KeywardError = pool.KeywardError;
