// What a command prints: text for people, or with --json one line for programs.

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
 * Rows of cells under each other; the first row is the heading.
 *
 * @param {string[][]} rows
 */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column])).join("  ")).join("\n");
}
