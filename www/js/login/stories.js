// What can be tried with a session. Each story takes its steps in a tab, and resolves to what came of it.
import { NoAnswer } from "./tab.js";
import { again, complaint, SAID } from "./words.js";

/** @typedef {import("./tab.js").Tab} Tab */
/** @typedef {[good: boolean, title: string, ...words: (string | Node)[]]} Outcome as `verdict` shows it */

const OWNER = "This tab";

/** RFC 6749 section 6. */
export const refreshWith = (token) => ({
  method: "POST",
  path: "/token",
  body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: token }),
});

const bearing = (tab, method, path) => ({ method, path, token: tab.accessToken });

/** What an answer to a refresh means for the tab. Only the server's word ends a session: a server out of order does not. */
export function heed(tab, answer) {
  if (answer.response.ok) tab.take(answer.json);
  else if (isOver(answer)) tab.ended = true;
}

/** Whether the server refuses a refresh token. Any other failure says nothing of it. */
const isOver = ({ response, json }) => !response.ok && json?.error === "invalid_grant";

/** The tab uses its refresh token. */
async function rotate(tab, said = SAID.refresh) {
  const answer = await tab.send(OWNER, refreshWith(tab.refreshToken), said);
  heed(tab, answer);
  return answer;
}

/** @returns {Outcome} */
function refused(tab, answer) {
  const problem = complaint(answer);
  const more = [String(answer.response.status), again(answer)];
  return tab.ended ? [false, "This session is over.", problem, ...more] : [false, problem, ...more];
}

/** Sends a request with the access token; where that is over, with the next one: a session lives longer than its tokens. */
async function withToken(tab, method, path, said) {
  const answer = await tab.ask(bearing(tab, method, path));
  const isTooOld = answer.response.status === 401;
  tab.show(OWNER, answer, isTooOld ? SAID.tooOld : said);
  if (!isTooOld) return answer;
  const renewed = await rotate(tab);
  return renewed.response.ok ? tab.send(OWNER, bearing(tab, method, path), said) : renewed;
}

/**
 * One use of the refresh token.
 *
 * @param {Tab} tab
 * @returns {Promise<Outcome>}
 */
export async function refresh(tab) {
  const before = tab.number(tab.refreshToken);
  const answer = await rotate(tab);
  if (!answer.response.ok) return refused(tab, answer);
  return [true, "Refreshed.", `Refresh token ${tab.number(tab.refreshToken)} takes the place of ${before}.`];
}

/**
 * Two tabs that wake up at the same moment, with the same refresh token.
 *
 * @param {Tab} tab
 * @returns {Promise<Outcome>}
 */
export async function race(tab) {
  const request = refreshWith(tab.refreshToken);
  const [first, second] = await Promise.all([tab.ask(request), tab.ask(request)]);
  tab.show(OWNER, first, SAID.refresh);
  tab.show("Second tab", second, SAID.race);
  for (const answer of [first, second]) heed(tab, answer);
  for (const answer of [first, second]) if (!answer.response.ok) return refused(tab, answer);
  return first.json.refresh_token === second.json.refresh_token
    ? [
        true,
        "Both tabs hold the same refresh token.",
        tab.label(first.json.refresh_token),
        "is what both got: one step for the session, whichever of them came first.",
      ]
    : [false, "The tabs hold different refresh tokens.", "One of them will be taken for a thief."];
}

/**
 * A copy that is used when its owner is two tokens further.
 *
 * @param {Tab} tab
 * @returns {Promise<Outcome>}
 */
export async function theft(tab) {
  const copy = tab.refreshToken;
  for (const said of [SAID.copied, SAID.further]) {
    const answer = await rotate(tab, said);
    if (!answer.response.ok) return refused(tab, answer);
  }
  const thief = await tab.send("Thief", refreshWith(copy), SAID.reuse);
  if (!thief.response.ok && !isOver(thief)) return refused(tab, thief);
  const owner = await rotate(tab, SAID.afterReuse);
  if (thief.response.ok || owner.response.ok)
    return [false, "Nobody noticed.", "The old token should have ended the session."];
  if (!isOver(owner)) return [...refused(tab, owner), "Before that, the thief was refused."];
  return [
    true,
    "Reuse was noticed, and the session is over.",
    "The thief is refused, and so is the owner: the server cannot tell them apart. Who knows the password logs in again; a copied token is worth nothing any more.",
  ];
}

/** A request that ends the session of this tab, and then what is left of it. */
const end =
  (method, path, title, said) =>
  /**
   * @param {Tab} tab
   * @returns {Promise<Outcome>}
   */
  async (tab) => {
    const answer = await withToken(tab, method, path, said);
    if (!answer.response.ok) return refused(tab, answer);
    // That is the server's word. What fails after it does not take it back.
    tab.ended = true;
    const left = await leftOf(tab);
    return tab.ended ? [true, title, left] : [false, "The session goes on.", left];
  };

/** What the tokens of a session that has ended are still good for, in words. With a new one it has not ended. */
async function leftOf(tab) {
  const unknown = ({ response }) => `Whether its tokens are refused could not be asked (${response.status}).`;
  try {
    const renewed = await rotate(tab, SAID.afterEnd);
    if (renewed.response.ok) {
      tab.ended = false;
      return "Its refresh token should have been refused.";
    }
    if (!isOver(renewed)) return unknown(renewed);
    const access = await tab.send(OWNER, bearing(tab, "GET", "/protected"), SAID.access);
    if (access.response.ok) return "The access token follows within 60 seconds.";
    return access.response.status === 401 ? "Neither token is good any more." : unknown(access);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return "After that the server did not answer any more.";
  }
}

export const logOut = end("POST", "/auth/jwt/logout", "Logged out.", SAID.logOut);
export const logOutEverywhere = end("DELETE", "/users/me/sessions", "Logged out everywhere.", SAID.everywhere);

/** Ends one of the user's sessions, this tab's or another. */
export function endSession({ id, current }) {
  const path = `/users/me/sessions/${encodeURIComponent(id)}`;
  if (current) return end("DELETE", path, "This session is over.", SAID.one);
  /**
   * @param {Tab} tab
   * @returns {Promise<Outcome>}
   */
  return async (tab) => {
    const answer = await withToken(tab, "DELETE", path, SAID.one);
    return answer.response.ok ? [true, "That session is over.", "This one goes on."] : refused(tab, answer);
  };
}

/** Asks for the user's sessions. */
export async function list(tab) {
  const answer = await tab.send(OWNER, bearing(tab, "GET", "/users/me/sessions"), SAID.list);
  const { response, json } = answer;
  tab.sessions = response.ok && Array.isArray(json) ? json : null;
  if (response.status === 401) tab.unlisted = "The list needs an access token that is good: refresh.";
  else tab.unlisted = `There is no list now (${response.status}). ${again(answer)}`;
}
