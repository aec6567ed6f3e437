// What went over the wire, as one would write it down.
import { $, el } from "../dom.js";
import { duration } from "../format.js";

/** The headers that the login is about, first; the others are about the connection. */
const FIRST = ["content-type", "www-authenticate", "cache-control", "x-request-id"];
/** As long for every password, so that it tells nothing. */
const MASK = "••••••";

export const clearWire = () => $("login-wire").replaceChildren();

/** Adds a request and its answer, and `said`, a sentence about them. */
export function addExchange({ method, path, headers, body }, response, { text, json }, ms, said) {
  const good = response.ok;
  $("login-wire").append(
    el(
      "li",
      {},
      el(
        "div",
        { className: "wire-head" },
        el("b", {}, `${method} ${path}`),
        el(
          "span",
          { className: "badge", dataset: { mood: good ? "good" : "bad" } },
          `${response.status} ${REASONS[response.status] ?? ""}`.trim(),
        ),
        el("span", { className: "time" }, duration(ms)),
      ),
      el("p", { className: "side" }, "Request"),
      message([`${method} ${path}`], headers, body ? hidePassword(body) : ""),
      el("p", { className: "side" }, "Response"),
      message(
        [String(response.status)],
        sorted(response.headers),
        json ? JSON.stringify(json, null, 2) : text.slice(0, 400),
      ),
      said && el("p", { className: "said" }, said),
    ),
  );
}

// HTTP/2 has no reason phrases, and a browser does not pass on those of HTTP/1.1: RFC 9110 section 15.
const REASONS = {
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  422: "Unprocessable Content",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

function message(start, headers, body) {
  const lines = Object.entries(headers).flatMap(([name, value]) => [
    "\n",
    el("span", { className: "name" }, name),
    `: ${value}`,
  ]);
  return el("pre", {}, el("b", {}, ...start), ...lines, body ? `\n\n${body}` : "");
}

function sorted(headers) {
  const rank = (name) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return Object.fromEntries([...headers].sort(([a], [b]) => rank(a) - rank(b)));
}

/** The body as it was sent. The password stands on the wire as it was typed; here it does not, because people share what they see. */
const hidePassword = (form) =>
  [...form]
    .map(([name, value]) => (name === "password" ? `password=${MASK}` : String(new URLSearchParams([[name, value]]))))
    .join("&");
