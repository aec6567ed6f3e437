// In workerd: POST /<algorithm>/<operation>/<name>?count= does an operation so many times. The clock stands still
// meanwhile, so whoever asks measures. A body `{ keys, now }` brings the keys first.
import jsonwebtoken from "jsonwebtoken";
import * as nodeCrypto from "node:crypto";
import * as fastJwt from "fast-jwt";
import { Key, decode, issue } from "./keyward/token/workerd.js";
import { agree, candidates } from "./candidates.mjs";
import { repeat } from "./time.mjs";
import { DIFFERENT, claims } from "./workload.mjs";

// With the crypto that workerd gives to packages written for Node, fast-jwt verifies HMAC only, and what jsonwebtoken signs with
// PS256 is RS256.
const runsHere = (algorithm) => ({
  ...from,
  fastJwt: algorithm === "HS256" && fastJwt,
  jsonwebtoken: algorithm !== "PS256" && jsonwebtoken,
});
const from = { keyward: { Key, decode, issue }, jsonwebtoken, fastJwt, nodeCrypto };
const prepared = {};

async function prepare(algorithm, { keys, now }) {
  const all = await candidates(algorithm, keys, runsHere(algorithm));
  const payloads = Array.from({ length: DIFFERENT }, (_, index) => claims(index, now));
  await agree(algorithm, all, payloads[0]);
  const tokens = await Promise.all(payloads.map((payload) => all.jose.issue(payload)));
  prepared[algorithm] = { all, inputs: { issue: payloads, decode: tokens } };
  return Object.keys(all);
}

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const [algorithm, operation, name] = pathname.slice(1).split("/").map(decodeURIComponent);
    if (operation === "prepare") return Response.json(await prepare(algorithm, await request.json()));
    if (algorithm === "nothing") return new Response("ready");
    const { all, inputs } = prepared[algorithm];
    if (name !== "nothing") await repeat(all[name][operation], inputs[operation], Number(searchParams.get("count")));
    return new Response("done");
  },
};
