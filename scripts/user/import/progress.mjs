// How far something is, and how long it still takes. Only for somebody who looks on: elsewhere nothing is written.

const WIDTH = 24;

/** Not more often than the eye can see. */
const EVERY = 100;

/**
 * @param {string} what what has been done with so many of them
 * @param {number} all
 * @param {number} [first] what was done before this run, which is no measure of its speed
 */
export function startBar(what, all, first = 0) {
  const stream = process.stderr;
  const began = Date.now();
  let drawn = Number.NEGATIVE_INFINITY;
  let so = first;
  return {
    /** So many more. @param {number} more */
    add(more) {
      this.at(so + more);
    },
    /** @param {number} done */
    at(done) {
      so = done;
      if (!stream.isTTY || (Date.now() - drawn < EVERY && done < all)) return;
      drawn = Date.now();
      stream.write(`\r\x1b[K${bar(what, done, all, (drawn - began) / (done - first))}`);
    },
    end() {
      if (stream.isTTY) stream.write("\r\x1b[K");
    },
  };
}

/**
 * @param {string} what
 * @param {number} done
 * @param {number} all
 * @param {number} each milliseconds for one
 */
export function bar(what, done, all, each) {
  const share = all === 0 ? 1 : Math.min(1, done / all);
  const full = Math.round(share * WIDTH);
  const left = Number.isFinite(each) && each > 0 ? `, ${duration((each * (all - done)) / 1000)} left` : "";
  const numbers = `${done.toLocaleString("en")} of ${all.toLocaleString("en")} ${what}`;
  return `[${"#".repeat(full)}${"-".repeat(WIDTH - full)}] ${Math.floor(share * 100)} % ${numbers}${left}`;
}

/** @param {number} seconds */
export function duration(seconds) {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const padded = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(whole % 60)}` : `${minutes}:${padded(whole % 60)}`;
}
