// The same flow as people write it today for Cloudflare: Hono, jose, and the quickest Argon2 of npm in wasm.
// With BARE it is that and nothing else; otherwise it also sends the headers and writes the line of log that keyward does.
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { SignJWT, jwtVerify } from "jose";
import Argon2 from "./phi.js";
import argon2Module from "./phi.wasm";

const MINUTES = 30;
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

const user = ({ AUTH }, username) => AUTH.get(`user:${username}`, "json");

const refuse = (status, detail, headers) =>
  new HTTPException(status, { res: Response.json({ detail }, { status, headers }) });
const CHALLENGE = { "WWW-Authenticate": "Bearer" };

async function current(c) {
  const [scheme, token] = (c.req.header("Authorization") ?? "").split(" ");
  if (scheme.toLowerCase() !== "bearer" || !token) throw refuse(401, "Not authenticated", CHALLENGE);
  const invalid = () => refuse(401, "Could not validate credentials", CHALLENGE);
  let subject;
  try {
    subject = (await jwtVerify(token, await key(c.env), { algorithms: ["HS256"] })).payload.sub;
  } catch {
    throw invalid();
  }
  const found = subject && (await user(c.env, subject));
  if (!found) throw invalid();
  if (found.disabled) throw refuse(400, "Inactive user");
  return found;
}

function flow(app) {
  app.post("/token", async (c) => {
    const { username, password } = await c.req.parseBody();
    if (!username || !password) throw refuse(422, "username and password are required");
    const found = await user(c.env, username);
    const valid = verify(found?.hashed_password ?? DUMMY, password) && found;
    if (!valid) throw refuse(401, "Incorrect username or password", CHALLENGE);
    const token = await new SignJWT({ ...found.claims, sub: found.username })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setExpirationTime(`${MINUTES}m`)
      .sign(await key(c.env));
    c.header("Cache-Control", "no-store");
    return c.json({ access_token: token, token_type: "bearer", expires_in: MINUTES * 60 });
  });
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
