// `npm run bench -- http`: the login over HTTP, on the loopback: keyward, the same flow on Hono and jose in the same
// workerd, and the tutorial on FastAPI. Taking turns, in one run.
// Options: --rounds=5 --seconds=2 --only=keyward,Hono --write
import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFigures } from "../../scripts/lib/readme.mjs";
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

const SCENARIOS = [
  ...[1, 8, 64].map((connections) => ({ title: "`GET /users/me`", connections, requests: me })),
  ...[1, 8].map((connections) => ({ title: "`POST /token`", connections, requests: login, longer: 3 })),
];
const GROWTH = [10, 10_000, 100_000];

const CONTENDERS = {
  keyward: () => startWorkerd("keyward", { SECRET_KEY }),
  "Hono + jose + @phi-ag/argon2": () => startWorkerd("hono", { SECRET_KEY, BARE: "true" }),
  "the same with keyward's headers and log line": () => startWorkerd("hono", { SECRET_KEY }),
  "the tutorial on FastAPI, uvicorn": fastapi,
};

main(async () => {
  const { rounds, seconds, only, write } = read(process.argv.slice(2));
  await ensureNodeModules();
  const { buildWorker } = await import("../../scripts/build/worker.mjs");
  await buildWorker();
  if (!existsSync(join(here, "node_modules/.package-lock.json"))) {
    await must("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], "npm could not install the packages to compare with.", { cwd: here });
  }
  const { load } = await import("./load.mjs");
  const names = Object.keys(CONTENDERS).filter((name) => only.length === 0 || only.some((wanted) => name.includes(wanted)));
  const servers = new Map();
  try {
    for (const name of names) servers.set(name, await CONTENDERS[name]());
    const measure = async (names, { title, connections, requests, longer = 1 }, users) => {
      const of = Object.fromEntries(names.map((name) => [name, []]));
      for (let round = -1; round < rounds; round += 1) {
        const turn = (round + names.length) % names.length;
        for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
          const { origin } = servers.get(name);
          // The first round only warms up.
          const found = await load({ origin, requests: requests(users), connections, seconds: seconds * longer });
          if (round >= 0) of[name].push(found);
        }
      }
      return { title, connections, of };
    };
    const results = [];
    for (const server of servers.values()) await server.fill(USERS, HASH);
    for (const scenario of SCENARIOS) {
      say(`${scenario.title}, ${scenario.connections} at once …`);
      results.push(await measure(names, scenario, USERS));
      say(`\n${table(results.slice(-1))}`);
    }
    const workers = names.filter((name) => !name.includes("FastAPI"));
    for (const users of GROWTH) {
      say(`${users} users …`);
      for (const name of workers) await servers.get(name).fill(users, HASH);
      results.push(await measure(workers, { title: `\`GET /users/me\`, ${users.toLocaleString("en")} users in KV`, connections: 8, requests: me }, users));
    }
    const markdown = `${table(results)}\n\nPeak resident memory: ${workers.map((name) => `${name} ${Math.round(servers.get(name).memory() / 2 ** 20)} MiB`).join("; ")} (with 100,000 users in the Workers' KV, which is a map in memory here).`;
    console.log(markdown);
    if (write) writeFigures("http", markdown, [`Node ${process.versions.node}`, capture(join(here, "../../node_modules/.bin/workerd"), ["--version"]) ?? "workerd"]);
  } finally {
    for (const server of servers.values()) await server.stop();
  }
});

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
  return spread(users).map((username) => ({ method: "POST", path: "/token", headers, body: `grant_type=password&username=${username}&password=secret` }));
}

const spread = (users) => Array.from({ length: CLIENTS }, (_, index) => `user-${Math.floor((index * users) / CLIENTS)}`);

/** The reference of the conformance suite: one process, as the tutorial starts it. */
async function fastapi() {
  const { startReference } = await import("../../tests/conformance/reference.mjs");
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-fastapi-"));
  const file = join(folder, "users.json");
  const users = spread(USERS).map((username) => [username, { username, email: `${username}@example.com`, full_name: "John Doe", disabled: false, hashed_password: HASH }]);
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
    else throw new Failure(`cannot use ${text}: there are --rounds=<number>, --seconds=<number>, --only=<name>,<name> and --write`);
  }
  return options;
}
