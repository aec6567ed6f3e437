// Express, and whatever else calls `(request, response, next)`.

/**
 * A middleware that lets only those pass whose token is good. `request.auth` is what the guard gave.
 *
 * @param {(request: any, options?: object) => Promise<unknown>} guard
 * @param {object} [options]
 */
export const protect =
  (guard, options) =>
  /**
   * @param {any} request
   * @param {import("node:http").ServerResponse} response
   * @param {(error?: unknown) => void} next
   */
  async (request, response, next) => {
    try {
      request.auth = await guard(request, options);
    } catch (error) {
      const { response: answer } = /** @type {{ response?: Response }} */ (error);
      if (!answer) return next(error);
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
      return;
    }
    next();
  };
