// Takes the words out of panics: they are a twentieth of a small wasm, and nobody would see them, because on
// wasm32-unknown-unknown a panic is a trap and its message goes nowhere.
import { Reader, sections } from "./wasm-code.mjs";

/** Functions of the standard library that only panics need, as the name section has them. */
const PANICS = new RegExp(
  [
    String.raw`\bpanicking::|panic_|rust_begin_unwind|rust_panic|PanicPayload|backtrace`,
    "_fail(ed)?(_rt)?$|unwrap_failed|expect_failed",
    "raw_vec::(handle_error|capacity_overflow)|handle_alloc_error|alloc_error_handler|rust_oom",
  ].join("|"),
);
/** core::fmt, and what implements its traits: nothing but panics needs it where no message is made in Rust. */
const FORMATTING = /\bfmt::/;
/** Of their names, what does not belong to the standard library is left alone. */
const OF_THE_STANDARD_LIBRARY =
  /^(<.* as )?(core|alloc|std|__rustc)\b|^<[^ ]* as (core|alloc|std)\b|^<(core|alloc|std)\b|^<&/;

/** What only panics say: where they are in the source. */
const PLACES = /(?:\/rustc\/|\/rust\/|crates\/|src\/)[\w./-]+\.rs/g;
/** Where nothing else is formatted, also the digits of their numbers, and what they say in this crate's `keyward/password`. */
const WORDS =
  /(?:\d\d){100}|assertion failed: (?:cost < 32|!password\.is_empty\(\) && password\.len\(\) <= 72)|capacity overflow|index out of bounds: the len is | but the index is |copy_from_slice: source slice length \(|\) does not match destination slice length \(/g;

const IMPORT = 2;
const DATA = 11;
const CODE = 10;
const CUSTOM = 0;
/** No locals; `unreachable`, `end`. */
const TRAP = Buffer.from([0x00, 0x00, 0x0b]);

/**
 * The wasm with each of those functions replaced by a trap, for wasm-opt to remove what only they used. `formats` is whether
 * its code makes messages of its own.
 */
export function silence(wasm, formats) {
  const all = sections(wasm);
  const names = functionNames(all);
  const imported = importedFunctions(all);
  const parts = all.map(({ id, content }) => {
    const replaced =
      id === CODE
        ? withTraps(content, (index) => isPanic(names.get(index + imported) ?? "", formats))
        : id === DATA
          ? withoutWords(content, formats ? [PLACES] : [PLACES, WORDS])
          : content;
    return Buffer.concat([Buffer.from([id]), leb(replaced.length), replaced]);
  });
  return Buffer.concat([wasm.subarray(0, 8), ...parts]);
}

const isPanic = (name, formats) =>
  (PANICS.test(name) || (!formats && FORMATTING.test(name))) && OF_THE_STANDARD_LIBRARY.test(name);

function withTraps(content, isReplaced) {
  const reader = new Reader(content);
  const count = reader.unsigned();
  const parts = [leb(count)];
  for (let index = 0; index < count; index += 1) {
    const body = reader.take(reader.unsigned());
    const kept = isReplaced(index) ? TRAP : body;
    parts.push(leb(kept.length), kept);
  }
  return Buffer.concat(parts);
}

/** As long as before, with zeros in place of the words. */
function withoutWords(content, expressions) {
  const bytes = Buffer.from(content);
  const text = bytes.toString("latin1");
  for (const { index, 0: word } of expressions.flatMap((expression) => [...text.matchAll(expression)]))
    bytes.fill(0, index, index + word.length);
  return bytes;
}

/** Names by the index of the function, from the custom section `name`. */
function functionNames(all) {
  const names = new Map();
  for (const { id, content } of all) {
    if (id !== CUSTOM) continue;
    const reader = new Reader(content);
    if (text(reader) !== "name") continue;
    while (reader.at < content.length) {
      const kind = reader.byte();
      const end = reader.unsigned() + reader.at;
      if (kind === 1)
        for (let left = reader.unsigned(); left > 0; left -= 1) names.set(reader.unsigned(), text(reader));
      reader.at = end;
    }
  }
  return names;
}

const FUNCTION = 0;

function importedFunctions(all) {
  const content = all.find(({ id }) => id === IMPORT)?.content;
  if (!content) return 0;
  const reader = new Reader(content);
  let functions = 0;
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    text(reader);
    text(reader);
    // What wasm-bindgen's output imports are functions; everything else it makes itself.
    if (reader.byte() !== FUNCTION) throw new Error("an import that is no function");
    reader.unsigned();
    functions += 1;
  }
  return functions;
}

const text = (reader) => Buffer.from(reader.take(reader.unsigned())).toString();

function leb(number) {
  const bytes = [];
  for (let rest = number; ; ) {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest ? low | 0x80 : low);
    if (!rest) return Buffer.from(bytes);
  }
}
