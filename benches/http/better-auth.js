// better-auth as its documentation sets it up: email and password, everything else as it is by default. Users and sessions are
// in its own memory adapter. Without a database it would believe a copy of the session in the cookie: that is off, so that the
// adapter is asked. Its limit of requests, three sign-ins in ten seconds and address, is off: it would answer nearly all of them.
import { betterAuth } from "better-auth";

const USERS = 10;

let auth;
/** Made with the first request: nothing random is to be had before. */
async function start({ ORIGIN, SECRET_KEY, UPDATE_AGE }) {
  const made = betterAuth({
    baseURL: ORIGIN,
    secret: SECRET_KEY,
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
    // How old a session must be, in seconds, to be prolonged when it is asked for: a day by default.
    session: { cookieCache: { enabled: false }, ...(UPDATE_AGE && { updateAge: Number(UPDATE_AGE) }) },
  });
  const { internalAdapter, password } = await made.$context;
  const hash = await password.hash("secret");
  for (let index = 0; index < USERS; index += 1) {
    const user = { email: `user-${index}@example.com`, name: "John Doe", emailVerified: true };
    const { id } = await internalAdapter.createUser(user, { method: "email-password" });
    await internalAdapter.linkAccount({ userId: id, accountId: id, providerId: "credential", password: hash });
  }
  return made;
}

export default {
  async fetch(request, env) {
    auth ??= start(env);
    return (await auth).handler(request);
  },
};
