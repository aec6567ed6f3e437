// The CPU time of a login without its hash.
import { BARE, CONTENDERS, KEYWARD, loginAt } from "./contenders.mjs";
import { ask } from "./load.mjs";

const LOGINS = 2000;
const USERS = 10;
/**
 * Argon2id at the least that there is (8 KiB, one pass: some microseconds) of a password with a zero byte, because such a one
 * is never renewed.
 */
export const CHEAP = {
  password: "secret\0",
  hash: "$argon2id$v=19$m=8,t=1,p=1$tODiwPvws+OSkBAqSmvQFA$eal7ga49gwIMMpVFw045mIfXC5R3zAE/Ur/r/r25uuI",
};

/**
 * Resolves to the milliseconds that a login takes with and without the Durable Objects, or to `null` where the system does
 * not count them.
 */
export async function measureCpu() {
  const [all, alone] = [await cpuOf(KEYWARD), await cpuOf(BARE)];
  return all && alone ? { all, alone } : null;
}

async function cpuOf(name) {
  const server = await CONTENDERS[name].start();
  const request = (index) => {
    const user = index % USERS;
    return loginAt(name, { username: `user-${user}`, password: CHEAP.password, address: `10.0.0.${user + 1}` });
  };
  const logins = (amount) => ask({ origin: server.origin, request, connections: 1, amount, status: 200 });
  try {
    await server.fill(USERS, CHEAP.hash);
    await logins(LOGINS / 4);
    const before = server.cpu();
    await logins(LOGINS);
    return (server.cpu() - before) / LOGINS;
  } finally {
    await server.stop();
  }
}

const figure = (milliseconds) => milliseconds.toPrecision(2);

/** As a sentence. `where` says on what it was measured. */
export const cpuSentence = ({ all, alone }, where) =>
  `A login takes **${figure(all)} ms of CPU** without its hash, over ${LOGINS.toLocaleString("en")} logins in workerd (\`npm run bench -- http\`, ${where}).
That is the Worker, its calls of the objects, what they write, two reads of KV and the HTTP server together, which are one
process there; without the objects it is ${figure(alone)} ms.`;
