// The picture: memory to the right, time upwards, both in powers, so that "twice the memory, twice the time" is a line.
import { svg } from "../dom.js";
import { duration, memory } from "../format.js";

const WIDTH = 720;
const HEIGHT = 320;
const LEFT = 64;
const RIGHT = 20;
const TOP = 18;
const BOTTOM = 40;
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128].map((mib) => mib * 1024);
const TIMES = [1, 10, 100, 1000];
/** More than this and people notice that they wait for their login. */
const NOTICED = 500;

const x = (size) => LEFT + ((Math.log2(size) - 10) / 7) * (WIDTH - LEFT - RIGHT);
const y = (ms) => HEIGHT - BOTTOM - (Math.log10(Math.min(Math.max(ms, 0.3), 3000) / 0.3) / 4) * (HEIGHT - TOP - BOTTOM);

/** Draws measured points and the present setting, each `{ size, ms }`. */
export function drawCurve(points, now) {
  const picture = svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": describe(points, now) });
  for (const size of SIZES) {
    picture.append(
      svg("line", { class: "grid", x1: x(size), x2: x(size), y1: TOP, y2: HEIGHT - BOTTOM }),
      text(x(size), HEIGHT - BOTTOM + 20, memory(size).replace(" MiB", ""), "middle"),
    );
  }
  for (const ms of TIMES) {
    picture.append(
      svg("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(ms), y2: y(ms) }),
      text(LEFT - 8, y(ms) + 4, duration(ms), "end"),
    );
  }
  picture.append(
    text(WIDTH - RIGHT, HEIGHT - 4, "MiB of memory", "end"),
    svg("line", { class: "limit", x1: LEFT, x2: WIDTH - RIGHT, y1: y(NOTICED), y2: y(NOTICED) }),
    text(LEFT + 8, y(NOTICED) - 6, "half a second: people notice", "start", "limit-label"),
  );
  if (points.length > 1) {
    picture.append(svg("polyline", { class: "line", points: points.map(({ size, ms }) => `${x(size)},${y(ms)}`).join(" ") }));
  }
  for (const { size, ms } of points) {
    picture.append(svg("circle", { class: "dot", cx: x(size), cy: y(ms), r: 4 }));
  }
  if (now) {
    const right = x(now.size) > WIDTH - 180;
    picture.append(
      svg("circle", { class: "now", cx: x(now.size), cy: y(now.ms), r: 6.5 }),
      text(x(now.size) + (right ? -12 : 12), y(now.ms) + 20, `your setting: ${duration(now.ms)}`, right ? "end" : "start", "now-label"),
    );
  }
  return picture;
}

function text(left, top, content, anchor, name = "") {
  const element = svg("text", { x: left, y: top, "text-anchor": anchor, ...(name && { class: name }) });
  element.textContent = content;
  return element;
}

function describe(points, now) {
  const line = points.map(({ size, ms }) => `${memory(size)} ${duration(ms)}`).join(", ");
  const setting = now ? `Your setting, ${memory(now.size)}, took ${duration(now.ms)}.` : "";
  return `Time of one hash against its memory. ${line || "Nothing measured yet"}. ${setting}`;
}
