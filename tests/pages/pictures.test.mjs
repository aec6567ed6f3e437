// The pictures of the documents are there, small, and of the sizes that they are said to have.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import sharp from "sharp";
import { inRoot } from "../../scripts/lib/paths.mjs";

const FOLDER = "tests/pages/pictures";

test("the README and docs/page.md show every picture, each once and with words for those who do not see it", () => {
  const shown = ["README.md", "docs/page.md"].flatMap((path) => {
    const pictures = readFileSync(inRoot(path), "utf8").matchAll(/!\[([^\]]*)\]\((?:\.\.\/)?([^)]+)\)/g);
    return [...pictures].map(([, words, picture]) => {
      assert.ok(words.length > 10, `${picture} has words`);
      return picture;
    });
  });
  assert.deepEqual(
    shown.sort(),
    readdirSync(inRoot(FOLDER))
      .map((name) => `${FOLDER}/${name}`)
      .sort(),
  );
});

test("there is one of each panel on a phone and on a desktop, and both have both themes", () => {
  const names = readdirSync(inRoot(FOLDER)).map((name) => name.replace(".png", "").split("-"));
  for (const screen of ["phone", "desktop"]) {
    const those = names.filter((name) => name[1] === screen);
    assert.deepEqual(those.map(([scene]) => scene).sort(), [
      "account",
      "login",
      "passwords",
      "session",
      "tokens",
      "top",
    ]);
    assert.deepEqual([...new Set(those.map((name) => name[2]))].sort(), ["dark", "light"]);
  }
});

test("no picture has more than 150 KB", async () => {
  for (const name of readdirSync(inRoot(FOLDER))) {
    const picture = readFileSync(inRoot(FOLDER, name));
    const { format, width, height } = await sharp(picture).metadata();
    assert.equal(format, "png");
    assert.ok(picture.length < 150 * 1024, `${name} has ${picture.length} bytes`);
    assert.deepEqual([width, height], name.includes("phone") ? [780, 1688] : [1280, 900], name);
  }
});
