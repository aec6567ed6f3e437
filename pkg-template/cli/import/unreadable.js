// What stops an import: the file as a whole cannot be used. A single user that cannot be used stops nothing.

import { Failure } from "../failure.js";

/** With the line where there is one. */
export class Unreadable extends Failure {
  /**
   * @param {string} message
   * @param {number} [line]
   */
  constructor(message, line) {
    super(line === undefined ? message : `line ${line}: ${message}`);
  }
}

/** Why one user is left out. */
export class Unusable extends Error {}
