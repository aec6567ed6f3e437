// better-auth as its documentation sets it up: email and password, everything else as it is by default. The users are in its
// own memory adapter. Its limit of requests, three sign-ins in ten seconds and address, is off: it would answer nearly all of them.
import { betterAuth } from "better-auth";

const USERS = 10;

let auth;
/** Made with the first request: nothing random is to be had before. */
async function start({ ORIGIN, SECRET_KEY }) {
  const made = betterAuth({
    baseURL: ORIGIN,
    secret: SECRET_KEY,
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
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
