// What went over the wire, as one would write it down.
import { el } from "../dom.js";
import { duration } from "../format.js";

/** The headers that the login is about, first; the others are about the connection. */
const FIRST = ["content-type", "www-authenticate", "cache-control", "x-request-id"];
/** As long for every password, so that it tells nothing. */
const MASK = "••••••";

/** An exchange as an item of a list: both sides of it, and `said`, a sentence about it. */
export const entry = (exchange, said) => el("li", {}, head(exchange), ...sides(exchange), remark(said));

/** The same as a step of a story: who took it, which `tokens` went there and back, and the rest to be unfolded. */
export const step = (who, exchange, said, tokens) =>
  el(
    "li",
    {},
    head(exchange, el("span", { className: "who" }, who)),
    tokens && el("p", { className: "tokens" }, ...tokens),
    remark(said),
    el("details", {}, el("summary", {}, "Request and response"), ...sides(exchange)),
  );

function head({ request: { method, path }, response: { ok, status }, ms }, who) {
  const answer = `${status} ${REASONS[status] ?? ""}`.trim();
  return el(
    "div",
    { className: "wire-head" },
    who,
    el("b", {}, `${method} ${path}`),
    el("span", { className: "badge", dataset: { mood: ok ? "good" : "bad" } }, answer),
    el("span", { className: "time" }, duration(ms)),
  );
}

const sides = ({ request: { method, path, headers, body, json: sent }, response, text, json }) => [
  el("p", { className: "side" }, "Request"),
  message([`${method} ${path}`], headers, sent ? JSON.stringify(sent, discreetly) : body ? discreet(body) : ""),
  el("p", { className: "side" }, "Response"),
  message(
    [String(response.status)],
    sorted(response.headers),
    json ? JSON.stringify(json, brief, 2) : text.slice(0, 400),
  ),
];

const remark = (said) => said && el("p", { className: "said" }, said);

// HTTP/2 has no reason phrases, and a browser does not pass on those of HTTP/1.1: RFC 9110 section 15.
const REASONS = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  422: "Unprocessable Content",
  429: "Too Many Requests",
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

/**
 * The body as it was sent, but for what is worth something to whoever sees it: people share what they see. The password and
 * the refresh token stand whole on the wire; here they do not.
 */
const discreet = (form) =>
  [...form]
    .map(([name, value]) => {
      if (name === "password") return `password=${MASK}`;
      return name === "refresh_token" ? `refresh_token=${short(value)}` : String(new URLSearchParams([[name, value]]));
    })
    .join("&");

/** The same of a member of JSON. */
const discreetly = (name, value) => {
  if (name === "password" || name.endsWith("_password")) return MASK;
  return name === "token" ? short(value) : value;
};

const brief = (name, value) => (name === "refresh_token" && typeof value === "string" ? short(value) : value);

/** A text without the tokens that it has for a link. */
export const shortened = (text) => text.replaceAll(/kwm_[\w-]+/g, short);

/** A refresh token by its end, which differs from one to the next: what it begins with is the same for all of a session. */
export const short = (token) => (token.length > 16 ? `${token.slice(0, 4)}…${token.slice(-8)}` : token);
