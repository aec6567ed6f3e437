// What keyward answers other than fastapi-users.

import { NOT_AUTHENTICATED, UNVALIDATED, json } from "./make.mjs";

const UNAUTHORIZED = json(401, { detail: "Unauthorized" });
const unprocessable = (...detail) => json(422, { detail });
const missing = (field, input) => ({ type: "missing", loc: ["body", field], msg: "Field required", input });
const noString = (field, input) => ({
  type: "string_type",
  loc: ["body", field],
  msg: "Input should be a valid string",
  input,
});
const noObject = (input) =>
  unprocessable({
    type: "model_attributes_type",
    loc: ["body"],
    msg: "Input should be a valid dictionary or object to extract fields from",
    input,
  });
/** A body that is no JSON, and what Python's reader says where. */
const noJson = (place, error) =>
  unprocessable({ type: "json_invalid", loc: ["body", place], msg: "JSON decode error", input: {}, ctx: { error } });

export const accounts = [
  {
    title: "Under `/auth` and `/users`, 401 is the tutorial's",
    why: "fastapi-users answers `Unauthorized` without a challenge, which RFC 9110 section 15.5.2 asks for",
    exchanges: {
      "a logout without a token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a logout with a bad token": [UNAUTHORIZED, UNVALIDATED],
      "no token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a bad token": [UNAUTHORIZED, UNVALIDATED],
      "a change without a token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a change with a bad token": [UNAUTHORIZED, UNVALIDATED],
      "a bad change without a token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a user without a token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a user with a bad token": [UNAUTHORIZED, UNVALIDATED],
      "a deletion without a token": [UNAUTHORIZED, NOT_AUTHENTICATED],
      "a token from before when gone": [UNAUTHORIZED, UNVALIDATED],
    },
  },
  {
    title: "No 422 repeats a password, nor a body that is no object",
    why: "an answer ends up in logs",
    exchanges: {
      "no address": [
        unprocessable(missing("email", { password: "correct horse battery staple" })),
        unprocessable(missing("email", {})),
      ],
      "no address, and a password of a wrong type": [
        unprocessable(missing("email", { password: 7 }), noString("password", 7)),
        unprocessable(missing("email", {}), noString("password", null)),
      ],
      "a number for a password": [
        unprocessable(noString("password", 123456789012345)),
        unprocessable(noString("password", null)),
      ],
      "a list for a password": [
        unprocessable(noString("password", ["correct horse battery staple"])),
        unprocessable(noString("password", null)),
      ],
      "a list for a body": [noObject([]), noObject(null)],
      "a string for a body": [noObject("gina@example.com"), noObject(null)],
      "a number for a body": [noObject(7), noObject(null)],
      "true for a body": [noObject(true), noObject(null)],
    },
  },
];
