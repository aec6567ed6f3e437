// The Argon2 kernel in the wasm that is shipped: there as it was generated, and leaving nothing behind.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { checkKernel, wasmOpt } from "../../scripts/build/wasm.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { run } from "./support.mjs";

const shipped = inRoot("pkg/keyward.wasm");
const work = mkdtempSync(join(tmpdir(), "keyward-kernel-"));
after(() => rmSync(work, { recursive: true, force: true }));

/** A copy of the shipped wasm in which one place is changed: `from` is replaced by as many bytes. */
function tampered(from, to) {
  const bytes = readFileSync(shipped);
  const at = bytes.indexOf(from);
  assert.ok(at > 0, "the place to change is in the wasm");
  bytes.set(to, at);
  const file = join(work, "tampered.wasm");
  writeFileSync(file, bytes);
  return file;
}

/** What is left in a variant's place after `local.get`, `i32.wrap_i64`, `i64.extend_i32_u`, `local.set`: twice in a row. */
const lowHalves = /\x20[\s\S]\xa7\xad\x21[\s\S]\x20[\s\S]\xa7\xad\x21[\s\S]/;

test("the wasm of each entry that hashes has its variants of the kernel as they were generated", () => {
  for (const file of [shipped, inRoot("pkg/schemes/keyward.wasm"), inRoot("pkg/password/keyward.wasm")])
    checkKernel(file);
});

test("a kernel that is not there is missed", () => {
  assert.throws(
    () => checkKernel(inRoot("pkg/token/keyward.wasm"), ["simd"]),
    /does not have function \d of Argon2's kernel/,
  );
});

test("a kernel whose constants were changed is refused", () => {
  // i64.const 24, i64.rotr
  const file = tampered(Buffer.from([0x42, 24, 0x8a]), Buffer.from([0x42, 16, 0x8a]));
  assert.throws(() => checkKernel(file), /does not have function \d of Argon2's kernel/);
});

test("a kernel whose instructions were put in another order is refused", () => {
  const [found] = lowHalves.exec(readFileSync(shipped).toString("latin1"));
  const file = tampered(Buffer.from(found, "latin1"), Buffer.from(found.slice(6) + found.slice(0, 6), "latin1"));
  assert.throws(() => checkKernel(file), /does not have function \d of Argon2's kernel/);
});

test("a kernel that went through wasm-opt's usual passes is refused", async () => {
  const file = join(work, "optimized.wasm");
  await run(process.execPath, [wasmOpt, shipped, "-o", file, "-O2", "--enable-simd", "--enable-bulk-memory"]);
  assert.throws(() => checkKernel(file), /does not have function \d of Argon2's kernel/);
});

test("after a hash nothing of its memory is left in the module's", async () => {
  for (const variant of ["simd", "scalar"]) {
    const glue = await import(`${pathToFileURL(inRoot("pkg/generated/whole/glue.js"))}?${variant}`);
    const { memory } = glue.initSync({ module: readFileSync(shipped) });
    if (variant === "scalar") glue.useScalarKernel();
    glue.hash("correct horse battery staple", { memory: 32768, iterations: 1, parallelism: 2 });
    assert.ok(memory.buffer.byteLength > 32 << 20, "the memory of the hash is kept");
    const left = new Uint8Array(memory.buffer).reduce((count, byte) => (byte === 0 ? count : count + 1), 0);
    assert.ok(left < 1 << 20, `${left} bytes are not zero`);
  }
});

test("after a call no password and no secret is left in the module's memory", async () => {
  const PASSWORD = "correct horse battery staple";
  const SECRET = "a secret in every password hash";
  const { hash, verify, initSync } = await import(`${pathToFileURL(inRoot("pkg/generated/whole/glue.js"))}?wiped`);
  const { memory } = initSync({ module: readFileSync(shipped) });
  const quick = { memory: 64, iterations: 1 };
  const argon2 = hash("another", { ...quick, secret: SECRET });
  const calls = {
    hash: () => hash(PASSWORD, quick),
    "hash with a secret": () => hash(PASSWORD, { ...quick, secret: SECRET }),
    argon2: () => verify(PASSWORD, argon2, { secret: SECRET }),
    bcrypt: () => verify(PASSWORD, "$2b$04$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW"),
    "bcrypt over SHA-256": () =>
      verify(PASSWORD, "bcrypt_sha256$$2b$04$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW"),
    pbkdf2: () => verify(PASSWORD, `pbkdf2_sha256$10$salt$${"A".repeat(43)}=`),
    phpass: () => verify(PASSWORD, `$P$5saltsalt${"a".repeat(22)}`),
    "md5-crypt": () => verify(PASSWORD, `$1$salt$${"a".repeat(22)}`, { allowLegacy: true }),
    "sha512-crypt": () => verify(PASSWORD, `$6$rounds=1000$salt$${"a".repeat(86)}`),
  };
  for (const [name, call] of Object.entries(calls)) {
    call();
    const bytes = Buffer.from(memory.buffer);
    for (const text of [PASSWORD, SECRET]) assert.equal(bytes.indexOf(text), -1, name);
  }
});
