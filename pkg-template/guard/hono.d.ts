/**
 * `keyward/guard` for Hono.
 *
 * @packageDocumentation
 */
import type { Guard, GuardRequestOptions } from "./index.js";

/** What is used of Hono's context. */
export interface HonoContext {
  req: { raw: Request };
  // biome-ignore lint/suspicious/noExplicitAny: Hono's own type of it depends on the app
  set: any;
}

/**
 * A middleware that lets only those requests pass whose token is good; the others get the error's response. What the guard gave is
 * `context.get("auth")`.
 *
 * @example
 * app.use("/items/*", protect(guard, { scopes: "items" }));
 * app.get("/items", (context) => context.json({ owner: context.get("auth").claims.sub }));
 */
export function protect<C>(
  guard: Guard<C>,
  options?: GuardRequestOptions,
): (context: HonoContext, next: () => Promise<void>) => Promise<Response | undefined>;
