// The few things that every panel does with the page.

/**
 * The element with that id, of whatever kind the page has there.
 *
 * @param {string} id
 * @returns {any}
 */
export const $ = (id) => document.getElementById(id);

/** A new element: `el("dd", { className: "quiet" }, "text", child)`. Text is text, never markup. */
export function el(name, properties = {}, ...children) {
  const { dataset = {}, ...rest } = properties;
  const element = Object.assign(document.createElement(name), rest);
  Object.assign(element.dataset, dataset);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** An SVG element with attributes. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Puts the pieces of a string side by side, each in the colour of its number. */
export const coloured = (pieces) => pieces.map(([text, part]) => el("span", { className: `p${part}` }, text));

/** Buttons for a row of presets: `[name, title, chosen]`. The one pressed last says so until `release` is called. */
export function choices(row, all) {
  const release = () => {
    for (const button of row.querySelectorAll("button")) button.removeAttribute("aria-pressed");
  };
  for (const [name, title, chosen] of all) {
    const button = el("button", { type: "button", title: title ?? "" }, name);
    button.addEventListener("click", () => {
      release();
      button.setAttribute("aria-pressed", "true");
      chosen();
    });
    row.append(button);
  }
  return release;
}

/** Shows what came of something: good, bad, or (null) neither. */
export function verdict(element, good, title, ...more) {
  element.hidden = false;
  element.dataset.good = String(good);
  element.replaceChildren(el("strong", {}, title), ...more.filter(Boolean).flatMap((piece) => [" ", piece]));
}

/** A message as a sentence of its own: those of the package begin small and have no full stop. */
const sentence = (message) => message.charAt(0).toUpperCase() + message.slice(1) + (/[.!?]$/.test(message) ? "" : ".");

/**
 * Shows what the package threw: a heading, its own message and code, and what to do about it.
 *
 * @param {HTMLElement} element
 * @param {{ message: string, code?: string }} error
 * @param {{ title?: string, advice?: string }} [problem]
 */
export function failure(element, error, { title, advice } = {}) {
  verdict(
    element,
    false,
    title ?? "This does not work.",
    sentence(error.message),
    error.code && el("code", {}, error.code),
    advice && el("span", { className: "advice" }, advice),
  );
}

/** Runs `work` when nothing has happened for `wait` milliseconds. */
export function debounced(work, wait = 150) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(work, wait, ...args);
  };
}

/**
 * Makes a function to call with each new wish, so that no late answer to an older one is shown: its result tells whether that
 * wish is still the newest.
 */
export function wishes() {
  let count = 0;
  return () => {
    const mine = ++count;
    return () => mine === count;
  };
}

/**
 * Makes a function that runs `work` one at a time. Calls that come meanwhile become one more run at the end, with the
 * newest arguments: a slider that is dragged asks for far more than can be computed. Each call resolves when a run has ended
 * that had its arguments, or newer ones.
 *
 * @template {any[]} Args
 * @param {(...args: Args) => Promise<void>} work
 * @returns {(...args: Args) => Promise<void>}
 */
export function latest(work) {
  /** @type {Args} */
  let newest;
  /** @type {Promise<void> | null} */
  let running = null;
  /** @type {Promise<void> | null} */
  let waiting = null;

  function begin() {
    waiting = null;
    running = work(...newest).finally(() => (running = null));
    return running;
  }
  return (...args) => {
    newest = args;
    if (running) waiting ??= running.then(begin, begin);
    return waiting ?? begin();
  };
}
