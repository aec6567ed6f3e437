// What a tab holds of a session: its tokens, in memory alone, and the way to the server.
import { el } from "../dom.js";
import { exchange } from "./exchange.js";
import { short, step } from "./wire.js";

/** The colours of refresh tokens, one after the other (the parts of css/base.css, but for the grey one). */
const COLOURS = [1, 3, 4, 5, 6, 7, 8];

/** A server that is out of order, or asks to wait, has refused nothing. */
const isRefusal = ({ status }) => status < 500 && status !== 429;

/** There was no answer, or the tab has another session by now. */
export class NoAnswer extends Error {}

export class Tab {
  #wire;
  #leaving = new AbortController();
  /** The refresh tokens of this session in the order in which they came, each by its end. */
  #seen = [];
  /** Whether the server has said that the session is over. */
  ended = false;
  /**
   * The user's sessions, as `GET /users/me/sessions` has them: null where they are not told, undefined before they were
   * asked for.
   *
   * @type {any[] | null | undefined}
   */
  sessions;
  /** Why they are not told. */
  unlisted = "";

  /** `tokens` is the answer to a login; each step of what is done with it is added to the list `wire`. */
  constructor(tokens, wire) {
    this.#wire = wire;
    this.take(tokens);
  }

  /** Has these tokens from now on. */
  take({ access_token, refresh_token, expires_in }) {
    this.accessToken = access_token;
    this.refreshToken = refresh_token;
    this.accessEnds = Date.now() / 1000 + expires_in;
    this.number(refresh_token);
  }

  /** Gives up what is under way. */
  leave() {
    this.#leaving.abort();
  }

  /** Which one a refresh token is of those that this tab has seen, from 1. */
  number(token) {
    const end = short(token);
    if (!this.#seen.includes(end)) this.#seen.push(end);
    return this.#seen.indexOf(end) + 1;
  }

  /** A refresh token as it is shown: its number and its end, in the colour of the number. */
  label(token) {
    const number = this.number(token);
    const colour = COLOURS[(number - 1) % COLOURS.length];
    return el("code", { className: `p${colour}` }, `${number} · ${short(token)}`);
  }

  /** Resolves to the answer, and throws `NoAnswer`. */
  async ask(request) {
    const { signal } = this.#leaving;
    const answer = await exchange({ ...request, signal });
    if (!answer || signal.aborted) throw new NoAnswer();
    return answer;
  }

  /**
   * Shows an exchange as a step of `who`, and returns it; `said` is what a success means, and what a refusal.
   *
   * @param {string} who
   * @param {any} answer
   * @param {{ good?: string, refused?: string }} said
   */
  show(who, answer, said) {
    const { request, response, json } = answer;
    const presented = request.body?.get("refresh_token");
    const tokens = presented && [
      "Presents ",
      this.label(presented),
      ...(json?.refresh_token ? [", gets ", this.label(json.refresh_token)] : ["."]),
    ];
    const refused = isRefusal(response) ? said.refused : undefined;
    this.#wire.append(step(who, answer, response.ok ? said.good : refused, tokens));
    return answer;
  }

  /** Both of these. */
  async send(who, request, said) {
    return this.show(who, await this.ask(request), said);
  }
}
