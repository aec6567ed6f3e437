// The login against this very server: the form, the token, the user.
import { $, el, verdict } from "../dom.js";
import { addExchange, clearWire } from "./wire.js";

const PEOPLE = [
  ["johndoe", "secret", "the tutorial’s user"],
  ["legacy", "secret", "an old bcrypt hash, renewed at login"],
  ["alice", "secret2", "disabled"],
];

/** Starts the panel; `look` takes the token apart. */
export function startLogin(look) {
  let token = null;

  $("login-people").append(
    ...PEOPLE.map(([username, password, who]) => {
      const button = el("button", { type: "button", title: who }, username);
      button.addEventListener("click", () => {
        $("login-username").value = username;
        $("login-password").value = password;
      });
      return button;
    }),
  );

  $("login-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    clearWire();
    $("login-nothing").hidden = true;
    $("login-next").hidden = true;
    token = await logIn(new FormData(event.target));
    if (token) {
      $("login-next").hidden = false;
      await ask("/users/me", token);
    }
  });
  for (const button of document.querySelectorAll("#login-next [data-path]")) {
    button.addEventListener("click", () => ask(button.dataset.path, token));
  }
  $("login-look").addEventListener("click", async () => {
    await look.show(token);
    $("tokens").scrollIntoView();
    $("token-text").focus({ preventScroll: true });
  });
  findServer();
}

/** `POST /token`; the token, or null. */
async function logIn(form) {
  const body = new URLSearchParams({ grant_type: "password", username: form.get("username"), password: form.get("password") });
  const scope = form.getAll("scope").join(" ");
  if (scope) body.set("scope", scope);
  const answer = await exchange("/token", { method: "POST", body }, "Logged in.");
  return answer?.access_token ?? null;
}

/** `GET` of a resource with the token. */
const ask = (path, token) => exchange(path, { headers: { Authorization: `Bearer ${token}` } }, "The token was good.");

/** Sends a request, shows both sides of it, and resolves to the body of a success. */
async function exchange(path, request, success) {
  const out = $("login-verdict");
  let response;
  let body;
  try {
    response = await fetch(path, { cache: "no-store", ...request });
    body = await read(response);
  } catch {
    verdict(out, false, "The server did not answer.", "Without a network there is no login.");
    return null;
  }
  addExchange(path, request, response, body);
  if (response.ok && body.json) {
    verdict(out, true, success);
    return body.json;
  }
  const detail = body.json?.detail;
  const words = typeof detail === "string" ? detail : Array.isArray(detail) ? detail.map(({ loc, msg }) => `${loc.at(-1)}: ${msg}`).join("; ") : "There is no login server here.";
  verdict(out, false, words, `${response.status}`);
  return null;
}

async function read(response) {
  const text = await response.text();
  try {
    return { text, json: JSON.parse(text) };
  } catch {
    return { text, json: null };
  }
}

/** Whether this page comes from the Worker or from a plain host of files. */
async function findServer() {
  const found = await fetch("/openapi.json", { method: "HEAD", cache: "no-store" }).then(
    (response) => response.ok && response.headers.get("content-type") === "application/json",
    () => false,
  );
  for (const link of document.querySelectorAll("[data-server]")) link.hidden = !found;
  const notice = $("login-offline");
  notice.hidden = found;
  notice.textContent = "No login server answers here: this page comes from a host of plain files, or there is no network. Start one with npm start.";
}
