// The report as a page of its own: no script, nothing from elsewhere, readable without colours.
import { parametersOf } from "../../../pkg-template/cli/output.js";
import { cost, fate, number, size, time } from "./table.mjs";

/** @param {unknown} text */
const escaped = (text) => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** @param {import("./look.mjs").Report} report */
export function page(report) {
  const title = `Moving in from ${report.source}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(report.file.split(/[\\/]/).pop())}, for the ${escaped(report.target)}. Nothing in this page is secret but how many
users there are.</p>
${figures(report)}
${kinds(report)}
${reasons("Left out", report.reasons)}
${reasons("Taken, but can't log in yet", report.later)}
${settings(report)}
${report.notes.map((note) => `<p>${escaped(note)}</p>`).join("\n")}
</main>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1a1a1a, #eee); --bar: light-dark(#2b5fb3, #8ab4f8); --line: light-dark(#ddd, #444) }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink) }
main { max-width: 60rem; margin: 0 auto; padding: 1rem }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem }
dt { font-size: .9rem } dd { margin: 0; font-size: 1.6rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
svg { width: 100%; min-width: 34rem; height: auto } svg text { fill: var(--ink); font: 13px system-ui, sans-serif } rect { fill: var(--bar) }
pre { padding: .6rem; border: 1px solid var(--line); overflow-x: auto }
`;

/** @param {import("./look.mjs").Report} report */
function figures(report) {
  const all = [
    ["can be taken", number(report.users)],
    ["left out", number(report.leftOut)],
    [`there already, ${report.overwrite ? "written over" : "skipped"}`, number(report.existing)],
    ["disabled", number(report.disabled)],
    ["without a password", number(report.withoutPassword)],
    ["size in KV", size(report.kv.bytes)],
  ];
  return `<dl>${all.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join("")}</dl>
<p>${escaped(cost(report))}.</p>`;
}

/** @param {import("./look.mjs").Report} report */
function kinds({ kinds }) {
  if (kinds.length === 0) return "";
  const name = (/** @type {import("./look.mjs").Kind} */ kind) =>
    `${kind.scheme} ${parametersOf(kind.parameters)}`.trim();
  const timed = kinds.filter(({ measured, estimated }) => (measured ?? estimated) !== null);
  const rows = kinds.map(
    (kind) => `<tr><td class="number">${number(kind.users)}</td><td>${escaped(kind.scheme)}</td>
<td>${escaped(parametersOf(kind.parameters))}</td><td class="number">${time(kind.measured)}</td>
<td class="number">${time(kind.estimated)}</td><td>${escaped(fate(kind))}</td></tr>`,
  );
  return `<h2>Hashes</h2>
${bars(
  "Users by kind of hash",
  kinds.map((kind) => [name(kind), kind.users, number(kind.users)]),
)}
${bars(
  "What one login takes",
  timed.map((kind) => [name(kind), Number(kind.measured ?? kind.estimated), time(kind.measured ?? kind.estimated)]),
)}
<div class="wide"><table><thead><tr><th class="number">users</th><th>hash</th><th>parameters</th><th class="number">a login here</th>
<th class="number">estimated</th><th>then</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>
<p>A login here was measured once on this machine, in WebAssembly; the estimate is what the Worker compares with
<code>LOGIN_HASH_MS</code>. A login that renews a hash computes the new one too.</p>`;
}

/** So many bars are drawn. */
const MOST = 12;

/**
 * @param {string} title
 * @param {[string, number, string][]} all
 */
function bars(title, all) {
  const shown = all.slice(0, MOST);
  if (shown.length === 0) return "";
  const most = Math.max(...shown.map(([, value]) => value), Number.MIN_VALUE);
  const height = 44 * shown.length;
  const drawn = shown.map(([name, value, words], index) => {
    const y = 44 * index;
    const width = Math.max(2, (value / most) * 560);
    return `<text x="0" y="${y + 15}">${escaped(name.slice(0, 90))}</text><rect x="0" y="${y + 20}" width="${width.toFixed(1)}" height="14"/>
<text x="${(width + 8).toFixed(1)}" y="${y + 32}">${escaped(words)}</text>`;
  });
  const more = all.length > shown.length ? `<p>and ${all.length - shown.length} more kinds</p>` : "";
  return `<h3>${escaped(title)}</h3>
<div class="wide"><svg viewBox="0 0 720 ${height}" role="img" aria-label="${escaped(`${title}: ${shown.map(([name, , words]) => `${name} ${words}`).join(", ")}`)}">
${drawn.join("\n")}
</svg></div>${more}`;
}

/** @param {string} title @param {import("./look.mjs").Reason[]} all */
function reasons(title, all) {
  if (all.length === 0) return "";
  const rows = all.map(({ reason, users, lines }) => {
    const where = lines.map(({ line }) => number(line)).join(", ");
    return `<tr><td class="number">${number(users)}</td><td>${escaped(reason)}</td><td>line ${where}${users > lines.length ? ", …" : ""}</td></tr>`;
  });
  return `<h2>${escaped(title)}</h2>
<div class="wide"><table><thead><tr><th class="number">users</th><th>why</th><th>where</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
}

/** @param {import("./look.mjs").Report} report */
function settings({ settings }) {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = "${value}"`);
  if (lines.length === 0) return "";
  return `<h2>Settings that go with these users</h2><pre>[vars]\n${escaped(lines.join("\n"))}</pre>`;
}
