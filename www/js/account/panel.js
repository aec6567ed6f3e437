// The account: what somebody can do with one, from the registration to the end.
import { $, choices, el, verdict } from "../dom.js";
import { exchange } from "../login/exchange.js";
import { NoAnswer } from "../login/tab.js";
import { NO_ANSWER } from "../login/words.js";
import { onLoopback } from "../loopback.js";
import { entry } from "../login/wire.js";
import { ACTIONS } from "./actions.js";
import { takeLink } from "./link.js";
import { startOutbox } from "./outbox.js";
import { remark } from "./words.js";

/** What one can do: the end of an element's id, and its name. */
const CHOICES = /** @type {[string, string][]} */ ([
  ["register", "Register"],
  ["login", "Log in here"],
  ["verify", "Verify the mail"],
  ["forgotten", "Forgotten password"],
  ["change", "Change it"],
  ["delete", "Delete it"],
]);

/** The action that the link of a mail is for, and the fields that it leads to. */
const LINKS = { verify: ["verify", "verify-token"], reset: ["forgotten", "reset-token"] };

/** A token of that form which nobody has made. */
const FORGED = `kwm_${"A".repeat(96)}`;

/** Long enough, and known to everybody. */
const GOOD = "correct horse battery staple";

const NOBODY = "There is no Worker here, or no network, and without them no accounts. Start one with npm start.";

/**
 * @typedef {object} Account what actions do with the panel
 * @property {import("../login/tab.js").Tab | null} tab the session that this page is logged in with
 * @property {string | null} token its access token
 * @property {(request: any) => Promise<any>} send sends a request, shows both sides, and throws `NoAnswer`
 * @property {(tokens: any) => void} enter this page is logged in with these tokens
 * @property {() => void} leave nobody is logged in
 * @property {() => void} used a token of the session was used
 * @property {any} user what is known of who is logged in
 * @property {(user: any) => void} know this is what is known
 * @property {() => void} expectMail a mail may be on its way
 * @property {() => HTMLElement | null} outbox a link to the outbox, where there is one
 * @property {(id: string, value: string) => void} fill fills in a field that nobody has changed meanwhile
 * @property {(choice: string) => HTMLElement} way a button that leads to another action
 */

/**
 * Starts the panel. `login` is the Login panel's, which it shares a login with; `link` is what the address had for us.
 *
 * @param {ReturnType<typeof import("../login/flow.js").startLogin>} login
 * @param {ReturnType<typeof takeLink>} link
 */
export function startAccount(login, link) {
  const out = $("account-verdict");
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("#account input"));
  const outbox = startOutbox();
  /** @type {import("../login/tab.js").Tab | null} */
  let tab = null;
  /** @type {any} */
  let user = null;
  let asking = new AbortController();
  /**
   * What is under way: the action, or the form that asked for it; null for nothing.
   *
   * @type {object | null}
   */
  let busy = null;
  /** Whether that is what changes the login. */
  let ours = false;
  const own = (change) => (tokens) => {
    ours = true;
    change(tokens);
    ours = false;
  };

  choices(
    $("account-choice"),
    CHOICES.map(([id, name]) => [name, "", () => show(id)]),
  );

  function show(chosen) {
    for (const [id] of CHOICES) $(`account-${id}`).hidden = id !== chosen;
    out.hidden = true;
  }

  /** As if its button had been pressed; the keyboard goes on at `field`, or at the first that there is. */
  function choose(chosen, field) {
    const index = CHOICES.findIndex(([id]) => id === chosen);
    $("account-choice").children[index].click();
    ($(field) ?? $(`account-${chosen}`).querySelector("input")).focus({ preventScroll: true });
  }

  function render() {
    $("account-nobody").hidden = tab !== null;
    $("account-somebody").hidden = tab === null;
    const facts = user
      ? [
          ["Address", user.email ?? "none", user.is_verified ? "Verified" : "Not verified"],
          ["Name", user.full_name || "none"],
          ["Username", user.username],
          ["Id", user.id],
        ]
      : [];
    // For password managers, which keep a password by the name.
    $("change-username").value = user?.username ?? "";
    $("account-facts").replaceChildren(
      ...facts.flatMap(([name, value, more]) => [
        el("dt", {}, name),
        el("dd", {}, value, more && el("small", {}, more)),
      ]),
    );
  }

  /** What an action does with the panel; what was begun before it has no say any more. */
  function begin() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const typed = new Map(Array.from(inputs, (field) => [field, field.value]));
    $("account-wire").replaceChildren();
    $("account-nothing").hidden = true;
    verdict(out, null, "Asking the server …");
    /** @type {Account} */
    const account = {
      get tab() {
        return tab;
      },
      get token() {
        return tab?.accessToken ?? null;
      },
      async send(request) {
        const answer = await exchange({ ...request, signal });
        if (!answer || signal.aborted) throw new NoAnswer();
        $("account-wire").append(entry(answer, remark(answer)));
        return answer;
      },
      enter: own(login.enter),
      leave: own(login.leave),
      get user() {
        return user;
      },
      used: own(login.used),
      know(read) {
        user = read;
        render();
      },
      expectMail: outbox.expect,
      outbox: outbox.way,
      fill(id, value) {
        const field = $(id);
        if (field.value === typed.get(field)) field.value = value;
      },
      way(chosen) {
        const [, name] = CHOICES.find(([id]) => id === chosen) ?? [];
        const button = el("button", { type: "button", className: "small" }, name);
        button.addEventListener("click", () => choose(chosen));
        return button;
      },
    };
    return { account, signal };
  }

  /** What is under way is about a login that is no more. */
  function giveUp() {
    asking.abort();
    busy = null;
    out.hidden = true;
  }

  async function run(action, fields, form = action) {
    const { account, signal } = begin();
    busy = form;
    try {
      const outcome = await action(account, fields);
      if (!signal.aborted) verdict(out, ...outcome);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof NoAnswer)) throw error;
      verdict(out, false, NO_ANSWER, "Without a network there are no accounts.");
    } finally {
      if (!signal.aborted) busy = null;
    }
  }

  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("#account form"))) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // Pressed twice, it is meant once: the first may have had its effect already.
      if (busy === form) return;
      run(ACTIONS[form.dataset.act ?? ""], Object.fromEntries(new FormData(form)), form);
      for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[type=checkbox]")))
        box.checked = false;
    });
  }
  // Who types the address in one place need not in the others.
  const addresses = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("#account [data-address]"));
  for (const field of addresses) {
    field.addEventListener("input", () => {
      for (const other of addresses) other.value = field.value;
    });
  }

  const email = "ann@example.com";
  if (onLoopback) {
    for (const field of addresses) field.value = email;
    $("register-password").value = GOOD;
  }
  const wrong = {
    "Short password": () => run(ACTIONS.register, { email, password: "secret" }),
    "Common password": () => run(ACTIONS.register, { email, password: "password1234567" }),
    "Own address": () => run(ACTIONS.register, { email: "annabella@example.com", password: "annabella@example" }),
    "Not an address": () => run(ACTIONS.register, { email: "ann.example.com", password: GOOD }),
    "Forged link": () => run(ACTIONS.verify, { token: FORGED }),
  };
  for (const [name, act] of Object.entries(wrong)) {
    const button = el("button", { type: "button" }, name);
    button.addEventListener("click", act);
    $("account-wrong").append(button);
  }

  /** Opens the panel as the link of a mail asks for. */
  function follow({ purpose, token }) {
    const [chosen, field] = LINKS[purpose];
    choose(chosen, purpose === "reset" ? "reset-password" : field);
    $(field).value = token;
    $("account").scrollIntoView();
  }

  $("account-choice").firstElementChild.click();
  $("account-sessions").addEventListener("click", login.showSession);
  login.watch((open, read) => {
    if (open !== tab) {
      user = null;
      if (busy && !ours) giveUp();
    }
    tab = open;
    user = read ?? user;
    render();
  });
  render();
  if (link) follow(link);
  addEventListener("hashchange", () => {
    const next = takeLink();
    if (next) follow(next);
  });
  login.whenSeen((found) => {
    const notice = $("account-offline");
    notice.hidden = found;
    notice.textContent = found ? "" : NOBODY;
    if (found) outbox.start();
  });
}
