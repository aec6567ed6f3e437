// Requests against one server, and what came of them: requests a second, and the latencies in milliseconds at which half and
// 99 of 100 had their answer.
import autocannon from "autocannon";
import { Failure } from "../../scripts/lib/run.mjs";

/** The same few requests for a while, as fast as they are answered. */
export async function load({ origin, requests, connections, seconds }) {
  const result = await autocannon({ url: origin, requests, connections, duration: seconds, timeout: 60 });
  const bad = result.non2xx + result.errors + result.timeouts;
  if (bad > 0 || result["2xx"] === 0)
    throw new Failure(`${origin}${requests[0].path}: ${bad} of ${bad + result["2xx"]} requests failed`);
  return { rate: result["2xx"] / result.duration, p50: result.latency.p50, p99: result.latency.p99 };
}

/**
 * So many requests, each made by `request(index, connection)`, until all have their answer: none is left that a server would
 * go on with in the time of the next one. `answered(response, text, connection)` sees the answers.
 *
 * @param {{
 *   origin: string, connections: number, amount: number, status: number,
 *   request: (index: number, connection: number) => any,
 *   answered?: (response: Response, text: string, connection: number) => void,
 * }} options
 */
export async function ask({ origin, request, connections, amount, status, answered }) {
  const latencies = [];
  let next = 0;
  const connection = async (_, number) => {
    while (next < amount) {
      const { path, ...options } = request(next++, number);
      const began = performance.now();
      const response = await fetch(origin + path, options);
      const text = await response.text();
      latencies.push(performance.now() - began);
      if (response.status !== status)
        throw new Failure(`${origin}${path}: ${response.status} where ${status} was expected: ${text.slice(0, 300)}`);
      answered?.(response, text, number);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, connection));
  const seconds = (performance.now() - began) / 1000;
  latencies.sort((one, other) => one - other);
  const at = (share) => latencies[Math.min(Math.floor(share * amount), amount - 1)];
  return { rate: amount / seconds, p50: at(0.5), p99: at(0.99) };
}
