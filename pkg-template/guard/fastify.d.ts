/**
 * `keyward/guard` for Fastify.
 *
 * @packageDocumentation
 */
import type { Guard, GuardRequestOptions } from "./index.js";

/** What is used of a request, and what becomes of it. */
export interface FastifyRequest {
  raw: { headers: { authorization?: string | undefined } };
}

/** What is used of a reply. */
export interface FastifyReply {
  code(status: number): { headers(headers: Record<string, string>): { send(body: string): unknown } };
}

/**
 * A hook (`onRequest`, or another before the handler) that lets only those requests pass whose token is good; the others get the
 * error's response. What the guard gave is `request.auth`, which TypeScript learns from a declaration in your app:
 *
 * ```ts
 * declare module "fastify" {
 *   interface FastifyRequest {
 *     auth: import("keyward/guard").Guarded;
 *   }
 * }
 * ```
 *
 * @example
 * app.get("/items", { onRequest: protect(guard, { scopes: "items" }) }, async (request) => ({ owner: request.auth.claims.sub }));
 */
export function protect<C>(
  guard: Guard<C>,
  options?: GuardRequestOptions,
): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
