// `npm run user -- NAME [--remote]`: puts a user into the KV, with a password that is asked for and hashed here.
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { buildWww } from "./build/www.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure } from "./lib/run.mjs";
import { main, say } from "./lib/say.mjs";
import { putUsers } from "./seed.mjs";

const USAGE = `usage: npm run user -- NAME [--email ADDRESS] [--full-name TEXT] [--scope SCOPE]… [--disabled] [--remote]
The password is asked for, or read from standard input where that is no terminal.
With a PASSWORD_SECRET in the environment the hash is made with it, as the Worker with that setting does.
Without --remote the user goes into the local KV, with it into the one that is deployed.`;

/** @type {import("node:util").ParseArgsOptionsConfig} */
const options = {
  email: { type: "string" },
  "full-name": { type: "string" },
  scope: { type: "string", multiple: true, default: [] },
  disabled: { type: "boolean", default: false },
  remote: { type: "boolean", default: false },
};

main(async () => {
  const { name, values } = command();
  const password = await readPassword(name);
  // The package as the pages have it: `npm start` has built that.
  await buildWww();
  const { hash } = await import(inRoot("www/pkg/web.js"));
  const user = {
    username: name,
    ...(values.email && { email: values.email }),
    ...(values["full-name"] && { full_name: values["full-name"] }),
    disabled: values.disabled,
    hashed_password: hash(password, process.env.PASSWORD_SECRET ? { secret: process.env.PASSWORD_SECRET } : {}),
    scopes: values.scope,
    // Whoever had the name before: tokens that were issued until now end.
    created_at: Math.floor(Date.now() / 1000),
  };
  await putUsers([user], values.remote ? ["--remote"] : ["--local"]);
  say(`${name} is in the ${values.remote ? "deployed" : "local"} KV`);
});

function command() {
  try {
    const { positionals, values } = parseArgs({ options, allowPositionals: true });
    if (positionals.length === 1 && positionals[0]) return { name: positionals[0], values };
  } catch {}
  throw new Failure(USAGE);
}

/** Never from an argument: those stand in the shell's history and in the list of processes. */
async function readPassword(name) {
  const password = process.stdin.isTTY
    ? await ask(`Password for ${name}: `)
    : (await text(process.stdin)).replace(/\r?\n$/, "");
  if (password === "") throw new Failure("the password is empty");
  return password;
}

/** Asks without showing what is typed. */
function ask(question) {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve) =>
    lines.question("", (answer) => {
      lines.close();
      process.stderr.write("\n");
      resolve(answer);
    }),
  );
}
