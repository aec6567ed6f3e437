// "The session": what a login opened, how it stays, and how it ends.
import { $, verdict } from "../dom.js";
import { showSession, showSessions } from "./list.js";
import { endSession, list, logOut, logOutEverywhere, race, refresh, theft } from "./stories.js";
import { NoAnswer, Tab } from "./tab.js";
import { NO_ANSWER } from "./words.js";

const OFF =
  "This Worker keeps no sessions: there was no refresh_token in its answer. They are on where wrangler.toml has the binding ACCOUNTS.";
const NOBODY = "There is no Worker here, and without one no session.";
const OVER = "This session is over. Logging in opens another.";

/**
 * Starts the card. `renewed(token)` is called with each access token that a refresh gives, and `changed(tab)` whenever there
 * is another session, or none any more (null). The result takes what a login answered (`open`), forgets it (`close`), says
 * whether there is a server (`served`), and has the `tab`, of which somebody else has used a token (`used`).
 */
export function startSession(renewed, changed) {
  const out = $("session-verdict");
  const nothingYet = $("session-why").textContent;
  /** Why there is none, as far as one can say before a login, and after the last. */
  let before = nothingYet;
  let why = before;
  let inView = false;
  /** @type {Tab | null} */
  let tab = null;
  /** @type {Promise<void>} */
  let line = Promise.resolve();

  /** Tells a story when those before it are told, and asks for the sessions then; with none, it is that alone. */
  function run(story) {
    const mine = tab;
    line = line.catch(() => {}).then(() => tell(mine, story));
  }

  async function tell(mine, story) {
    if (!mine || mine !== tab || mine.ended) return;
    // A story that came first has looked already.
    if (!story && mine.sessions !== undefined) return;
    $("session-wire").replaceChildren();
    let told = false;
    try {
      if (story) {
        verdict(out, null, "Asking the server …");
        const outcome = await story(mine);
        // A story may have its outcome though it got no more answers.
        if (mine !== tab) return;
        used();
        verdict(out, ...outcome);
        told = true;
      }
      if (!mine.ended) await list(mine);
    } catch (error) {
      if (mine !== tab) return;
      if (!(error instanceof NoAnswer)) throw error;
      // What came of a story is so without the list, too.
      if (!told)
        verdict(
          out,
          false,
          NO_ANSWER,
          "What was asked may be done all the same: a refresh shows whether the session goes on.",
        );
    }
    used();
  }

  /** A token of the session was used: there may be another now, or none. */
  function used() {
    if (!tab) return;
    renewed(tab.accessToken);
    render();
  }

  function render() {
    const held = document.activeElement;
    const alive = tab && !tab.ended ? tab : null;
    $("session-none").hidden = alive !== null;
    $("session-why").textContent = tab ? OVER : why;
    $("session-again").hidden = tab === null;
    $("session-open").hidden = tab === null;
    for (const part of document.querySelectorAll("[data-alive]")) /** @type {HTMLElement} */ (part).hidden = !alive;
    if (alive) {
      showSession(alive);
      showSessions(alive, (session) => run(endSession(session)));
    }
    // A button that went may have had the focus, and the keyboard goes on from there.
    const gone = held instanceof HTMLElement && $("session-open").contains(held) && !held.checkVisibility();
    if (gone || !held?.isConnected) (alive ? $("session-refresh") : $("session-again")).focus({ preventScroll: true });
    changed(alive);
  }

  const buttons = {
    "session-refresh": refresh,
    "session-race": race,
    "session-theft": theft,
    "session-log-out": logOut,
    "session-everywhere": logOutEverywhere,
  };
  for (const [id, story] of Object.entries(buttons)) $(id).addEventListener("click", () => run(story));
  $("session-again").addEventListener("click", () => {
    $("login").scrollIntoView();
    $("login-submit").focus({ preventScroll: true });
  });

  // Whoever does not look at it asks for no list.
  const look = () => inView && run(null);
  new IntersectionObserver(
    (entries) => {
      inView = entries.at(-1)?.isIntersecting ?? false;
      look();
    },
    { rootMargin: "0px 0px -25% 0px" },
  ).observe($("session"));

  function change(next) {
    tab?.leave();
    tab = next;
    line = Promise.resolve();
    out.hidden = true;
    $("session-wire").replaceChildren();
    render();
    look();
  }
  return {
    /** The session that there is. */
    get tab() {
      return tab?.ended ? null : tab;
    },
    used,
    /** Shows the session of a login, or that there is none. Whether there is one. */
    open(tokens) {
      why = tokens.refresh_token ? before : OFF;
      change(tokens.refresh_token ? new Tab(tokens, $("session-wire")) : null);
      return tab !== null;
    },
    close() {
      why = before;
      change(null);
    },
    served(found) {
      const now = found ? nothingYet : NOBODY;
      if (now === before) return;
      if (why === before) why = now;
      before = now;
      render();
    },
  };
}
