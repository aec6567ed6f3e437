// Hono, on whatever runs it.

/**
 * A middleware that lets only those pass whose token is good. `context.get("auth")` is what the guard gave.
 *
 * @param {(request: Request, options?: object) => Promise<unknown>} guard
 * @param {object} [options]
 */
export const protect =
  (guard, options) =>
  /**
   * @param {{ req: { raw: Request }, set(name: string, value: unknown): void }} context
   * @param {() => Promise<void>} next
   * @returns {Promise<Response | void>}
   */
  async (context, next) => {
    try {
      context.set("auth", await guard(context.req.raw, options));
    } catch (error) {
      const { response } = /** @type {{ response?: Response }} */ (error);
      if (!response) throw error;
      return response;
    }
    await next();
  };
