// What the comparisons have in common where they measure. It imports nothing: Deno and Bun load it too.

/** The middle one of some numbers. */
export const median = (numbers) => [...numbers].sort((one, other) => one - other)[numbers.length >> 1];

/** The list, begun further on by one each round, so that nobody is always first. */
export function inTurn(list, round) {
  const turn = round % list.length;
  return [...list.slice(turn), ...list.slice(0, turn)];
}
