// Folders of a test's own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders = new Set();

/** A new folder, which goes when the process ends, however that comes about. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "keyward-test-"));
  folders.add(folder);
  return folder;
}

/** Removes one before. What was ended a moment ago may still have written into it. */
export function discard(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  folders.delete(folder);
}

process.on("exit", () => folders.forEach(discard));
