// Guessing ends, in real workerd: the objects that count, over requests of many networks. What the rules are is tried on
// the host (src/account/throttle); here it is that they hold where it counts.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { startWorker, withWorker } from "./harness.mjs";
import { assertQuietLog, login, newSecret, people, person } from "./support.mjs";

limits.test = 5 * MINUTE;

/** Addresses for documentation and private use: each is another network. */
const address = (number) => `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;

/** POST /token from an address. The last of a thousand waits for all others. */
const from = (worker, number, username, password, cookie) =>
  login(
    worker,
    username,
    password,
    {},
    { headers: [["CF-Connecting-IP", address(number)], ...cookies(cookie)], timeout: 4 * MINUTE },
  );

const cookies = (cookie) => (cookie ? [["Cookie", cookie]] : []);

const count = (responses, wanted) => responses.filter(({ status }) => status === wanted).length;

describe("failed logins", () => {
  const secret = newSecret();
  let worker;
  let next = 1;

  before(async () => {
    // A thousand logins may take longer than the usual first block.
    const vars = { LOGIN_NETWORK_NAMES: "5", LOGIN_BLOCK_SECONDS: "3600" };
    worker = await startWorker({ secret, users: people, vars });
  });
  after(() => worker?.stop());

  test("of one user, a thousand at once from a thousand networks, are hashed ten times", async (context) => {
    const first = next;
    next += 1000;
    const guess = (_, index) => from(worker, first + index, "johndoe", `guess ${index}`);
    const responses = await Promise.all(Array.from({ length: 1000 }, guess));
    const counts = Object.fromEntries([401, 429, 503].map((status) => [status, count(responses, status)]));
    context.diagnostic(JSON.stringify(counts));
    assert.equal(counts[401] + counts[429] + counts[503], 1000);
    // Where all came at the same moment, the queue let in fewer than are hashed.
    let hashed = counts[401];
    while (hashed <= 10 && (await from(worker, next++, "johndoe", "another guess")).status === 401) hashed += 1;
    assert.equal(hashed, 10);
    const blocked = await from(worker, next++, "johndoe", "secret");
    assert.deepEqual([blocked.status, blocked.body], [429, { detail: "Too many failed logins" }]);
    assert.ok(Number(blocked.header("retry-after")) > 0);
  });

  test("block a name that nobody has in the same way", async () => {
    const tried = [];
    for (let index = 0; index < 12; index += 1) tried.push(await from(worker, next++, "nobody", `guess ${index}`));
    assert.deepEqual(
      tried.map(({ status }) => status),
      [...Array(10).fill(401), 429, 429],
    );
  });

  test("of a stranger leave the owner in, at home and with the cookie", async () => {
    const home = next++;
    const first = await from(worker, home, "quick", "secret");
    assert.equal(first.status, 200);
    const [device] = first.header("set-cookie").split(";");
    for (let index = 0; index < 10; index += 1)
      assert.equal((await from(worker, next++, "quick", "wrong")).status, 401);
    assert.equal((await from(worker, next++, "quick", "secret")).status, 429);
    assert.equal((await from(worker, home, "quick", "secret")).status, 200);
    assert.equal((await from(worker, next++, "quick", "secret", device)).status, 200);
    assert.equal((await from(worker, next++, "legacy", "secret", device)).status, 200);
  });

  test("of one network end with so many names, before the limit in front, and for longer", async () => {
    const network = next++;
    const responses = [];
    for (let index = 0; index < 8; index += 1) responses.push(await from(worker, network, `name-${index}`, "wrong"));
    assert.deepEqual(
      responses.map(({ status }) => status),
      [401, 401, 401, 401, 401, 429, 429, 429],
    );
    // The limit in front says 60.
    assert.ok(Number(responses.at(-1).header("retry-after")) > 60);
  });

  test("are told by reference and by a part of the network, and no name is in the log", async () => {
    await worker.logged(
      /"level":"warning","request_id":"[^"]+","message":"login refused: blocked for \d+ s","user":"[0-9a-f]{16}","network":"10\.\d+\.\d+\.0\/24"/,
    );
    assert.doesNotMatch(worker.output(), /johndoe|nobody|name-1/);
    assertQuietLog(worker, [secret]);
  });
});

test("counts outlive a restart", async () => {
  const vars = { LOGIN_BLOCK_SECONDS: "3600" };
  const options = { secret: newSecret(), users: people, vars, persist: temporaryFolder() };
  await withWorker(options, async (before) => {
    for (let index = 1; index <= 10; index += 1)
      assert.equal((await from(before, index, "quick", "wrong")).status, 401);
  });
  await withWorker(options, async (after) => {
    assert.equal((await from(after, 11, "quick", "secret")).status, 429);
  });
});

/** The built Worker, whose shards throw. */
const BROKEN = `
import { DurableObject } from "cloudflare:workers";
export { default, Account } from ${JSON.stringify(inRoot("build/index.js"))};
export class Throttle extends DurableObject {
  call() { throw new Error("broken on purpose"); }
  fetch() { throw new Error("broken on purpose"); }
}
`;

const BINDINGS = {
  compatibility_flags: ["no_nodejs_compat", "enable_request_signal"],
  durable_objects: { bindings: [{ name: "THROTTLE", class_name: "Throttle" }] },
  migrations: [{ tag: "v1", new_sqlite_classes: ["Throttle"] }],
  ratelimits: [{ name: "LOGIN_RATE", namespace_id: "1", simple: { limit: 5, period: 60 } }],
};

/** Has `use` try the Worker that a module makes of the built one. */
async function through(module, use) {
  const main = join(temporaryFolder(), "main.js");
  writeFileSync(main, module);
  await withWorker({ secret: newSecret(), users: people, config: { main, ...BINDINGS } }, use);
}

test("a shard that fails leaves the login open behind the limit in front, with a line in the log", async () => {
  await through(BROKEN, async (worker) => {
    const responses = [];
    for (let index = 0; index < 12; index += 1) responses.push(await from(worker, 1, "quick", "secret"));
    // The minute of the limit may end amid them, once.
    assert.ok(count(responses, 200) >= 5 && count(responses, 200) <= 10, `${count(responses, 200)}`);
    assert.equal(count(responses, 200) + count(responses, 429), 12);
    assert.equal((await from(worker, 2, "quick", "wrong")).status, 401);
    await worker.logged(/"level":"error".*failed logins are not counted, logins go on: .*broken on purpose/);
  });
});

/**
 * The built Worker, where an object has more to do than it can, which the runtime marks like this: the one that counts for the
 * network, which the user's object asks, or the user's own.
 */
const OVERLOADED = `
import keyward, { Account, Throttle as Shard } from ${JSON.stringify(inRoot("build/index.js"))};
export { Account };
const fail = async () => { throw Object.assign(new Error("too many requests for one object"), { overloaded: true }); };
const overloaded = (env) => ({ ...env, THROTTLE: { getByName: () => ({ call: fail, fetch: fail }) } });
export class Throttle extends Shard {
  constructor(ctx, env) {
    super(ctx, overloaded(env));
  }
}
export default {
  fetch(request, env, ctx) {
    const isOwn = new URL(request.url).searchParams.get("only") === "user";
    return keyward.fetch(request, isOwn ? overloaded(env) : env, ctx);
  },
};
`;

test("a shard that is overloaded leaves nobody in: that is what guesses without an end would bring about", async () => {
  await through(OVERLOADED, async (worker) => {
    const ask = (target) =>
      login(worker, "quick", "secret", {}, { target, headers: [["CF-Connecting-IP", "192.0.2.7"]] });
    const network = await ask("/token");
    assert.deepEqual([network.status, network.header("retry-after")], [429, "5"]);
    const user = await ask("/token?only=user");
    assert.deepEqual([user.status, user.body.detail], [503, "too many logins at once"]);
  });
});

/** The built Worker, whose objects do not count for networks. */
const UNCOUNTED = `
import keyward, { Account, Throttle as Shard } from ${JSON.stringify(inRoot("build/index.js"))};
export { keyward as default, Account };
export class Throttle extends Shard {
  call() { throw new Error("broken on purpose"); }
}
`;

test("a shard that cannot count for a network leaves the login open, and that of the user counts", async () => {
  await through(UNCOUNTED, async (worker) => {
    assert.equal((await from(worker, 1, "quick", "secret")).status, 200);
    const responses = [];
    for (let index = 2; index < 14; index += 1) responses.push(await from(worker, index, "quick", "wrong"));
    assert.deepEqual([count(responses, 401), count(responses, 429)], [10, 2]);
    await worker.logged(/"level":"error".*failed logins are not counted, logins go on: .*broken on purpose/);
  });
});

test("without the bindings the login is the tutorial's, and the log says once what is off", async () => {
  await withWorker({ secret: newSecret(), users: people, config: {} }, async (worker) => {
    for (let index = 0; index < 12; index += 1) assert.equal((await from(worker, index, "quick", "wrong")).status, 401);
    assert.equal((await from(worker, 1, "quick", "secret")).status, 200);
    for (const binding of ["THROTTLE", "LOGIN_RATE"]) {
      await worker.logged(new RegExp(`there is no binding ${binding}`));
      assert.equal(worker.output().match(new RegExp(`there is no binding ${binding}`, "g")).length, 1);
    }
  });
});

/** Every kind of failure, and what is in the store for it. */
const KINDS = {
  johndoe: person("johndoe"),
  // A cheap hash, a disabled user, and bcrypt.
  quick: person("quick"),
  alice: person("alice"),
  legacy: person("legacy"),
  nobody: undefined,
  null: { username: "null", hashed_password: null },
  locked: { username: "locked", hashed_password: "!" },
  unreadable: { username: "unreadable", hashed_password: "$argon2id$odd" },
  malformed: { username: 7 },
  broken: { username: "broken", hashed_password: "{MD5}X03MO1qnZdYdgyfeuILPmQ==" },
  costly: {
    username: "costly",
    hashed_password: "$2b$15$Pxi2IFzaMd1YRexbGHhUvOEzK0vDg/MpmAPCglz9tYtC7rxfi2cpO",
  },
};
const RECORDS = Object.fromEntries(
  Object.entries(KINDS)
    .filter(([, record]) => record)
    .map(([name, record]) => [`user:${name}`, JSON.stringify(record)]),
);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** What a kind took against an unknown user in the same round: a machine that becomes slower does so for both. */
const ratio = (times, kind) => median(times[kind].map((time, round) => time / times.nobody[round]));

/** The band is wide on purpose: what it must catch is a decoy that is not computed, a ratio of 5 or more. */
const isAlike = (ratio) => ratio > 0.5 && ratio < 2;

/** Milliseconds until each kind was refused, `rounds` times in turns, and the answers. */
async function failures(worker, rounds) {
  const times = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]));
  const answers = new Set();
  let number = 1;
  for (let round = 0; round < rounds; round += 1) {
    for (const kind of Object.keys(KINDS)) {
      const began = performance.now();
      const { status, body, headers } = await from(worker, number++, kind, "not the password");
      times[kind].push(performance.now() - began);
      const shown = headers.filter(([name]) => !/^(x-request-id|date)$/i.test(name));
      answers.add(JSON.stringify([status, body, shown]));
    }
  }
  assert.deepEqual(
    [...answers].map((text) => JSON.parse(text)[0]),
    [401],
    "one answer for all kinds",
  );
  return times;
}

test("every kind of failure has the same answer at the same moment", async (context) => {
  await withWorker({ secret: newSecret(), records: RECORDS, vars: { LOGIN_FAILURE_MS: "500" } }, async (worker) => {
    const times = await failures(worker, 5);
    for (const [kind, all] of Object.entries(times)) {
      context.diagnostic(`${kind}: ${Math.min(...all).toFixed(0)} to ${Math.max(...all).toFixed(0)} ms`);
      // The feature is that none is earlier; how much later is a matter of the machine.
      assert.ok(Math.min(...all) >= 495, `${kind} was refused after ${Math.min(...all)} ms`);
    }
    for (const kind of Object.keys(times)) assert.ok(isAlike(ratio(times, kind)), `${kind}: ${ratio(times, kind)}`);
    await worker.logged(/"level":"error".*this user cannot log in: .*LOGIN_HASH_MS/);
  });
});

test("every kind of failure takes the same work", async (context) => {
  await withWorker({ secret: newSecret(), records: RECORDS }, async (worker) => {
    const times = await failures(worker, 9);
    for (const kind of Object.keys(times)) {
      context.diagnostic(`${kind} / unknown user, median: ${ratio(times, kind).toFixed(3)}`);
      // bcrypt at cost 12 costs more than the decoy: LOGIN_DECOY_MS is for a store of such.
      if (kind !== "legacy") assert.ok(isAlike(ratio(times, kind)), `${kind}: ${ratio(times, kind)}`);
    }
  });
});
