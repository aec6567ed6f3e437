// What a command prints: text for people, or with --json one line for programs.
import { once } from "node:events";

/**
 * Prints `value` as one line of JSON, or `text`.
 *
 * @param {import("./arguments.js").Values} values
 * @param {unknown} value
 * @param {string} [text]
 */
export function print({ json }, value, text) {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`);
}

/**
 * A word beside the output, for people only.
 *
 * @param {import("./arguments.js").Values} values
 * @param {string} text
 */
export function remark({ json }, text) {
  if (!json) process.stderr.write(`${text}\n`);
}

/**
 * To standard output; waits for a reader who is slower.
 *
 * @param {string} text
 */
export async function write(text) {
  if (text !== "" && !process.stdout.write(text)) await once(process.stdout, "drain");
}

/**
 * The parameters of a hash, as `name=value`.
 *
 * @param {Record<string, unknown>} parameters
 */
export const parametersOf = (parameters) =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");

/**
 * Rows of cells under each other, each at the right of its column, or at the left of one of those; the first row is the heading.
 *
 * @param {string[][]} rows
 * @param {number[]} [left]
 */
export function table(rows, left = []) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  /** @param {string} cell @param {number} column */
  const padded = (cell, column) =>
    left.includes(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]);
  return rows.map((row) => row.map(padded).join("  ").trimEnd()).join("\n");
}
