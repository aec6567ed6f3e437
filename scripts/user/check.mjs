// `npm run user -- check`: the users who cannot log in, and why; and where the keys of addresses and ids disagree with the
// records. What reads a record at a login reads it here (check.rs).
import { Failure } from "../lib/run.mjs";
import { keysOf } from "./index.mjs";
import { MOST_DECOY, checkUsers } from "./checker.mjs";

/** How a problem begins where the record cannot be read (src/store.rs). */
const MALFORMED = "malformed user record";

/** @type {import("./commands.mjs").Run} */
export async function check({ remote, kv, print }, _name, { json, mend }) {
  const all = (await kv.list("")).map(({ name }) => name);
  const names = all.filter((key) => key.startsWith("user:")).map((key) => key.slice("user:".length));
  const renewed = new Set(all.filter((key) => key.startsWith("hash:")));
  const index = await leading(kv, all);
  /** @type {import("./checker.mjs").Finding[]} */
  const findings = [];
  const keys = names.flatMap((name) => [`user:${name}`, ...(renewed.has(`hash:${name}`) ? [`hash:${name}`] : [])]);
  const found = (finding) => findings.push(finding);
  const { milliseconds } = await checkUsers(remote, found, async (check) => {
    for await (const values of both(kv, keys)) {
      const users = [];
      for (const [key, record] of values) {
        if (!key.startsWith("user:")) continue;
        const name = key.slice("user:".length);
        if (record instanceof Failure) found({ name, problem: `${MALFORMED}: ${record.message}` });
        // One that is no longer there is gone.
        if (typeof record !== "string") continue;
        const other = values.get(`hash:${name}`);
        // The login goes on with the record's own hash, where the other cannot be read.
        users.push({ name, record, renewed: typeof other === "string" ? other : null });
        index.see(name, keysOf(record));
      }
      await check(users);
    }
  });
  for (const { name, problem } of findings) if (problem.startsWith(MALFORMED)) index.keep(name);
  const { twice, wrong, repairs } = index.end();
  const problems = [...twice, ...wrong];
  if (mend) await repair(kv, repairs);
  const mended = mend ? repairs.put.length + repairs.remove.length : 0;
  const sum = { users: names.length, cannotLogIn: findings.length, decoyMs: Math.min(milliseconds, MOST_DECOY) };
  if (json) await print(`${JSON.stringify({ ...sum, findings, index: problems, mended: mend })}\n`);
  else await print(inWords(findings, { twice, wrong, mended }, sum, milliseconds, kv));
  if (findings.length > 0 || twice.length > 0 || (wrong.length > 0 && !mend)) process.exitCode = 1;
}

/** A user and the hash that a login has renewed, together. */
async function* both(kv, keys) {
  let before = new Map();
  for await (const values of kv.batches(keys)) {
    const all = new Map([...before, ...values]);
    const last = [...all.keys()].at(-1);
    // Its other half may be in the next.
    before = new Map(last?.startsWith("user:") ? [[last, all.get(last)]] : []);
    if (before.size > 0) all.delete(last);
    yield all;
  }
  yield before;
}

function inWords(findings, { twice, wrong, mended }, { users, cannotLogIn }, milliseconds, kv) {
  const lines = [
    ...[...findings, ...twice, ...wrong].map(({ name, problem }) => `${name}: ${problem}`),
    `${users} users in the ${kv.title}, ${cannotLogIn} of them cannot log in${decoy(milliseconds)}`,
  ];
  if (mended > 0) lines.push(`${mended} keys of addresses and ids were put right`);
  else if (wrong.length > 0) lines.push("npm run user -- check --mend puts the keys of addresses and ids right");
  return lines.map((line) => `${line}\n`).join("");
}

const decoy = (milliseconds) =>
  milliseconds === 0
    ? ""
    : `; the costliest hash takes about ${milliseconds} ms: LOGIN_DECOY_MS = "${Math.min(milliseconds, MOST_DECOY)}"`;

/** The keys of addresses and ids, and what the records say of them. */
async function leading(kv, all) {
  /** @type {Map<string, unknown>} */
  const owners = new Map();
  for await (const values of kv.batches(all.filter((key) => /^(email|id):/.test(key))))
    for (const [key, owner] of values) owners.set(key, owner);
  /** @type {Map<string, string>} */
  const claims = new Map();
  /** Whose record cannot be read, and may have any address. @type {Set<unknown>} */
  const kept = new Set();
  /** What two users have, which nobody but the operator can settle. */
  const twice = [];
  /** @param {string} name @param {string[]} keys */
  const see = (name, keys) => {
    for (const key of keys) {
      const other = claims.get(key);
      // Whom the key leads to already, keeps it.
      const [first, second] = owners.get(key) === name ? [name, other] : [other ?? name, name];
      claims.set(key, first);
      if (other === undefined) continue;
      const cure = key.startsWith("id:") ? "" : `: npm run user -- set ${second} --email ADDRESS`;
      twice.push({
        name: String(second),
        problem: `has the ${what(key)} of ${first} too, and is not found by it${cure}`,
      });
    }
  };
  return {
    see,
    /** What leads to this user now, goes on doing so. @param {string} name */
    keep: (name) => void kept.add(name),
    end() {
      for (const [key, owner] of owners) if (kept.has(owner) && claims.get(key) !== owner) see(String(owner), [key]);
      const wrong = [];
      const repairs = { put: [], remove: [] };
      for (const [key, name] of claims) {
        if (owners.get(key) === name) continue;
        const problem = owners.has(key) ? "leads to somebody else" : "leads nowhere";
        wrong.push({ name, problem: `the key of the ${what(key)} ${problem}, so that the user is not found by it` });
        repairs.put.push({ key, value: name });
      }
      for (const key of owners.keys()) {
        if (claims.has(key)) continue;
        wrong.push({ name: key, problem: `nobody has this ${what(key)}` });
        repairs.remove.push(key);
      }
      return { twice, wrong, repairs };
    },
  };
}

/** @param {string} key */
const what = (key) => (key.startsWith("id:") ? "id" : "address");

async function repair(kv, { put, remove }) {
  if (put.length > 0) await kv.put(put);
  if (remove.length > 0) await kv.remove(remove);
}
