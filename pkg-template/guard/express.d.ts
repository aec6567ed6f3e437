/**
 * `keyward/guard` for Express, and for whatever else calls `(request, response, next)`.
 *
 * @packageDocumentation
 */
import type { Guard, GuardRequestOptions } from "./index.js";

/** What is used of a request, and what becomes of it. */
export interface ExpressRequest {
  headers: { authorization?: string | undefined };
}

/** What is used of a response. */
export interface ExpressResponse {
  writeHead(status: number, headers: Record<string, string>): { end(body: string): unknown };
}

/**
 * A middleware that lets only those requests pass whose token is good; the others get the error's response. What the guard gave is
 * `request.auth`, which TypeScript learns from a declaration in your app:
 *
 * ```ts
 * declare global {
 *   namespace Express {
 *     interface Request {
 *       auth: import("keyward/guard").Guarded;
 *     }
 *   }
 * }
 * ```
 *
 * @example
 * app.get("/items", protect(guard, { scopes: "items" }), (request, response) => {
 *   response.json({ owner: request.auth.claims.sub });
 * });
 */
export function protect<C>(
  guard: Guard<C>,
  options?: GuardRequestOptions,
): (request: ExpressRequest, response: ExpressResponse, next: (error?: unknown) => void) => Promise<void>;
