// The client libraries of JavaScript behind the same few functions. What a library refuses, it throws.
import * as oauth from "oauth4webapi";
import * as client from "openid-client";

/** The Worker of a test is on this machine, and speaks plain HTTP. */
const plain = { [oauth.allowInsecureRequests]: true };

export const libraries = {
  async oauth4webapi({ origin, app, api }) {
    const found = await oauth.discoveryRequest(new URL(origin), { algorithm: "oauth2", ...plain });
    const server = await oauth.processDiscoveryResponse(new URL(origin), found);
    const [mine, none] = [{ client_id: app }, oauth.None()];
    const [its, basic] = [{ client_id: api.id }, oauth.ClientSecretBasic(api.secret)];
    return {
      metadata: server,
      async login(username, password, scope) {
        const fields = new URLSearchParams({ username, password, scope });
        const answer = await oauth.genericTokenEndpointRequest(server, mine, none, "password", fields, plain);
        return oauth.processGenericTokenEndpointResponse(server, mine, answer);
      },
      async refresh(token) {
        const answer = await oauth.refreshTokenGrantRequest(server, mine, none, token, plain);
        return oauth.processRefreshTokenResponse(server, mine, answer);
      },
      async revoke(token) {
        return oauth.processRevocationResponse(await oauth.revocationRequest(server, mine, none, token, plain));
      },
      async introspect(token) {
        const answer = await oauth.introspectionRequest(server, its, basic, token, plain);
        return oauth.processIntrospectionResponse(server, its, answer);
      },
      async get(token, path) {
        const url = new URL(path, origin);
        return (await oauth.protectedResourceRequest(token, "GET", url, undefined, undefined, plain)).json();
      },
    };
  },
  async "openid-client"({ origin, app, api }) {
    const options = /** @type {any} */ ({ algorithm: "oauth2", execute: [client.allowInsecureRequests] });
    const mine = await client.discovery(new URL(origin), app, undefined, client.None(), options);
    const its = await client.discovery(new URL(origin), api.id, api.secret, client.ClientSecretPost(), options);
    return {
      metadata: mine.serverMetadata(),
      login: (username, password, scope) => client.genericGrantRequest(mine, "password", { username, password, scope }),
      refresh: (token) => client.refreshTokenGrant(mine, token),
      revoke: (token) => client.tokenRevocation(mine, token),
      introspect: (token) => client.tokenIntrospection(its, token),
      get: async (token, path) =>
        (await client.fetchProtectedResource(mine, token, new URL(path, origin), "GET")).json(),
    };
  },
};
