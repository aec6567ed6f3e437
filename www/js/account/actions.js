// What can be done with an account. Each action sends its requests, one after the other, and resolves to what came of it.
import { el } from "../dom.js";
import { heed, refreshWith } from "../login/stories.js";
import { NoAnswer } from "../login/tab.js";
import { problem } from "./words.js";

/** @typedef {import("./panel.js").Account} Account */
/** @typedef {Record<string, string>} Fields what stands in the form */
/** @typedef {[good: boolean, title: string, ...words: (string | Node)[]]} Outcome as `verdict` shows it */

const post = (path, json) => ({ method: "POST", path, json });

/**
 * A refusal in words, with its code and the way on.
 *
 * @returns {Outcome}
 */
function refused(account, answer) {
  const { title, advice, next } = problem(answer);
  const { detail } = answer.json ?? {};
  const code = detail?.code ?? (/^[A-Z_]+$/.test(detail) ? detail : answer.response.status);
  const words = [advice, el("code", {}, String(code)), next && account.way(next)];
  return [false, title, ...words.filter(Boolean)];
}

/** Only what was filled in. */
const filled = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));

/** @param {Account} account @param {Fields} fields @returns {Promise<Outcome>} */
async function register(account, { email, password, full_name }) {
  const answer = await account.send(post("/auth/register", { email, password, ...filled({ full_name }) }));
  if (!answer.response.ok) return refused(account, answer);
  account.fill("account-login-password", password);
  const name = answer.json.email;
  return [
    true,
    "Registered.",
    `${name} can log in now, and is not verified.`,
    account.way("login"),
    account.way("verify"),
  ];
}

/** @param {Account} account @param {Fields} fields @returns {Promise<Outcome>} */
async function logIn(account, { username, password }) {
  // `GET /users/me` may ask for it; who does not hold it logs in all the same.
  const body = new URLSearchParams({ username, password, scope: "me" });
  const answer = await account.send({ method: "POST", path: "/auth/jwt/login", body });
  if (!answer.response.ok) return refused(account, answer);
  account.enter(answer.json);
  return await afterwards([true, "Logged in.", "There is a session now, which the Login panel shows."], () =>
    look(account),
  );
}

/** @param {Account} account @param {Fields} fields @returns {Promise<Outcome>} */
const askToVerify = (account, { email }) => mail(account, "/auth/request-verify-token", email);

/** @param {Account} account @param {Fields} fields @returns {Promise<Outcome>} */
const forget = (account, { email }) => mail(account, "/auth/forgot-password", email);

/** @returns {Promise<Outcome>} */
async function mail(account, path, email) {
  const answer = await account.send(post(path, { email }));
  if (!answer.response.ok) return refused(account, answer);
  account.expectMail();
  const outbox = account.outbox();
  return [
    true,
    "Asked for.",
    "If the address has an account that needs it, a mail is on its way.",
    ...(outbox ? [outbox] : []),
  ];
}

/** @param {Account} account @param {Fields} fields @returns {Promise<Outcome>} */
async function verify(account, { token }) {
  const answer = await account.send(post("/auth/verify", { token }));
  if (!answer.response.ok) return refused(account, answer);
  account.fill("verify-token", "");
  // A mail may be somebody else's than the one who is logged in.
  if (answer.json.id === account.user?.id) account.know(answer.json);
  return [true, "Verified.", `${answer.json.email} is the user’s address, that is shown now.`];
}

/** @param {Account} account @param {Fields} fields @returns {Promise<Outcome>} */
async function reset(account, { token, password }) {
  const answer = await account.send(post("/auth/reset-password", { token, password }));
  if (!answer.response.ok) return refused(account, answer);
  account.fill("reset-token", "");
  account.fill("reset-password", "");
  account.fill("account-login-password", password);
  return await afterwards(
    [true, "The password is set.", "Every session of the user has ended.", account.way("login")],
    () => refresh(account),
  );
}

/** @param {Account} account @param {Fields} fields @returns {Promise<Outcome>} */
async function change(account, { full_name, email }) {
  const json = filled({ full_name, email });
  const answer = await account.send({ method: "PATCH", path: "/users/me", json, token: account.token });
  if (!answer.response.ok) return refused(account, answer);
  account.know(answer.json);
  const moved = email && !answer.json.is_verified;
  return [true, "Changed.", ...(moved ? ["The address is not verified.", account.way("verify")] : [])];
}

/** @param {Account} account @param {Fields} fields @returns {Promise<Outcome>} */
async function changePassword(account, { current_password, new_password }) {
  const json = { current_password, new_password };
  const answer = await account.send({ method: "PATCH", path: "/users/me/password", json, token: account.token });
  if (!answer.response.ok) return refused(account, answer);
  account.fill("change-current", "");
  account.fill("change-new", "");
  return await afterwards(
    [true, "The password is changed.", "Other sessions are over."],
    () => refresh(account),
    () => look(account),
  );
}

/** @param {Account} account @returns {Promise<Outcome>} */
async function remove(account) {
  const answer = await account.send({ method: "DELETE", path: "/users/me", token: account.token });
  if (!answer.response.ok) return refused(account, answer);
  account.leave();
  return [true, "The account is gone.", "Its address is free again."];
}

/** Takes new tokens for the session of this page, where there is one, or learns that it has ended. */
async function refresh(account) {
  const { tab } = account;
  if (!tab) return;
  heed(tab, await account.send(refreshWith(tab.refreshToken)));
  account.used();
}

/** Asks who is logged in; what is in the way of that, in words. */
async function look(account) {
  const answer = await account.send({ method: "GET", path: "/users/me", token: account.token });
  if (answer.response.ok) return account.know(answer.json);
  const { title, advice } = problem(answer);
  return `The user is not shown: ${title} ${advice}`;
}

/**
 * A success, to which is added what came of the page's own questions after it: none of them undoes it.
 *
 * @param {Outcome} outcome
 * @param {...() => Promise<string | void>} questions
 * @returns {Promise<Outcome>}
 */
async function afterwards(outcome, ...questions) {
  try {
    for (const question of questions) {
      const remark = await question();
      if (remark) outcome = [...outcome, remark];
    }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    outcome = [...outcome, "After that the server did not answer any more."];
  }
  return outcome;
}

/**
 * All of them, as the forms name them in `data-act`.
 *
 * @type {Record<string, (account: Account, fields: Fields) => Promise<Outcome>>}
 */
export const ACTIONS = { register, logIn, askToVerify, verify, forget, reset, change, changePassword, remove };
