// What is not in this folder until it is built (scripts/build/npm.mjs): for each wasm the JavaScript that wasm-bindgen makes
// of the crate's exports (src/npm), and the wasm as text. Here is what they export, for the type check alone: this file does
// not ship.

/** What every glue has. */
interface Glue {
  /** Starts the wasm. A second call does nothing. */
  initSync(wasm: { module: BufferSource | WebAssembly.Module }): unknown;
  /** Forgets the instance, and makes a fresh one. */
  __wbg_reset_state(): void;
}

/** A class as wasm-bindgen makes it. */
interface BoundClass {
  new (...never: never[]): BoundObject;
  /** Makes an object of what lies at that address of the wasm's memory. */
  __wrap(address: number): BoundObject;
}

/** Of such a class. */
interface BoundObject {
  /** Zero where it has been freed, or moved back into the wasm. */
  readonly __wbg_ptr: number;
  /** Forgets the address without freeing what is there. */
  __destroy_into_raw(): number;
  free(): void;
  /** What token/keys.js notes on it. */
  [noted: symbol]: unknown;
}

type Passwords = typeof import("../../src/npm/types/passwords.js");
type Explain = Pick<typeof import("../../src/npm/types/every-scheme.js"), "explain">;
type Tokens = typeof import("../../src/npm/types/tokens.js");
type IssueOptions = import("../../src/npm/types/tokens.js").IssueOptions;
type DecodeOptions = import("../../src/npm/types/tokens.js").DecodeOptions;
type Decoded = import("../../src/npm/types/tokens.js").Decoded;
type BoundKey = InstanceType<Tokens["Key"]>;
type BoundKeySet = InstanceType<Tokens["KeySet"]>;

/** Of the crate's feature for passwords. */
interface SchemesGlue
  extends Glue,
    Explain,
    Pick<Passwords, "hash" | "identify" | "needsRehash" | "verify" | "verifyAndUpdate"> {
  useScalarKernel(): void;
}

/** Of the crate's feature for tokens. Functions named after a class take one of that; whether another key is one, Rust finds out. */
interface TokenGlue extends Glue, Pick<Tokens, "peek"> {
  Key: Tokens["Key"] & BoundClass;
  KeySet: Tokens["KeySet"] & BoundClass;
  issue(claims: object, key: unknown, options?: IssueOptions): string;
  issueWithKey(claims: object, key: BoundKey, options?: IssueOptions): string;
  decode(token: string, key: unknown, options?: DecodeOptions): object;
  /** The claims as JSON. */
  decodeWithKey(token: string, key: BoundKey, options?: DecodeOptions): string;
  decodeWithKeySet(token: string, key: BoundKeySet, options?: DecodeOptions): object;
  decodeComplete(token: string, key: unknown, options?: DecodeOptions): Decoded;
  decodeCompleteWithKey(token: string, key: BoundKey, options?: DecodeOptions): Decoded;
  decodeCompleteWithKeySet(token: string, key: BoundKeySet, options?: DecodeOptions): Decoded;
}

declare module "*/generated/whole/glue.js" {
  const glue: SchemesGlue & TokenGlue;
  export = glue;
}

declare module "*/generated/schemes/glue.js" {
  const glue: SchemesGlue;
  export = glue;
}

declare module "*/generated/token/glue.js" {
  const glue: TokenGlue;
  export = glue;
}

declare module "*/generated/primitives/glue.js" {
  export const initSync: Glue["initSync"];
  export const __wbg_reset_state: Glue["__wbg_reset_state"];
  export function useScalarKernel(): void;
  /** The tag; `undefined` where the memory cannot be had or a parameter is out of range. */
  export function argon2(
    type: number,
    version: number,
    memory: number,
    iterations: number,
    parallelism: number,
    password: Uint8Array,
    salt: Uint8Array,
    secret: Uint8Array,
    data: Uint8Array,
    length: number,
  ): Uint8Array | undefined;
  /** 24 bytes; `undefined` where the cost or the length of the salt is none of bcrypt's. */
  export function bcrypt(
    cost: number,
    salt: Uint8Array,
    password: Uint8Array,
    signExtended: boolean,
  ): Uint8Array | undefined;
}

declare module "*/inlined.js" {
  /** The wasm, compressed (RFC 1951), in base64. */
  export const deflated: string;
}

declare module "*/packed.js" {
  /** Bytes of the wasm in each stream of internal/rearrange.js. */
  export const sizes: number[];
  /** The streams one after the other, compressed (LZMA without a header), in base64. */
  export const packed: string;
}

declare module "*/generated/pool-worker.js" {
  /** pool/worker.js, minified. */
  const text: string;
  export default text;
}

declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

// The declarations of an entry point, which the build makes of src/npm/types.

declare module "*/index.js" {
  export const KeywardError: typeof import("../../src/npm/types/errors.js").KeywardError;
  export type ErrorCode = import("../../src/npm/types/errors.js").ErrorCode;
  export type Password = import("../../src/npm/types/passwords.js").Password;
  export type HashOptions = import("../../src/npm/types/passwords.js").HashOptions;
  export type VerifyOptions = import("../../src/npm/types/passwords.js").VerifyOptions;
  export type Verification = import("../../src/npm/types/passwords.js").Verification;
  export type Jwk = import("../../src/npm/types/tokens.js").Jwk;
}

// Modules in CommonJS, which the build makes of the ES modules beside them.

declare module "*/slim.cjs" {
  /** Of whichever entry point it is beside. */
  const slim: { init(wasm: BufferSource | WebAssembly.Module): void } & Record<string, unknown>;
  export = slim;
}

declare module "*/error.cjs" {
  const module: typeof import("../internal/error.js");
  export = module;
}

declare module "*/native.cjs" {
  const module: typeof import("../internal/native.js");
  export = module;
}

declare module "*/node-crypto.cjs" {
  const module: typeof import("../internal/node-crypto.js");
  export = module;
}

declare module "*/core.cjs" {
  /** Of whichever folder it is in; what it is given comes from a module in CommonJS, too. */
  export function jwks(entry: Record<string, unknown>): ReturnType<typeof import("../jwks/core.js").jwks>;
  export function guards(entry: Record<string, unknown>): ReturnType<typeof import("../guard/core.js").guards>;
}

declare module "*/node-pool.cjs" {
  const module: typeof import("../pool/node-pool.js");
  export = module;
}
