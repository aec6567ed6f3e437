// The same flow as people write it today for Cloudflare: Hono, jose, and the quickest Argon2 of npm in wasm.
// With BARE it is that and nothing else; otherwise it also sends the headers and writes the line of log that keyward does.
// Its refresh token is another JWT: nothing is kept, so none is ever used up, and nobody can be logged out.
import { Hono } from "hono";
import { basicAuth } from "hono/basic-auth";
import { HTTPException } from "hono/http-exception";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { SignJWT, jwtVerify } from "jose";
import Argon2 from "./phi.js";
import argon2Module from "./phi.wasm";

const MINUTES = 30;
const DAYS = 14;
const DUMMY = "$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc";

const argon2 = new Argon2(new WebAssembly.Instance(argon2Module));
const verify = (encoded, password) => argon2.tryVerify(encoded, password).success;

let imported;
/** jose's own advice: import the key once. */
const key = ({ SECRET_KEY }) =>
  (imported ??= crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(SECRET_KEY),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign", "verify"],
  ));

async function sign(env, { claims, username }, kind, lifetime) {
  return new SignJWT({ ...claims, sub: username, kind })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setExpirationTime(lifetime)
    .sign(await key(env));
}

async function tokens(env, found) {
  const [access, refresh] = [sign(env, found, "access", `${MINUTES}m`), sign(env, found, "refresh", `${DAYS}d`)];
  const lifetime = { token_type: "bearer", expires_in: MINUTES * 60 };
  return { access_token: await access, ...lifetime, refresh_token: await refresh };
}

/** The claims of a token of this kind, or null. */
async function claimsOf(env, token, kind) {
  try {
    const { payload } = await jwtVerify(token, await key(env), { algorithms: ["HS256"] });
    return (payload.kind ?? "access") === kind ? payload : null;
  } catch {
    return null;
  }
}

const user = ({ AUTH }, username) => AUTH.get(`user:${username}`, "json");

const refuse = (status, detail, headers) =>
  new HTTPException(status, { res: Response.json({ detail }, { status, headers }) });
const CHALLENGE = { "WWW-Authenticate": "Bearer" };

async function current(c) {
  const [scheme, token] = (c.req.header("Authorization") ?? "").split(" ");
  if (scheme.toLowerCase() !== "bearer" || !token) throw refuse(401, "Not authenticated", CHALLENGE);
  const subject = (await claimsOf(c.env, token, "access"))?.sub;
  const found = subject && (await user(c.env, subject));
  if (!found) throw refuse(401, "Could not validate credentials", CHALLENGE);
  if (found.disabled) throw refuse(400, "Inactive user");
  return found;
}

async function refresh(c, token) {
  const subject = token && (await claimsOf(c.env, token, "refresh"))?.sub;
  const found = subject && (await user(c.env, subject));
  if (!found || found.disabled) throw refuse(400, "invalid_grant");
  return c.json(await tokens(c.env, found));
}

const credentials = ({ CLIENT_ID, CLIENT_SECRET }) => ({ username: CLIENT_ID, password: CLIENT_SECRET });

async function introspect(c) {
  const { token } = await c.req.parseBody();
  const claims = token && (await claimsOf(c.env, token, "access"));
  const found = claims && (await user(c.env, claims.sub));
  if (!found || found.disabled) return c.json({ active: false });
  return c.json({ active: true, token_type: "bearer", username: found.username, sub: claims.sub, exp: claims.exp });
}

function flow(app) {
  app.post("/token", async (c) => {
    const { username, password, grant_type, refresh_token } = await c.req.parseBody();
    c.header("Cache-Control", "no-store");
    if (grant_type === "refresh_token") return refresh(c, refresh_token);
    if (!username || !password) throw refuse(422, "username and password are required");
    const found = await user(c.env, username);
    const valid = verify(found?.hashed_password ?? DUMMY, password) && found;
    if (!valid) throw refuse(401, "Incorrect username or password", CHALLENGE);
    return c.json(await tokens(c.env, found));
  });
  app.post("/introspect", (c, next) => basicAuth(credentials(c.env))(c, next), introspect);
  app.get("/users/me/", async (c) => {
    const { username, email, full_name, disabled } = await current(c);
    return c.json({ username, email, full_name, disabled });
  });
  return app;
}

/** What keyward does for every request besides. */
function furnished() {
  const app = new Hono();
  app.use(requestId({ limitLength: 0 }));
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      xFrameOptions: "DENY",
    }),
  );
  app.use(async (c, next) => {
    const began = Date.now();
    await next();
    c.header("Cache-Control", "no-store");
    console.log(
      JSON.stringify({
        level: "info",
        request_id: c.get("requestId"),
        message: "request",
        method: c.req.method,
        route: c.req.path,
        status: c.res.status,
        ms: Date.now() - began,
      }),
    );
  });
  return flow(app);
}

const [bare, full] = [flow(new Hono()), furnished()];

export default { fetch: (request, env, context) => (env.BARE ? bare : full).fetch(request, env, context) };
