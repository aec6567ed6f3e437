/**
 * `hash`, `verify` and `verifyAndUpdate` off the main thread: the same functions as those of `keyward`, computed by Web
 * Workers or `worker_threads`, and answered with a promise. A page stays alive meanwhile, a server goes on serving.
 *
 * @packageDocumentation
 */
import type { HashOptions, Password, Verification, VerifyOptions } from "./index.js";

export { KeywardError } from "./index.js";
export type { HashOptions, Password, Verification, VerifyOptions } from "./index.js";

/** How a pool is made. */
export interface PoolOptions {
  /**
   * The most threads that compute at once; calls beyond that wait their turn. Default: one for each processor but one,
   * at least 1 and at most 4.
   *
   * A thread starts when it is first needed, and each has a memory of its own: what the largest hash needed that it
   * computed (19 MiB for a new hash), and about 1 MiB more.
   */
  size?: number;
  /** Milliseconds after which a thread without work ends and gives its memory back. Default 30000, at most 2147483647. */
  idleTimeout?: number;
}

/** What every call may be given beside the options of the function of the same name in `keyward`. */
export interface PoolCallOptions {
  /**
   * Gives the call up: the promise is rejected with the signal's `reason`. A call that waits is dropped; one that is
   * being computed ends its thread, and another takes its place.
   */
  signal?: AbortSignal;
}

/**
 * Threads that hash and verify passwords. Where there are none (Cloudflare Workers) everything is computed on the spot:
 * the promises are the same, and `size` is 1.
 *
 * A pool keeps a Node process alive only while it computes.
 *
 * @example
 * await using pool = new Pool({ size: 2 });
 * const stored = await pool.hash("correct horse battery staple");
 */
export class Pool {
  /** @throws {KeywardError} `ERR_OPTION` */
  constructor(options?: PoolOptions);

  /** The most threads that compute at once. */
  readonly size: number;

  /**
   * As `hash` of `keyward`, with a promise. The password is copied at once; every copy is wiped after use.
   *
   * The promise is rejected with what the function throws, with the signal's reason, or with an `Error` when the thread
   * cannot run or the pool is closed.
   *
   * @example
   * const stored = await hash(password, { memory: 65536, iterations: 3, signal: AbortSignal.timeout(5000) });
   */
  hash(password: Password, options?: HashOptions & PoolCallOptions): Promise<string>;

  /** As `verify` of `keyward`, with a promise. */
  verify(password: Password, encoded: string | null, options?: VerifyOptions & PoolCallOptions): Promise<boolean>;

  /** As `verifyAndUpdate` of `keyward`, with a promise. */
  verifyAndUpdate(
    password: Password,
    encoded: string | null,
    options?: VerifyOptions & HashOptions & PoolCallOptions,
  ): Promise<Verification>;

  /**
   * Takes no more calls, answers those it has taken, then ends the threads. The promise is fulfilled when they have
   * ended.
   */
  close(): Promise<void>;

  /** The same as `close`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** `hash` on a pool with the default options, which the first call makes and the whole program shares. */
export const hash: Pool["hash"];

/** `verify` on the shared pool. */
export const verify: Pool["verify"];

/** `verifyAndUpdate` on the shared pool. */
export const verifyAndUpdate: Pool["verifyAndUpdate"];
