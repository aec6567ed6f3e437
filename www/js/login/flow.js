// The login against this very server: the form, the token, the user.
import { $, choices, el, verdict } from "../dom.js";
import { onLoopback } from "../loopback.js";
import { exchange } from "./exchange.js";
import { startSession } from "./session.js";
import { entry } from "./wire.js";
import { again, comment, complaint, NO_ANSWER } from "./words.js";

const PEOPLE = [
  ["johndoe", "secret", "The tutorial’s user, with the tutorial’s Argon2id hash."],
  ["legacy", "secret", "A bcrypt hash of the older tutorial, replaced by Argon2id at the first login."],
  ["alice", "secret2", "Disabled: her password is right, and she gets no token."],
];

/** Looks like a token, and was signed by nobody. */
const FORGED =
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJqb2huZG9lIn0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/**
 * Starts the panel; `look` takes the token apart. The result is for whoever else logs in on this page: there is one login on
 * it. `enter` takes the tokens of a login, `used` says that a token of the session was used elsewhere, `leave` forgets it;
 * `watch` takes a function that hears of the session, null where there is none, and of the user as far as he is known.
 */
export function startLogin(look) {
  let token = null;
  let asking = new AbortController();
  /** @type {Promise<any>} */
  let line = Promise.resolve();
  /** @type {(tab: import("./tab.js").Tab | null, user?: any) => void} */
  let heard = () => {};
  const session = startSession(
    (renewed) => {
      token = renewed;
    },
    (tab) => heard(tab),
  );

  const fill = (username, password, who) => {
    $("login-username").value = username;
    $("login-password").value = password;
    $("login-who").textContent = who;
  };
  const release = choices(
    $("login-people"),
    PEOPLE.map(([username, password, who]) => [username, "", () => fill(username, password, who)]),
  );
  if (onLoopback) $("login-people").firstElementChild.click();
  for (const id of ["login-username", "login-password"]) {
    $(id).addEventListener("input", () => {
      release();
      $("login-who").textContent = "";
    });
  }

  /** Begins a new page of the log. What is still under way belongs to the old one, and has no say in this. */
  function begin() {
    asking.abort();
    asking = new AbortController();
    line = Promise.resolve();
    token = null;
    session.close();
    $("login-wire").replaceChildren();
    $("login-nothing").hidden = true;
    $("login-next").hidden = true;
    verdict($("login-verdict"), null, "Asking the server …");
    return asking.signal;
  }

  /** Sends a request when those before it are answered, so that all stand in the order in which they were asked for. */
  function send(request, success) {
    const { signal } = asking;
    line = line.then(() => ask({ ...request, signal }, success));
    return line;
  }

  /** `GET` of a resource, with the token if there is one. */
  const get = (path, token) => send({ method: "GET", path, token }, "The token was good.");

  function askWith(token) {
    begin();
    return get("/users/me", token);
  }

  /** @param {{ username: any, password: any, scope?: string }} form */
  async function logIn({ username, password, scope }) {
    const signal = begin();
    const body = new URLSearchParams({ grant_type: "password", username, password, ...(scope && { scope }) });
    const answer = await send({ method: "POST", path: "/token", body }, "Logged in.");
    if (signal.aborted || !answer?.access_token) return;
    hold(answer);
    const user = await get("/users/me", token);
    if (!signal.aborted && user) heard(session.tab, user);
  }

  /** Is logged in with these tokens. */
  function hold(tokens) {
    token = tokens.access_token;
    $("login-next").hidden = false;
    $("login-session").hidden = !session.open(tokens);
  }

  function showSession() {
    $("session").scrollIntoView();
    $("session-refresh").focus({ preventScroll: true });
  }

  $("login-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = new FormData($("login-form"));
    logIn({ username: form.get("username"), password: form.get("password"), scope: form.getAll("scope").join(" ") });
  });
  for (const button of document.querySelectorAll("#login-next [data-path]")) {
    button.addEventListener("click", () => get(button.dataset.path, token));
  }
  const wrong = {
    "Wrong password": () => logIn({ username: "johndoe", password: "hunter2" }),
    "Unknown user": () => logIn({ username: "nobody", password: "secret" }),
    "Disabled user": () => logIn({ username: "alice", password: "secret2", scope: "me" }),
    "Empty field": () => logIn({ username: "", password: "secret" }),
    "Unknown scope": () => logIn({ username: "johndoe", password: "secret", scope: "admin" }),
    "No token": () => askWith(null),
    "Forged token": () => askWith(FORGED),
  };
  for (const [name, run] of Object.entries(wrong)) {
    const button = el("button", { type: "button" }, name);
    button.addEventListener("click", run);
    $("login-wrong").append(button);
  }
  $("login-look").addEventListener("click", () => {
    look.show(token, "");
    $("tokens").scrollIntoView();
    $("token-text").focus({ preventScroll: true });
  });
  $("login-session").addEventListener("click", showSession);
  /** @type {boolean | undefined} */
  let found;
  let told = (/** @type {boolean} */ _) => {};
  watchServer((seen) => {
    found = seen;
    session.served(seen);
    told(seen);
  });
  return {
    /** Calls `listener` with whether there is a Worker, as soon as that is known and when it changes. */
    whenSeen(listener) {
      told = listener;
      if (found !== undefined) listener(found);
    },
    showSession,
    used: session.used,
    enter(tokens) {
      begin();
      hold(tokens);
      verdict($("login-verdict"), true, "Logged in.", "By the Account panel, which shows the exchange.");
    },
    leave() {
      if (!token) return;
      begin();
      $("login-verdict").hidden = true;
      $("login-nothing").hidden = false;
    },
    watch(listener) {
      heard = listener;
    },
  };
}

/** Sends a request, shows both sides of it, and resolves to the body of a success. One that was given up shows nothing. */
async function ask(request, success) {
  const out = $("login-verdict");
  const { method, path, signal } = request;
  const answer = await exchange(request);
  if (signal.aborted) return null;
  if (!answer) {
    verdict(out, false, NO_ANSWER, "Without a network there is no login.");
    return null;
  }
  const { response, json } = answer;
  $("login-wire").append(entry(answer, json && comment(path, response.status, json)));
  if (response.ok && json) {
    verdict(out, true, success, path === "/token" ? "" : `${method} ${path}`);
    return json;
  }
  verdict(out, false, complaint(answer), String(response.status), again(answer));
  return null;
}

/** Looks for the Worker; where nobody answered, again when there is a network, or somebody comes back to the page. */
async function watchServer(seen) {
  const answer = await fetch("/openapi.json", { method: "HEAD", cache: "no-store" }).catch(() => null);
  seen(showServer(answer));
  if (answer) return;
  const waiting = new AbortController();
  const lookAgain = () => {
    waiting.abort();
    watchServer(seen);
  };
  for (const event of ["online", "focus"]) addEventListener(event, lookAgain, { signal: waiting.signal });
}

/** Whether this page comes from the Worker, be it one that lacks its settings, or from a plain host of files, and says so. */
function showServer(answer) {
  const found = answer !== null && answer.status !== 404 && answer.headers.get("content-type") === "application/json";
  for (const link of document.querySelectorAll("[data-server]")) link.hidden = !found;
  const notice = $("login-offline");
  notice.hidden = found;
  notice.textContent = found
    ? ""
    : "There is no Worker here: this page comes from a host of plain files, or there is no network. Start one with npm start. Passwords and tokens work without it.";
  return found;
}
