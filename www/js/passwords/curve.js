// "Time against memory": measures on this machine, and draws.
import { $, el } from "../dom.js";
import { call } from "../engine.js";
import { duration, memory } from "../format.js";
import { drawCurve } from "./chart.js";

const SIZES = [1, 2, 4, 8, 16, 32, 64, 96].map((mib) => mib * 1024);
/** Something else may hold a run up, so the best of a few counts, of long ones the best of two. */
const RUNS = 3;
const LONG = 250;
/** Lines that stay for comparison, the newest among them. */
const KEPT = 3;

/** Starts the panel; `settings` are those of "Make a hash". */
export function startCurve(settings) {
  const button = $("curve-run");
  const frame = $("curve-picture");
  let lines = [];
  /**
   * The measuring that is under way.
   *
   * @type {{ stopped: boolean } | null}
   */
  let running = null;

  const draw = () => {
    frame.replaceChildren(drawCurve(lines, settings.measured(), Math.max(frame.clientWidth, 280)));
    const points = lines.at(-1)?.points ?? [];
    $("curve-numbers").hidden = points.length === 0;
    $("curve-numbers")
      .querySelector("tbody")
      .replaceChildren(
        ...points.map((point) => el("tr", {}, el("td", {}, memory(point.size)), el("td", {}, duration(point.ms)))),
      );
  };

  async function measure() {
    const { iterations, parallelism } = settings.current();
    const what = `${iterations} iteration${iterations === 1 ? "" : "s"}, ${parallelism} lane${parallelism === 1 ? "" : "s"}`;
    /** @type {{ label: string, points: { size: number, ms: number }[] }} */
    const line = { label: `t=${iterations}, p=${parallelism}`, points: [] };
    lines = [...lines.filter(({ label }) => label !== line.label), line].slice(-KEPT);
    const run = { stopped: false };
    running = run;
    button.textContent = "Stop";
    $("curve-state").textContent = `Measuring ${what} …`;
    try {
      for (const size of SIZES) {
        line.points.push({ size, ms: await best({ memory: size, iterations, parallelism }, run) });
        draw();
        if (run.stopped) break;
      }
      $("curve-state").textContent = `Measured with ${what}. ${advice(line.points)}`;
      settings.refresh();
    } catch (error) {
      $("curve-state").textContent = error.message;
    }
    running = null;
    button.textContent = "Measure";
  }

  button.addEventListener("click", () => {
    if (running) running.stopped = true;
    else measure();
  });
  settings.onChange(draw);
  new ResizeObserver(draw).observe(frame);
  whenSeen($("curve"), () => lines.length > 0 || measure());
}

/** The first time that somebody looks at it, it measures by itself: an empty picture says nothing. */
function whenSeen(element, work) {
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      work();
    },
    { threshold: 0.4 },
  );
  watch.observe(element);
}

/** A quarter of a second is long for the one who hashes and short for the one who waits. */
function advice(points) {
  const most = points.findLast(({ ms }) => ms <= 250);
  return most
    ? `Within a quarter of a second this device can spend ${memory(most.size)}${most.size === SIZES.at(-1) ? " or more" : ""}.`
    : "";
}

async function best(options, run) {
  let least = Infinity;
  for (let count = 1; count <= RUNS && !run.stopped; count++) {
    least = Math.min(least, (await call("hash", "measured", options)).ms);
    if (count > 1 && least > LONG) break;
  }
  // Stopped before the first run: there is nothing to show for this size.
  return Number.isFinite(least) ? least : (await call("hash", "measured", options)).ms;
}
