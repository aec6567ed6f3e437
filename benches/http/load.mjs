// Requests against one server for a while, and what came of them.
import autocannon from "autocannon";
import { Failure } from "../../scripts/lib/run.mjs";

/** Resolves to requests a second and the latencies in milliseconds at which half and 99 of 100 had their answer. */
export async function load({ origin, requests, connections, seconds }) {
  const result = await autocannon({ url: origin, requests, connections, duration: seconds, timeout: 60 });
  const bad = result.non2xx + result.errors + result.timeouts;
  if (bad > 0 || result["2xx"] === 0)
    throw new Failure(`${origin}${requests[0].path}: ${bad} of ${bad + result["2xx"]} requests failed`);
  return { rate: result["2xx"] / result.duration, p50: result.latency.p50, p99: result.latency.p99 };
}
