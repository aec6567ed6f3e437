// Numbers, sizes and times as people read them.

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** KiB as text: "64 MiB", "19 MiB", "512 KiB". */
export function memory(kib) {
  if (kib < 1024) return `${number.format(kib)} KiB`;
  const mib = kib / 1024;
  return `${number.format(mib < 10 ? mib : Math.round(mib))} MiB`;
}

/** Milliseconds as text: "8 µs", "0.4 ms", "21 ms", "1.3 s". */
export function duration(ms) {
  if (ms >= 1000) return `${number.format(ms / 1000)} s`;
  if (ms < 0.1) return `${number.format(ms * 1000)} µs`;
  return `${ms < 10 ? number.format(ms) : Math.round(ms)} ms`;
}

/** A count with thousands apart. */
export const count = (value) => number.format(value);

const UNITS = /** @type {[string, number][]} */ ([
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
]);

/** Whole seconds as "2 days 3 hours", the two largest units; "0 seconds" for none. */
export function span(seconds) {
  let rest = Math.floor(Math.abs(seconds));
  const words = [];
  for (const [name, size] of UNITS) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) words.push(`${count(amount)} ${name}${amount === 1 ? "" : "s"}`);
  }
  return words.slice(0, 2).join(" ") || "0 seconds";
}

const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** Seconds since the epoch as a local date and time, null when they are no time. */
export function moment(seconds) {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? null : date.format(time);
}
