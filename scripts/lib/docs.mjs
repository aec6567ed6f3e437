// The parts of the documents that are made from something else: each stands between two comments with its name.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { inRoot } from "./paths.mjs";
import { Failure } from "./run.mjs";

/** Which documents have a part; all those of benches are in one. */
const PLACES = {
  "cpu of a login": ["docs/deploy.md"],
  crates: ["docs/package.md"],
  departures: ["docs/fastapi.md"],
  formats: ["docs/hashes.md"],
  frameworks: ["docs/protect-an-api.md"],
  runtimes: ["docs/package.md", "pkg-template/README.md"],
  sizes: ["docs/package.md", "pkg-template/README.md"],
};

const placesOf = (name) => PLACES[name] ?? ["docs/performance.md"];
const read = (path) => readFileSync(inRoot(path), "utf8");

/** Where a part begins and ends in the text of a document. */
function range(text, name, path) {
  const opening = `<!-- ${name} -->\n`;
  const start = text.indexOf(opening) + opening.length;
  const end = text.indexOf(`\n<!-- /${name} -->`, start - 1);
  if (start < opening.length || end < 0)
    throw new Failure(`${path} has no place for \`${name}\`: expected <!-- ${name} --> and <!-- /${name} -->.`);
  return [start, Math.max(start, end)];
}

/** Calls `use(text, path)` with what every document has of this part. */
export function eachPart(name, use) {
  for (const path of placesOf(name)) {
    const text = read(path);
    use(text.slice(...range(text, name, path)), path);
  }
}

/** Writes a part into every document that has it. */
export function writePart(name, part) {
  for (const path of placesOf(name)) {
    const text = read(path);
    const [start, end] = range(text, name, path);
    writeFileSync(inRoot(path), text.slice(0, start) + part.trim() + text.slice(end));
  }
}

/**
 * Writes the figures of `npm run bench -- <name>`: the markdown, and a line that says with what (`versions`, such as
 * "Node 26.10.0"), on what and when it was measured.
 */
export function writeFigures(name, markdown, versions) {
  const when = new Date().toISOString().slice(0, 10);
  const caption = `Measured by \`npm run bench -- ${name}\` on ${when}, ${cpus()[0]?.model.trim() ?? process.arch}, ${process.platform}: ${versions.join(", ")}.`;
  writePart(`bench ${name}`, `${markdown.trim()}\n\n${caption}`);
}
