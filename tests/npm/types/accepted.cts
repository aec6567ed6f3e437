// The same from CommonJS.
import keyward = require("keyward");
import slim = require("keyward/slim");

const encoded: string = keyward.hash("password");
export const valid: boolean = slim.verify("password", encoded);
