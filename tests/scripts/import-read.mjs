// Reads a text as an import reads a file, for the tests.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { asked } from "../../pkg-template/cli/import/options.js";
import { openUsers } from "../../pkg-template/cli/import/read.js";
import { temporaryFolder } from "../support/folder.mjs";

const folder = temporaryFolder();

let files = 0;

/** @param {string | Uint8Array} content */
export function file(content) {
  const name = join(folder, String(files++));
  writeFileSync(name, content);
  return name;
}

/** Reads a text as a file: `{ source, users, left, notes, problems }`, the records parsed. */
export async function read(content, options = {}) {
  const opened = await openUsers(file(content), asked(options));
  const [users, left] = [[], []];
  for await (const some of opened.users())
    for (const { line, entry, reason } of some) {
      if (entry) users.push({ line, ...JSON.parse(entry.record) });
      else left.push({ line, reason });
    }
  return { source: opened.source.name, users, left, notes: opened.notes(), problems: opened.problems() };
}

/** What it is refused with. */
export const refusal = async (content, options = {}) => {
  try {
    await read(content, options);
  } catch (error) {
    assert.equal(error.constructor.name, "Unreadable", error.stack);
    return error.message;
  }
  return assert.fail("the file was read");
};

export const lines = (...texts) => `${texts.join("\n")}\n`;

/** A table as mysql writes it. */
export const tabs = (...rows) => lines(...rows.map((row) => row.join("\t")));

/** The record of the only user in a file. */
export const only = ({ users, left, source }, expected) => {
  assert.deepEqual(left, []);
  assert.equal(source, expected);
  assert.equal(users.length, 1);
  const { line: _line, ...record } = users[0];
  return record;
};
