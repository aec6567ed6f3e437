// What went over the wire, as one would write it down.
import { $, el } from "../dom.js";

/** Headers of the answer that belong to the login; the others are about the connection. */
const SHOWN = ["content-type", "www-authenticate", "cache-control", "allow", "location", "retry-after", "x-request-id"];

export const clearWire = () => $("login-wire").replaceChildren();

/** Adds a request and its answer. */
export function addExchange(path, { method = "GET", headers = {}, body }, response, { text, json }) {
  const sent = [`${method} ${path}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (body) sent.push("Content-Type: application/x-www-form-urlencoded", "", hidePassword(body));
  const got = SHOWN.filter((name) => response.headers.has(name)).map((name) => `${name}: ${response.headers.get(name)}`);
  $("login-wire").append(
    el("li", {}, block("request", sent), block("answer", [String(response.status), ...got, "", json ? JSON.stringify(json, null, 2) : text.slice(0, 400)], response.status)),
  );
}

function block(kind, [first, ...lines], status) {
  const element = el("pre", { className: kind, tabIndex: 0 }, el("b", {}, first), `\n${lines.join("\n")}`);
  if (status) element.dataset.status = status;
  return element;
}

/** The password stands on the wire as it was typed. Here it does not, because people share what they see. */
function hidePassword(body) {
  const shown = new URLSearchParams(body);
  shown.set("password", "…");
  return decodeURIComponent(shown.toString());
}
