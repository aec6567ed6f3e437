// Where users come from: one file and one line each.
import { aspnet } from "./sources/aspnet.js";
import { auth0 } from "./sources/auth0.js";
import { betterAuth } from "./sources/better-auth.js";
import { django } from "./sources/django.js";
import { fastapiUsers } from "./sources/fastapi-users.js";
import { firebase } from "./sources/firebase.js";
import { keycloak } from "./sources/keycloak.js";
import { keyward } from "./sources/keyward.js";
import { kratos } from "./sources/kratos.js";
import { laravel } from "./sources/laravel.js";
import { lucia } from "./sources/lucia.js";
import { supabase } from "./sources/supabase.js";
import { werkzeug } from "./sources/werkzeug.js";
import { cognito, okta } from "./sources/without.js";
import { wordpress } from "./sources/wordpress.js";

/**
 * @typedef {import("./record.js").Draft} Draft
 * @typedef {Record<string, any>} Row a row, by the names of its columns in lower case, or an object of a JSON text
 * @typedef {{ renews: string, value: string, expiration?: number, metadata?: unknown }} Renewed the value of a key `hash:`
 *
 * @typedef {object} Options What the sources want to know of the command line.
 * @property {import("./sources/firebase.js").FirebaseConfig} [firebaseConfig]
 * @property {Map<string, string>} [joined] the hashes of another table, by the id of the user
 *
 * @typedef {object} Source
 * @property {string} name what --from calls it
 * @property {string} title
 * @property {{ tells: string[][], needs: (string | string[])[], looks?: (row: Row) => boolean }} [table] the columns that tell
 *   it from all others (one of these sets), those that it needs (one of several, where there is a list), and what its rows look
 *   like where the columns don't tell
 * @property {boolean} [anyCase] whether people log in there with their name in small or capital letters as they like
 * @property {{ tells: (line: string) => boolean, columns: string[], advice: string }} [headless] a table without names of
 *   columns, by its first line, and what to do where it can't be read
 * @property {{ in?: string[], tells: (item: Row) => boolean }} [item] an object of a JSON text: in an array, one a line, or in
 *   an array that is one of these members
 * @property {{ in: string[], needs: (string | string[])[], read: (row: Row) => [unknown, string | null] | null }} [join] the
 *   table that has the hashes
 * @property {string} [refuses] why it has no hashes
 * @property {(row: Row, options: Options) => Draft | null} [read] a row of the table; `null`: no user
 * @property {(item: Row, options: Options) => Draft | null} [readItem] an object
 * @property {(item: Row, text: string) => import("./record.js").Entry | Renewed} [readEntry] an object that is a record already
 */

/** The first that fits is taken. @type {Source[]} */
export const SOURCES = [
  keyward,
  django,
  fastapiUsers,
  laravel,
  wordpress,
  firebase,
  auth0,
  keycloak,
  supabase,
  betterAuth,
  lucia,
  aspnet,
  kratos,
  okta,
  cognito,
  werkzeug,
];
