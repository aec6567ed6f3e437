// What was counted, as markdown, and what it costs.

/**
 * Cloudflare's prices of November 2026 in dollars a million, and what a month of the paid plan ($5) includes: Workers, Durable
 * Objects with SQLite (rows read are left out: a thousandth of a cent), KV. Stored bytes are dollars a gigabyte and month.
 */
const PRICES = {
  requests: { title: "requests to Workers", price: 0.3, included: 10e6 },
  calls: { title: "requests to Durable Objects, alarms among them", price: 0.15, included: 1e6 },
  duration: { title: "duration of Durable Objects, GB-s", price: 12.5, included: 400e3 },
  rows: { title: "rows written", price: 1, included: 50e6 },
  kvRead: { title: "KV, keys read", price: 0.5, included: 10e6 },
  kvWritten: { title: "KV, keys written", price: 5, included: 1e6 },
};
const STORED = { price: 0.2, included: 5e9 };

/** So long a call keeps an object of 128 MB, in seconds, and so much longer where a hash is computed. */
const SECONDS = { call: 0.01, hash: 0.15 };

const count = (value) => Math.round(value).toLocaleString("en");
const table = (head, rows) =>
  [
    `| ${head.join(" | ")} |`,
    `| --- |${" ---: |".repeat(head.length - 1)}`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");

/** An alarm that is set is billed as a row. */
const rowsOf = ({ rows, alarms }) => rows + alarms;

/** @param {Awaited<ReturnType<typeof import("./operations.mjs").measureOperations>>} operations */
export const operationsTable = ({ rows }) =>
  table(
    [
      "request",
      "calls of `Account`",
      "rows written there",
      "calls of `Throttle`",
      "rows written there",
      "keys read",
      "keys written",
    ],
    rows.map(([title, { Account, Throttle, kv }]) => [
      title,
      Account.requests,
      rowsOf(Account),
      Throttle.requests,
      rowsOf(Throttle),
      kv.read,
      kv.written,
    ]),
  );

/** @param {Awaited<ReturnType<typeof import("./operations.mjs").measureOperations>>} operations */
export const bytesSentence = ({ bytes: { one, two, most } }) =>
  `An object with one session has ${count(one / 1024)} KiB, with two ${count(two / 1024)} KiB, with 50 ${count(most / 1024)} KiB.`;

const YEAR = {
  logins: "logins",
  refreshes: "refreshes",
  replays: "of those, for a lost answer",
  logouts: "logouts",
  everywhere: "logouts everywhere",
  reuse: "stolen tokens that were noticed",
  objects_most: "objects, on the day with the most",
  sessions: "sessions at the end",
  deleted: "objects that deleted themselves",
  alarms: "alarms",
};

/** @param {{ minutes: number, counts: Record<string, number> }[]} years */
export const yearTable = (years) =>
  table(
    [`a year of ${count(years[0].counts.users)} users`, ...years.map(({ minutes }) => `tokens of ${minutes} minutes`)],
    Object.entries(YEAR).map(([name, title]) => [title, ...years.map(({ counts }) => count(counts[name]))]),
  );

/** A month of the year: how much, and the dollars beyond what is included. */
export function billTable(years, operations) {
  const months = years.map(({ counts }) => month(counts, operations));
  const rows = Object.entries(PRICES).map(([name, { title, price, included }]) => [
    title,
    count(included),
    ...months.map((used) => `${count(used[name])} (${dollars(used[name], included, price / 1e6)})`),
  ]);
  const bytes = months.map(
    ({ bytes }) => `${(bytes / 1e6).toFixed(0)} MB (${dollars(bytes, STORED.included, STORED.price / 1e9)})`,
  );
  const sums = months.map((used) => {
    const kinds = Object.entries(PRICES).map(([name, { price, included }]) =>
      beyond(used[name], included, price / 1e6),
    );
    return `$${kinds.reduce((sum, one) => sum + one, beyond(used.bytes, STORED.included, STORED.price / 1e9)).toFixed(2)}`;
  });
  return table(
    ["a month", "included", ...years.map(({ minutes }) => `tokens of ${minutes} minutes`)],
    [...rows, ["stored", "5 GB", ...bytes], ["**beyond what is included**", "", ...sums]],
  );
}

const beyond = (used, included, price) => Math.max(0, used - included) * price;
const dollars = (...all) => `$${beyond(...all).toFixed(2)}`;

/** What a month uses: each kind of request of the year, times what one takes. */
function month(counts, { rows, bytes }) {
  const one = Object.fromEntries(rows);
  const used = { requests: 0, calls: 0, rows: 0, kvRead: 0, kvWritten: 0 };
  const add = (times, title) => {
    const { Account, Throttle, kv } = one[title];
    used.requests += times;
    used.calls += times * (Account.requests + Throttle.requests);
    used.rows += times * rowsOf(Throttle);
    used.kvRead += times * kv.read;
    used.kvWritten += times * kv.written;
  };
  add(counts.logins, "a login");
  // An object that is new has its tables made.
  used.rows += (counts.deleted + counts.objects) * (one["the first login"].Account.rows - one["a login"].Account.rows);
  add(counts.refreshes - counts.replays - counts.reuse, "a refresh");
  add(counts.replays, "the same again (a lost answer, a second tab)");
  add(counts.reuse, "a refresh token that comes again too late");
  add(counts.logouts, "a logout");
  add(counts.everywhere, "a logout everywhere");
  used.calls += counts.alarms;
  // Of the users' objects the year has counted them itself, with what alarms take out.
  used.rows += counts.rows + counts.alarms_set;
  const duration = (used.calls * SECONDS.call + counts.logins * SECONDS.hash) * 0.128;
  const monthly = Object.fromEntries(Object.entries({ ...used, duration }).map(([name, value]) => [name, value / 12]));
  return { ...monthly, bytes: counts.objects_most * bytes.two };
}
