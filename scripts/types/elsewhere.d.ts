// Modules that a type check cannot find: packages that only a comparison of benches/ or a suite of tests/ installs, and files that lie beside a
// module only where it runs.

declare module "hono";
declare module "hono/*";
declare module "jose";
declare module "autocannon";
declare module "better-auth";
declare module "fast-jwt";
declare module "oauth4webapi";
declare module "openid-client";
declare module "jsonwebtoken";
declare module "@tsndr/cloudflare-worker-jwt";
declare module "@phi-ag/argon2/node";
declare module "argon2id/lib/setup.js";
declare module "hash-wasm";
declare module "@noble/hashes/argon2.js";
declare module "@rabbit-company/argon2id";
declare module "argon2-wasm-edge";
declare module "worker-password-auth";
declare module "bcrypt";
declare module "bcrypt-edge";
declare module "bcryptjs";

// Of the server of benches/argon2/chromium.mjs.
declare module "/pkg/*";
declare module "/modules/*";
declare module "*/implementations.js";

// What wasm-bindgen makes of the crate for the Worker.
declare module "*/glue.js";

// In the folder that benches/workerd.mjs fills.
declare module "*/phi.js";
declare module "*/built.js" {
  export default any;
  export const Account: any;
  export const Throttle: any;
}
declare module "*/workerd.js";
declare module "*/glue-scalar.js";

// Of a Worker.
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "cloudflare:workers";

/** Of workerd. */
interface Scheduler {
  wait(milliseconds: number): Promise<void>;
}

// Which element a selector finds is known to the page.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}

// What a page leaves for who measures or tests it.
interface Window {
  names: string[];
  time(...args: unknown[]): Promise<unknown>;
}

// Of JavaScript, and not yet declared.
interface JSON {
  rawJSON(text: string): unknown;
}
