// The report as a table for the terminal.
import { parametersOf, table } from "../../../pkg-template/cli/output.js";

/** Workers KV's prices: 1,000 writes a day on the free plan; on the paid one a million a month, then 5 dollars for each. */
const FREE_WRITES = 1000;
const INCLUDED_WRITES = 1_000_000;
const DOLLARS_A_MILLION = 5;

export const number = (/** @type {number} */ value) => value.toLocaleString("en");

/** @param {number} bytes */
export const size = (bytes) =>
  bytes < 1 << 20 ? `${number(Math.ceil(bytes / 1024))} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;

/** @param {number | null} ms */
export const time = (ms) => (ms === null ? "–" : ms < 10 ? `${ms.toFixed(1)} ms` : `${number(Math.round(ms))} ms`);

/** What becomes of hashes of a kind, in some words. @param {import("./look.mjs").Kind} kind */
export function fate({ problem, current, scheme }) {
  if (problem === null) return current ? "stays as it is" : "renewed at the next login";
  if (scheme === "no known format") return "left out";
  const [code = "cannot be used"] = /ERR_\w+/.exec(problem) ?? [];
  return (
    {
      ERR_HASH_LEGACY: problem.includes("ALLOW_LEGACY_HASHES")
        ? "needs ALLOW_LEGACY_HASHES"
        : "never, needs a new password",
      ERR_HASH_LIMIT: problem.includes("LOGIN_HASH_MS") ? "needs LOGIN_HASH_MS" : "over the Worker's limits",
      ERR_HASH_SECRET: "needs its PASSWORD_SECRET",
      ERR_HASH_FORMAT: "left out",
    }[code] ?? code
  );
}

/** What writing costs, in words. @param {import("./look.mjs").Report} report */
export function cost({ kv }) {
  const dollars = ((kv.pairs / 1_000_000) * DOLLARS_A_MILLION).toFixed(2);
  const days = Math.ceil(kv.pairs / FREE_WRITES);
  const free = days > 1 ? `; the free plan takes ${number(FREE_WRITES)} a day, so ${number(days)} days` : "";
  return `${number(kv.pairs)} writes, ${size(kv.bytes)}; the paid plan has ${number(INCLUDED_WRITES)} a month, beyond which these are $${dollars}${free}`;
}

/** @param {import("./look.mjs").Report} report */
export function inWords(report) {
  const { users, leftOut, existing, overwrite, kinds, withoutPassword, reasons, later, settings, notes } = report;
  const there = existing > 0 ? `, ${number(existing)} there already (${overwrite ? "written over" : "skipped"})` : "";
  return [
    `${report.source}, for the ${report.target}: ${number(users)} users can be taken${there}, ${number(leftOut)} are left out`,
    `${number(report.addresses)} with an address, ${number(report.disabled)} disabled, ${number(withoutPassword)} without a password`,
    "",
    ...(kinds.length > 0 ? [kindsOf(kinds)] : []),
    ...reasonsOf("Left out:", reasons),
    ...reasonsOf("Taken, but can't log in yet:", later),
    "",
    `KV: ${cost(report)}`,
    ...settingsOf(settings),
    ...notes,
    "",
  ].join("\n");
}

/** @param {import("./look.mjs").Kind[]} kinds */
const kindsOf = (kinds) =>
  table(
    [
      ["users", "hash", "", "a login here", "estimated", "then"],
      ...kinds.map((kind) => [
        number(kind.users),
        kind.scheme,
        parametersOf(kind.parameters),
        time(kind.measured),
        time(kind.estimated),
        fate(kind),
      ]),
    ],
    [1, 2, 5],
  );

/** @param {Record<string, string>} settings */
function settingsOf(settings) {
  const lines = Object.entries(settings).map(([name, value]) => `  ${name} = "${value}"`);
  return lines.length > 0 ? ["", "Settings that go with these users (wrangler.toml, [vars]):", ...lines] : [];
}

/** @param {string} title @param {import("./look.mjs").Reason[]} reasons */
function reasonsOf(title, reasons) {
  if (reasons.length === 0) return [];
  return [
    "",
    title,
    ...reasons.flatMap(({ reason, users, lines }) => [
      `  ${number(users)}: ${reason}`,
      ...lines.map(
        ({ line, detail }) =>
          `      line ${number(line)}${/line \d|belongs to|leads to/.test(detail) ? `: ${detail}` : ""}`,
      ),
      ...(users > lines.length ? [`      and ${number(users - lines.length)} more`] : []),
    ]),
  ];
}
