// A server that has keys, and issues tokens as the Worker does: for what `keyward/jwks` and `keyward/guard` ask of one, with every
// fault that such a server may have.
import { createServer } from "node:http";
import { inRoot } from "../../scripts/lib/paths.mjs";

export const { Key, decode, issue } = await import(inRoot("pkg/node.js"));

export const SET = "/.well-known/jwks.json";
export const METADATA = "/.well-known/oauth-authorization-server";

/** A key pair whose name follows from it, as `npm run user` and the Worker name theirs. */
export function pair(algorithm = "EdDSA") {
  const key = Key.generate(algorithm);
  return Key.fromJwk({ ...key.toJwk(), kid: key.thumbprint() });
}

/** A server on this machine; `handlers` by path take request and response. What was asked is in `asked`. */
export async function serve(handlers = {}) {
  const asked = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    asked.push(path);
    const handler = handlers[path];
    if (handler) handler(request, response);
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const stop = () =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    });
  return { origin: `http://127.0.0.1:${port}`, asked, handlers, stop };
}

/** A handler that answers with JSON. */
export const json =
  (value, headers = {}, status = 200) =>
  (_request, response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));

/**
 * A server with the keys' public halves, and metadata. `token` issues with the newest of them what the Worker would; `fault`
 * answers in place of the set, where it is set.
 */
export async function startIssuer(...keys) {
  const issuer = await serve();
  const state = { ...issuer, keys, headers: {}, fault: undefined };
  issuer.handlers[SET] = (request, response) =>
    (state.fault ?? json({ keys: state.keys.map((key) => key.toPublicJwk()) }, state.headers))(request, response);
  issuer.handlers[METADATA] = json({ issuer: issuer.origin, jwks_uri: issuer.origin + SET });
  return Object.assign(state, {
    address: issuer.origin + SET,
    /** How often the set was asked for. */
    requests: () => issuer.asked.filter((path) => path === SET).length,
    token: (claims = {}, key = state.keys.at(-1), options = {}) =>
      issue({ sub: "johndoe", iss: issuer.origin, ...claims }, key, { expiresIn: "30m", issuedAt: true, ...options }),
  });
}
