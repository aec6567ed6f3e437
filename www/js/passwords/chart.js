// The picture: memory to the right, time upwards, both in powers, so that "twice the memory, twice the time" is a line.
import { svg } from "../dom.js";
import { duration, memory } from "../format.js";

const LEFT = 52;
const RIGHT = 24;
const TOP = 14;
const BOTTOM = 46;
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128].map((mib) => mib * 1024);
const TIMES = [1, 10, 100, 1000];
/** A hash should take less (OWASP, Password Storage Cheat Sheet, "Work Factors"). */
const MOST = 1000;

/**
 * Draws lines of measured points, the newest last, and the present setting. A line is `{ label, points: [{ size, ms }] }`,
 * sizes in KiB. `width` is the picture's in CSS pixels, so that its letters are as large as all others.
 */
export function drawCurve(lines, now, width) {
  const height = Math.round(Math.min(Math.max(width * 0.45, 260), 400));
  const x = (size) => LEFT + ((Math.log2(size) - 10) / 7) * (width - LEFT - RIGHT);
  const y = (ms) =>
    height - BOTTOM - (Math.log10(Math.min(Math.max(ms, 0.3), 3000) / 0.3) / 4) * (height - TOP - BOTTOM);
  const picture = svg("svg", {
    class: "chart",
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": describe(lines, now),
  });

  for (const size of SIZES) {
    picture.append(
      svg("line", { class: "grid", x1: x(size), x2: x(size), y1: TOP, y2: height - BOTTOM }),
      text(x(size), height - BOTTOM + 20, memory(size).replace(" MiB", ""), "middle"),
    );
  }
  for (const ms of TIMES) {
    picture.append(
      svg("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(ms), y2: y(ms) }),
      text(LEFT - 8, y(ms) + 4, duration(ms), "end"),
    );
  }
  picture.append(
    text(width - RIGHT, height - 6, "MiB of memory", "end"),
    svg("line", { class: "limit", x1: LEFT, x2: width - RIGHT, y1: y(MOST), y2: y(MOST) }),
    text(LEFT + 8, y(MOST) - 7, "OWASP: less than this", "start", "limit-label"),
  );

  for (const [index, { label, points }] of lines.entries()) {
    const group = svg("g", { class: index < lines.length - 1 ? "before" : "newest" });
    if (points.length > 1)
      group.append(
        svg("polyline", { class: "line", points: points.map(({ size, ms }) => `${x(size)},${y(ms)}`).join(" ") }),
      );
    for (const { size, ms } of points) group.append(svg("circle", { class: "dot", cx: x(size), cy: y(ms), r: 3.5 }));
    const last = points.at(-1);
    if (last && points.length > 2) group.append(text(x(last.size) - 8, y(last.ms) - 10, label, "end", "line-label"));
    picture.append(group);
  }
  if (now) {
    // The line rises to the right, so below it there is room, but at the edge.
    const edge = x(now.size) > width - 170;
    picture.append(
      svg("circle", { class: "now", cx: x(now.size), cy: y(now.ms), r: 6.5 }),
      text(
        x(now.size) + (edge ? 8 : 10),
        y(now.ms) + (edge ? 34 : 22),
        `your setting: ${duration(now.ms)}`,
        edge ? "end" : "start",
        "now-label",
      ),
    );
  }
  return picture;
}

function text(left, top, content, anchor, name = "") {
  const element = svg("text", { x: left, y: top, "text-anchor": anchor, ...(name && { class: name }) });
  element.textContent = content;
  return element;
}

function describe(lines, now) {
  const said = lines.map(
    ({ label, points }) => `${label}: ${points.map(({ size, ms }) => `${memory(size)} ${duration(ms)}`).join(", ")}.`,
  );
  const setting = now ? `Your setting, ${memory(now.size)}, took ${duration(now.ms)}.` : "";
  return `Time of one hash against its memory. ${said.join(" ") || "Nothing measured yet."} ${setting}`;
}
