// Logins that are given up before there is an answer, and one that isn't.
import { GONE, PATIENCE, abandon } from "./abandon.mjs";
import { CONTENDERS, FASTAPI, HASH, HONO, KEYWARD, SECRET_KEY, loginAt } from "./contenders.mjs";
import { ask } from "./load.mjs";

const USER = { username: "user-0", password: "secret" };

/**
 * A hundred clients give up their logins, then another one logs in. Resolves to each contender's milliseconds until that
 * one's answer; keyward has its own settings here.
 */
export async function measureAbandoned(names) {
  const measured = new Map();
  for (const name of [KEYWARD, HONO, FASTAPI].filter((name) => names.includes(name))) {
    const server = await CONTENDERS[name].start(name === KEYWARD ? { SECRET_KEY } : undefined);
    const from = (address) => loginAt(name, { ...USER, address });
    const honest = () =>
      ask({ origin: server.origin, request: () => from("10.0.0.1"), connections: 1, amount: 1, status: 200 });
    try {
      await server.fill(1, HASH);
      await honest();
      await Promise.all(
        Array.from({ length: GONE }, (_, index) => abandon(server.origin, from(`10.2.0.${index + 1}`))),
      );
      measured.set(name, (await honest()).p50);
    } finally {
      await server.stop();
    }
  }
  return measured;
}

/** As markdown. */
export function abandonedTable(measured) {
  if (measured.size === 0) return "";
  const lines = [`| ${GONE} logins given up after ${PATIENCE} ms, then one | ms until its answer |`, "| --- | ---: |"];
  for (const [name, milliseconds] of measured) lines.push(`| ${name} | ${Math.round(milliseconds)} |`);
  return lines.join("\n");
}
