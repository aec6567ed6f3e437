// The parts of README.md that are made from something else: each stands between two comments with its name.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { inRoot } from "./paths.mjs";
import { Failure } from "./run.mjs";

/** The README with `text` between `<!-- name -->` and `<!-- /name -->`. */
export function withPart(readme, name, text) {
  const [before, rest] = readme.split(`<!-- ${name} -->\n`);
  const after = rest?.split(`<!-- /${name} -->\n`)[1];
  if (after === undefined)
    throw new Failure(`README.md has no place for \`${name}\`: expected <!-- ${name} --> and <!-- /${name} -->.`);
  return `${before}<!-- ${name} -->\n${text}\n<!-- /${name} -->\n${after}`;
}

/** Changes README.md, or another file like it, by a function of its text. */
export function rewriteReadme(change, path = "README.md") {
  const file = inRoot(path);
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

/**
 * Puts the figures of `npm run bench -- <name>` where the README has `<!-- bench <name> -->`: the markdown, and a line
 * that says with what (`versions`, such as "Node 26.10.0"), on what and when it was measured.
 */
export function writeFigures(name, markdown, versions) {
  const when = new Date().toISOString().slice(0, 10);
  const caption = `Measured by \`npm run bench -- ${name}\` on ${when}, ${cpus()[0]?.model.trim() ?? process.arch}, ${process.platform}: ${versions.join(", ")}.`;
  rewriteReadme((readme) => withPart(readme, `bench ${name}`, `${markdown.trim()}\n\n${caption}`));
}
