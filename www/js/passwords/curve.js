// "Time against memory": measures on this machine, and draws.
import { $, el } from "../dom.js";
import { call } from "../engine.js";
import { duration, memory } from "../format.js";
import { drawCurve } from "./chart.js";

const SIZES = [1, 2, 4, 8, 16, 32, 64, 96].map((mib) => mib * 1024);
/** Short runs are noisy, so the best of a few counts; long ones are run once. */
const RUNS = 3;
const LONG = 250;

/** Starts the panel; `settings` are those of "Make a hash". */
export function startCurve(settings) {
  const button = $("curve-run");
  let points = [];
  let stopped = true;

  const draw = () => {
    const { memory: size, ms } = settings.current();
    $("curve-picture").replaceChildren(drawCurve(points, ms === null ? null : { size, ms }));
    $("curve-numbers").hidden = points.length === 0;
    $("curve-numbers").querySelector("tbody").replaceChildren(
      ...points.map((point) => el("tr", {}, el("td", {}, memory(point.size)), el("td", {}, duration(point.ms)))),
    );
  };

  async function measure() {
    const { iterations, parallelism } = settings.current();
    points = [];
    stopped = false;
    button.textContent = "Stop";
    const what = `${iterations} iteration${iterations === 1 ? "" : "s"}, ${parallelism} lane${parallelism === 1 ? "" : "s"}`;
    try {
      for (const size of SIZES) {
        $("curve-state").textContent = `${what}: ${memory(size)} …`;
        points.push({ size, ms: await best({ memory: size, iterations, parallelism }, () => stopped) });
        draw();
        if (stopped) break;
      }
      $("curve-state").textContent = `Measured with ${what}.`;
      settings.refresh();
    } catch (error) {
      $("curve-state").textContent = error.message;
    }
    stopped = true;
    button.textContent = "Measure";
  }

  button.addEventListener("click", () => {
    if (stopped) measure();
    else stopped = true;
  });
  settings.onChange(draw);
  draw();
}

async function best(options, stopped) {
  let least = Infinity;
  for (let run = 0; run < RUNS && !stopped(); run++) {
    least = Math.min(least, (await call("hash", "measured", options)).ms);
    if (least > LONG) break;
  }
  // Stopped before the first run: there is nothing to show for this size.
  return Number.isFinite(least) ? least : (await call("hash", "measured", options)).ms;
}
