// The same requests to the Worker and to a fastapi-users app, one after the other: the answers agree, but for the departures
// that departures.mjs lists.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { PATIENCE } from "../support/patience.mjs";
import { startWorker } from "../worker/harness.mjs";
import { OBJECTS } from "../worker/sessions/support.mjs";
import { assertQuietLog, newSecret, person } from "../worker/support.mjs";
import { alike } from "./accounts/compare.mjs";
import { forgotten, logins, verification } from "./accounts/mails.mjs";
import { GOOD } from "./accounts/make.mjs";
import { registrations } from "./accounts/register.mjs";
import { administration, own } from "./accounts/users.mjs";
import { assertAgrees, essence } from "./compare.mjs";
import { accountRows } from "./departures.mjs";
import { startReference } from "./reference.mjs";
import { readable, send } from "./wire.mjs";

const here = join(dirname(fileURLToPath(import.meta.url)), "accounts");
const peopleFile = join(here, "people.json");
const people = JSON.parse(await readFile(peopleFile, "utf8"));
/** Of "secret", at a test's cost. */
const { hashed_password } = person("quick");

const parts = {
  "who registers": registrations(),
  "who logs in": logins(),
  "an address that is verified": verification(),
  "a password that was forgotten": forgotten(),
  "what users change of themselves": own(),
  "what an admin does": administration(),
};
const rows = Object.values(parts).flat();
const departureOf = new Map(/** @type {[string, any][]} */ (accountRows));

/** No limit of the Worker's is what is tried here. */
const VARS = {
  REGISTRATION: "open",
  LOGIN_REQUIRES_VERIFIED: "true",
  ACCOUNT_PER_ADDRESS: "1000",
  ACCOUNT_PER_NETWORK: "1000",
  LOGIN_FAILURES: "50",
  LOGIN_NETWORK_FAILURES: "1000",
  LOGIN_NETWORK_NAMES: "1000",
};

/** A person's entries in the Worker's KV. */
function entries({ id, email, full_name, is_active, is_superuser, is_verified }) {
  const username = email.toLowerCase();
  const scopes = is_superuser ? ["admin"] : [];
  const record = { username, hashed_password, email, full_name, disabled: !is_active, scopes, id, is_verified };
  return { [`user:${username}`]: JSON.stringify(record), [`email:${username}`]: username, [`id:${id}`]: username };
}

/** The two servers, and what was found out of each. */
const sides = [];

before(async () => {
  const secret = newSecret();
  const reference = await startReference(
    { SECRET_KEY: secret, PEOPLE_FILE: peopleFile, HASHED_PASSWORD: hashed_password },
    { folder: here, requirements: join(here, "requirements.txt") },
  );
  sides.push(side(reference, "/outbox"));
  const records = Object.assign({}, ...people.map(entries));
  const worker = await startWorker({ secret, vars: VARS, records, config: OBJECTS });
  sides.push(side(worker, "/auth/outbox"));
});

after(async () => {
  for (const { server } of sides) await server.stop();
});

function side(server, outbox) {
  const ids = Object.fromEntries(people.map(({ id, email }) => [email.split("@")[0].toLowerCase(), id]));
  return { server, outbox, ids, tokens: {}, mails: [] };
}

/** Looks what was mailed, until there is what the request is made of: the Worker keeps it while its answer is on the way. */
async function mailsOf(row, side) {
  const deadline = Date.now() + PATIENCE;
  do side.mails = readable(await send(side.server.origin, { target: side.outbox }));
  while (JSON.parse(row.build(side).body).token === undefined && Date.now() < deadline);
}

/** What one side answers. */
async function ask(row, side) {
  const { origin } = side.server;
  if (row.mailed) await mailsOf(row, side);
  const response = await send(origin, row.build(side));
  const { status, headers, body } = essence(origin, response);
  if (status < 300) row.keep?.(side, body);
  return { status, headers, body: alike(body) };
}

/** Both answers, the reference's first. */
const both = (row) => Promise.all(sides.map((side) => ask(row, side)));

describe("the table of accounts' exchanges", () => {
  test("has at least 60 rows, each with a name of its own", () => {
    assert.ok(rows.length >= 60);
    assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length);
  });

  test("has a row for every departure, and for each row one departure at most", () => {
    const names = new Set(rows.map(({ name }) => name));
    assert.deepEqual(
      [...departureOf.keys()].filter((name) => !names.has(name)),
      [],
    );
    assert.equal(departureOf.size, accountRows.length);
  });
});

for (const [part, rows] of Object.entries(parts)) {
  describe(`the Worker answers as fastapi-users does: ${part}`, () => {
    for (const row of rows) {
      const departure = departureOf.get(row.name);
      test(departure ? `but for ${row.name}: ${departure.title}` : row.name, async () => {
        const [theirs, ours] = await both(row);
        assert.ok(!JSON.stringify(ours.body).includes(GOOD), "the answer holds a password");
        if (departure) assertAgrees(theirs, alike(departure.fastapi));
        assertAgrees(ours, departure ? alike(departure.keyward) : theirs);
      });
    }
  });
}

test("the log holds no password and no access token", () => {
  const [, { server, tokens }] = sides;
  assertQuietLog(server, [GOOD, ...Object.values(tokens)]);
});
