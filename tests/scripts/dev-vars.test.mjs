// What `npm start` does about .dev.vars.
import assert from "node:assert/strict";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ensureSecret } from "../../scripts/lib/dev-vars.mjs";
import { temporaryFolder } from "../support/folder.mjs";

const folder = temporaryFolder();

const mode = (file) => statSync(file).mode & 0o777;

/** A file with this text and mode, whatever the umask. */
function existing(name, text, mode) {
  const file = join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

test("a file that is made is for its user alone", () => {
  const file = join(folder, "new");
  ensureSecret(file);
  assert.match(readFileSync(file, "utf8"), /^SECRET_KEY=[0-9a-f]{64}\n$/);
  assert.equal(mode(file), 0o600);
});

test("a file that others could read is so no longer, and its key stays", () => {
  const text = "SECRET_KEY=0123456789abcdef0123456789abcdef\n";
  const file = existing("old", text, 0o644);
  ensureSecret(file);
  assert.equal(readFileSync(file, "utf8"), text);
  assert.equal(mode(file), 0o600);
});

test("a file without a key gets one, and what is in it stays", () => {
  const file = existing("other", "LOGIN_QUEUE=9", 0o664);
  ensureSecret(file);
  assert.match(readFileSync(file, "utf8"), /^LOGIN_QUEUE=9\nSECRET_KEY=[0-9a-f]{64}\n$/);
  assert.equal(mode(file), 0o600);
});

test("a file that is as it should be is not touched", () => {
  const file = existing("good", "SECRET_KEY=x\n", 0o400);
  ensureSecret(file);
  assert.equal(readFileSync(file, "utf8"), "SECRET_KEY=x\n");
  assert.equal(mode(file), 0o400);
});
