// Every exchange on which keyward answers other than FastAPI's tutorial or fastapi-users, on purpose. This is the whole list:
// what is not here agrees. Both columns are asserted, so a row that stopped being true, on either side, fails.

import { accounts } from "./departures/accounts.mjs";
import { tutorial } from "./departures/tutorial.mjs";

/** Rows: `title` for people, `why`, the exchanges, and both answers. */
export const departures = [...tutorial, ...accounts];

/** `[exchange name, { title, fastapi, keyward }]` of every row. */
const rowsOf = (table) =>
  table.flatMap(({ title, fastapi, keyward, exchanges }) =>
    Array.isArray(exchanges)
      ? exchanges.map((name) => [name, { title, fastapi, keyward }])
      : Object.entries(exchanges).map(([name, [theirs, ours]]) => [name, { title, fastapi: theirs, keyward: ours }]),
  );

export const departureRows = rowsOf(tutorial);
export const accountRows = rowsOf(accounts);
