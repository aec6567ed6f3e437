// Fastify.

/**
 * A hook, `onRequest` or another before the handler, that lets only those pass whose token is good. `request.auth` is what the
 * guard gave.
 *
 * @param {(request: any, options?: object) => Promise<unknown>} guard
 * @param {object} [options]
 */
export const protect =
  (guard, options) =>
  /**
   * @param {any} request
   * @param {any} reply
   */
  async (request, reply) => {
    try {
      request.auth = await guard(request.raw, options);
    } catch (error) {
      const { response } = /** @type {{ response?: Response }} */ (error);
      if (!response) throw error;
      return reply
        .code(response.status)
        .headers(Object.fromEntries(response.headers))
        .send(await response.text());
    }
  };
