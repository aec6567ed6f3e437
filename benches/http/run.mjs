// `npm run bench -- http`: the login over HTTP, on the loopback: keyward, the same flow on Hono and jose in the same
// workerd, and the tutorial on FastAPI. Taking turns, in one run.
// Options: --rounds=5 --seconds=2 --only=keyward,Hono --write
import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFigures } from "../../scripts/lib/docs.mjs";
import { Failure, capture, must } from "../../scripts/lib/run.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { ensureNodeModules } from "../../scripts/setup/node.mjs";
import { table } from "./table.mjs";
import { here, startWorkerd } from "./workerd.mjs";

/** The tutorial's: m=65536,t=3,p=4 and the password `secret`. */
const HASH = "$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc";
const USERS = 10;
/** How many of the users ask, spread over all of them. */
const CLIENTS = 10;
const SECRET_KEY = randomBytes(32).toString("hex");

/** `users` are in the store; where they are many, only Workers are asked. */
const SCENARIOS =
  /** @type {{ title: string, connections: number, requests: (users: number) => object[], users: number, workers?: boolean, longer?: number }[]} */ ([
    ...[1, 8, 64].map((connections) => ({ title: "`GET /users/me`", connections, requests: me, users: USERS })),
    ...[1, 8].map((connections) => ({ title: "`POST /token`", connections, requests: login, users: USERS, longer: 3 })),
    ...[10, 10_000, 100_000].map((users) => ({
      title: `\`GET /users/me\`, ${users.toLocaleString("en")} users in KV`,
      connections: 8,
      requests: me,
      users,
      workers: true,
    })),
  ]);

/** The one that has no KV to fill. */
const TUTORIAL = "the tutorial on FastAPI, uvicorn";

const CONTENDERS = {
  keyward: () => startWorkerd("keyward", { SECRET_KEY }),
  "Hono + jose + @phi-ag/argon2": () => startWorkerd("hono", { SECRET_KEY, BARE: "true" }),
  "the same with keyward's headers and log line": () => startWorkerd("hono", { SECRET_KEY }),
  [TUTORIAL]: fastapi,
};

main(async () => {
  const { rounds, seconds, only, write } = read(process.argv.slice(2));
  await ensureNodeModules();
  const { buildWorker } = await import("../../scripts/build/worker.mjs");
  await buildWorker();
  if (!existsSync(join(here, "node_modules/.package-lock.json"))) {
    await must(
      "npm",
      ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
      "npm could not install the packages to compare with.",
      { cwd: here },
    );
  }
  const { load } = await import("./load.mjs");
  const names = Object.keys(CONTENDERS).filter(
    (name) => only.length === 0 || only.some((wanted) => name.includes(wanted)),
  );
  const results = SCENARIOS.map(({ title, connections, workers }) => {
    const asked = names.filter((name) => !(workers && name === TUTORIAL));
    return { title, connections, of: Object.fromEntries(asked.map((name) => [name, []])) };
  });
  const peaks = new Map();
  // Every round has new processes: two of the same program differ by some percent for as long as they live.
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${round + 1} of ${rounds} …`);
    const turn = round % names.length;
    await measure([...names.slice(turn), ...names.slice(0, turn)], results, { load, seconds, peaks });
    say(`\n${table(results)}`);
  }
  const markdown = `${table(results)}\n\nPeak resident memory: ${[...peaks].map(([name, bytes]) => `${name} ${Math.round(bytes / 2 ** 20)} MiB`).join("; ")} (with 100,000 users in the Workers' KV, which is a map in memory here).`;
  console.log(markdown);
  if (write)
    writeFigures("http", markdown, [
      `Node ${process.versions.node}`,
      capture(join(here, "../../node_modules/.bin/workerd"), ["--version"]) ?? "workerd",
    ]);
});

/** Starts the contenders, and adds to `results` what they do in each scenario. */
async function measure(names, results, { load, seconds, peaks }) {
  const servers = new Map();
  try {
    for (const name of names) servers.set(name, await CONTENDERS[name]());
    let filled;
    for (const [index, { requests, users, connections, longer = 1 }] of SCENARIOS.entries()) {
      if (filled !== users) for (const server of servers.values()) await server.fill(users, HASH);
      filled = users;
      const { of } = results[index];
      const asked = names.filter((name) => name in of);
      const ask = (name, seconds) =>
        load({ origin: servers.get(name).origin, requests: requests(users), connections, seconds });
      // Once to warm up.
      for (const name of asked) await ask(name, longer);
      for (const name of asked) of[name].push(await ask(name, seconds * longer));
    }
    for (const [name, { memory }] of servers) if (memory) peaks.set(name, Math.max(memory(), peaks.get(name) ?? 0));
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

/** `GET /users/me` with the tokens of users spread over all of them; made here, so that all servers get the same ones. */
function me(users) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + 7200;
  return spread(users).map((username) => {
    const input = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ sub: username, exp })}`;
    const token = `${input}.${createHmac("sha256", SECRET_KEY).update(input).digest("base64url")}`;
    return { method: "GET", path: "/users/me/", headers: { authorization: `Bearer ${token}` } };
  });
}

function login(users) {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return spread(users).map((username) => ({
    method: "POST",
    path: "/token",
    headers,
    body: `grant_type=password&username=${username}&password=secret`,
  }));
}

const spread = (users) =>
  Array.from({ length: CLIENTS }, (_, index) => `user-${Math.floor((index * users) / CLIENTS)}`);

/** The reference of the conformance suite: one process, as the tutorial starts it. */
async function fastapi() {
  const { startReference } = await import("../../tests/conformance/reference.mjs");
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-fastapi-"));
  const file = join(folder, "users.json");
  const users = spread(USERS).map((username) => [
    username,
    { username, email: `${username}@example.com`, full_name: "John Doe", disabled: false, hashed_password: HASH },
  ]);
  writeFileSync(file, JSON.stringify(Object.fromEntries(users)));
  const server = await startReference({ SECRET_KEY, USERS_FILE: file });
  return {
    origin: server.origin,
    fill: async () => {},
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function read(list) {
  const options = { rounds: 5, seconds: 2, only: [], write: false };
  for (const text of list) {
    const [, name, value] = /^--(rounds|seconds|only)=(.+)$/.exec(text) ?? [];
    if (text === "--write") options.write = true;
    else if ((name === "rounds" || name === "seconds") && Number(value) >= 1) options[name] = Number(value);
    else if (name === "only") options.only = value.split(",");
    else
      throw new Failure(
        `cannot use ${text}: there are --rounds=<number>, --seconds=<number>, --only=<name>,<name> and --write`,
      );
  }
  return options;
}
