// The documents lead where they say: files, headings, commands.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { suites } from "../../scripts/test/suites.mjs";

const inDocs = readdirSync(inRoot("docs")).map((name) => `docs/${name}`);
const documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "pkg-template/README.md", ...inDocs];
const read = (path) => readFileSync(inRoot(path), "utf8");

/** The text without its blocks of code, in which nothing is a link or a heading. */
const prose = (text) => text.replace(/^```[^]*?^```/gm, "");

/** `[path, anchor]` of every link that stays inside the repository. */
function links(path) {
  const found = [...prose(read(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
  const inside = found.filter((target) => !/^[a-z]+:/.test(target));
  return inside.map((target) => {
    const [file, anchor] = target.split("#");
    return [file ? normalize(join(dirname(path), file)) : path, anchor];
  });
}

/** The anchors that hosts of repositories make of headings: small letters, spaces as dashes, no punctuation. */
function anchors(path) {
  const headings = [...prose(read(path)).matchAll(/^#+ (.*)$/gm)].map(([, words]) => words);
  return headings.map((words) =>
    words
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

for (const path of documents) {
  test(`every link of ${path} leads somewhere`, () => {
    for (const [file, anchor] of links(path)) {
      assert.ok(existsSync(inRoot(file)), `${path} leads to ${file}, which is not there`);
      if (anchor) assert.ok(anchors(file).includes(anchor), `${path} leads to ${file}#${anchor}, which is no heading`);
    }
  });

  // The second of two has another anchor, and a chapter that is there twice is a mistake.
  if (path !== "CHANGELOG.md")
    test(`no two headings of ${path} are the same`, () => {
      const all = anchors(path);
      assert.deepEqual(
        all.filter((anchor, index) => all.indexOf(anchor) !== index),
        [],
      );
    });

  test(`every command of npm in ${path} is one`, () => {
    const { scripts } = JSON.parse(read("package.json"));
    for (const [, name] of read(path).matchAll(/\bnpm run ([\w:]+)/g)) assert.ok(scripts[name], `npm run ${name}`);
    const names = suites.map(({ name }) => name);
    for (const [, list] of read(path).matchAll(/\bnpm test -- ([a-z]+(?: [a-z]+)*)/g))
      for (const name of list.split(" ")) assert.ok(names.includes(name), `npm test -- ${name}`);
  });
}

test("the README leads to every document", () => {
  const linked = links("README.md").map(([file]) => file);
  for (const path of ["CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ...inDocs])
    assert.ok(linked.includes(path), `README.md does not lead to ${path}`);
});

test("the README is one screen and an index", () => {
  assert.ok(read("README.md").split("\n").length <= 80);
});
