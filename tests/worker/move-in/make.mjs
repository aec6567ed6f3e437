// Users as better-auth and Lucia 2 keep them, registered with the packages themselves: a file for each in the folder that is the
// only argument. Prints, as JSON, how each is read and who is in it. Run where they are installed (tests/npm/projects/systems).
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { admin, username } from "better-auth/plugins";
import { lucia } from "lucia";
import { node } from "lucia/middleware";

const folder = process.argv[2];
const made = [];

/** `users`: username as keyward has it, and password. */
function add(source, name, content, users) {
  const file = join(folder, name);
  writeFileSync(file, content);
  made.push({ source, file, users, options: {} });
}

const tables = { user: [], account: [], session: [], verification: [] };
const auth = betterAuth({
  secret: randomBytes(32).toString("hex"),
  baseURL: "http://localhost",
  database: memoryAdapter(tables),
  emailAndPassword: { enabled: true },
  plugins: [username(), admin()],
  telemetry: { enabled: false },
  logger: { disabled: true },
});
const [password, other] = ["better-auth's password", "the password of somebody else"];
await auth.api.signUpEmail({ body: { email: "better-auth@example.com", name: "Ann", password, username: "better" } });
await auth.api.signUpEmail({ body: { email: "other@example.com", name: "Bob", password: other } });
const { user, account } = tables;
add("better-auth", "better-auth.json", JSON.stringify({ user, account }), { better: password });

const kept = { user: [], user_key: [] };
const adapter = () => ({
  async setUser(row, key) {
    kept.user.push(row);
    kept.user_key.push(key);
  },
});
const users = lucia({ env: "PROD", middleware: node(), adapter: /** @type {any} */ (adapter) });
const key = { providerId: "username", providerUserId: "lucia", password: "lucia's password" };
await users.createUser({ key, attributes: { username: "lucia" } });
add("lucia", "lucia.json", JSON.stringify(kept), { lucia: key.password });

process.stdout.write(JSON.stringify(made));
