// How a session, and the list of all, are shown.
import { $, el } from "../dom.js";
import { moment, span } from "../format.js";

/** More would fill the page; "everywhere" ends those, too. */
const SHOWN = 8;

/** Shows what is known of the session of a tab. @param {import("./tab.js").Tab} tab */
export function showSession(tab) {
  const session = tab.sessions?.find(({ current }) => current);
  const left = session && session.expires_at - Date.now() / 1000;
  const facts = [
    session && ["Opened", moment(session.created_at)],
    session && ["Last used", moment(session.last_used_at)],
    session && ["Ends", moment(session.expires_at), `In ${span(left)}. A refresh moves it on, up to a limit.`],
    [
      "Refresh token",
      tab.label(tab.refreshToken),
      `Generation ${tab.number(tab.refreshToken)}, as this tab has seen it.`,
    ],
    ["Access token", `until ${moment(tab.accessEnds)}`],
  ].filter(Boolean);
  $("session-facts").replaceChildren(
    ...facts.flatMap(([name, value, more]) => [el("dt", {}, name), el("dd", {}, value, more && el("small", {}, more))]),
  );
}

/**
 * Shows all sessions of the user, each with a button that calls `end(session)`.
 *
 * @param {import("./tab.js").Tab} tab
 */
export function showSessions({ sessions, unlisted }, end) {
  $("session-list").replaceChildren(...(sessions ?? []).slice(0, SHOWN).map((session) => row(session, end)));
  const more = (sessions?.length ?? 0) - SHOWN;
  $("session-more").textContent =
    sessions === null ? unlisted : more > 0 ? `And ${more} more, which “everywhere” ends as well.` : "";
}

function row(session, end) {
  const { created_at, last_used_at, scope, client_id, current } = session;
  const opened = moment(created_at);
  const button = el(
    "button",
    { type: "button", className: "small" },
    "End",
    el("span", { className: "unseen" }, ` the session opened ${opened}`),
  );
  button.addEventListener("click", () => end(session));
  const more = [
    `Opened ${opened}`,
    `last used ${moment(last_used_at)}`,
    scope && `scope ${scope}`,
    client_id && `client ${client_id}`,
  ];
  return el(
    "li",
    {},
    el(
      "span",
      {},
      el("b", {}, current ? "This tab" : "Another login"),
      el("small", {}, more.filter(Boolean).join(", ")),
    ),
    button,
  );
}
