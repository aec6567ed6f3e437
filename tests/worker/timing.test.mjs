// Whether a user exists must not be told by the clock.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { startWorker } from "./harness.mjs";
import { login, newSecret, person } from "./support.mjs";

/** Some hundred hashes one after the other, each at the price of the dearest. */
limits.test = 10 * MINUTE;

/** The band is wide on purpose: what it must catch is a hash that is not computed, a ratio of 10 or more. */
const BAND = [0.5, 2];

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds until a wrong password for this name is refused. */
async function elapsed(worker, username) {
  const start = process.hrtime.bigint();
  const response = await login(worker, username, "not the password");
  assert.equal(response.status, 401);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Asks in turns, so that a busy machine slows all alike, and compares the medians with the unknown users'. */
async function compare(context, worker, names, rounds) {
  for (let i = 0; i < 3; i += 1) for (const name of [...names, "nobody"]) await elapsed(worker, name);
  const times = new Map([...names, "nobody"].map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const turns = [...times.keys()];
    for (let i = 0; i < round % turns.length; i += 1) turns.push(turns.shift());
    for (const name of turns) times.get(name).push(await elapsed(worker, name === "nobody" ? `nobody-${round}` : name));
  }
  for (const name of names) {
    const ratio = median(times.get("nobody")) / median(times.get(name));
    context.diagnostic(
      `unknown user / wrong password of ${name}, ratio of medians over ${rounds} rounds, store of ${names.join(", ")}: ${ratio.toFixed(3)}`,
    );
    assert.ok(ratio > BAND[0] && ratio < BAND[1], `${name}: ratio ${ratio.toFixed(3)} is outside ${BAND.join("..")}`);
  }
}

/** The tutorial's people, and one of each of two other kinds: nobody has to get in, so any hash will do. */
const vectors = JSON.parse(readFileSync(inRoot("tests/vectors/passwords.json"), "utf8"));
const example = (username, scheme) => ({
  username,
  hashed_password: vectors.find((vector) => vector.scheme === scheme).encoded,
});
const PEOPLE = [
  person("johndoe"),
  person("legacy"),
  example("pbkdf2", "spring-pbkdf2"),
  example("scrypt", "spring-scrypt"),
];

for (const [names, rounds] of /** @type {[string[], number][]} */ ([
  [["johndoe"], 15],
  [["johndoe", "legacy"], 15],
  [PEOPLE.map(({ username }) => username), 9],
])) {
  test(`a wrong password and an unknown user take the same time in a store of ${names.join(", ")}`, async (context) => {
    const worker = await startWorker({
      secret: newSecret(),
      users: PEOPLE.filter(({ username }) => names.includes(username)),
    });
    try {
      await compare(context, worker, names, rounds);
    } finally {
      await worker.stop();
    }
  });
}
