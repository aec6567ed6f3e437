// "Make a hash": Argon2id with the parameters of the sliders, as they move.
import { $, coloured, debounced, el, latest } from "../dom.js";
import { call } from "../engine.js";
import { duration, memory } from "../format.js";
import { phcParts } from "./phc.js";

/** The most that `verify` takes by default, in KiB: a hash that is made here can be read below. */
const MOST = 102_400;

/** Starts the panel. Returns the parameters and what the last hash took, for the curve, and a way to make it again. */
export function startMake() {
  const state = { memory: 19_456, iterations: 2, parallelism: 1 };
  /**
   * What the hash on show took: the sliders may have moved since.
   *
   * @type {{ size: number, ms: number } | null}
   */
  let measured = null;
  const listeners = [];
  const sliders = { memory: $("make-memory"), iterations: $("make-iterations"), parallelism: $("make-lanes") };

  const hash = latest(async () => {
    const { memory, iterations, parallelism } = state;
    $("make-time").firstElementChild.classList.add("pulse");
    try {
      const secret = $("make-secret").value;
      const { value, ms } = await call("hash", $("make-password").value, {
        memory,
        iterations,
        parallelism,
        ...(secret && { secret }),
      });
      show(value, ms);
      measured = { size: memory, ms };
    } catch (error) {
      clear(error.message);
      measured = null;
    }
    for (const listener of listeners) listener();
  });

  function apply() {
    sliders.memory.value = Math.log2(state.memory);
    sliders.iterations.value = state.iterations;
    sliders.parallelism.value = state.parallelism;
    label(sliders.memory, "make-memory-value", memory(state.memory));
    label(sliders.iterations, "make-iterations-value", String(state.iterations));
    label(sliders.parallelism, "make-lanes-value", String(state.parallelism));
    for (const button of presets) button.setAttribute("aria-pressed", String(button.dataset.preset === preset(state)));
  }

  const presets = document.querySelectorAll("[data-preset]");
  for (const button of presets) {
    button.addEventListener("click", () => {
      const [memory, iterations, parallelism] = button.dataset.preset.split(",").map(Number);
      Object.assign(state, { memory, iterations, parallelism });
      apply();
      hash();
    });
  }
  const soon = debounced(hash);
  for (const slider of Object.values(sliders)) {
    slider.addEventListener("input", () => {
      state.iterations = Number(sliders.iterations.value);
      state.parallelism = Number(sliders.parallelism.value);
      // The slider is a power of two, shown and used in whole MiB; its last step ends at the most. One that was not moved
      // keeps its exact value.
      if (slider === sliders.memory) state.memory = Math.min(Math.round(2 ** Number(slider.value) / 1024) * 1024, MOST);
      apply();
      soon();
    });
  }
  for (const id of ["make-password", "make-secret"]) $(id).addEventListener("input", soon);
  $("make-form").addEventListener("submit", (event) => {
    event.preventDefault();
    hash();
  });

  apply();
  // The first hash of a size takes longer than any other: its memory is touched for the first time.
  hash().then(hash);
  return {
    current: () => state,
    measured: () => measured,
    refresh: hash,
    onChange: (listener) => listeners.push(listener),
  };
}

const preset = ({ memory, iterations, parallelism }) => [memory, iterations, parallelism].join();

/** A slider's value as people read it, for the eye and for a screen reader, and how far it is filled. */
function label(slider, output, text) {
  $(output).textContent = text;
  slider.setAttribute("aria-valuetext", text);
  const { value, min, max } = slider;
  slider.style.setProperty("--filled", `${((value - min) / (max - min)) * 100}%`);
}

/**
 * What a time means for the one who waits. A tenth of a second feels instant (Nielsen, Usability Engineering, chapter 5);
 * a hash should take less than one second (OWASP, Password Storage Cheat Sheet, "Work Factors").
 */
const verdictOn = (ms) =>
  ms < 100
    ? "Feels instant."
    : ms < 1000
      ? "A login may take that long."
      : "Too long for a login: OWASP says less than a second.";

/** There is no hash, and the one before it is of another password. */
function clear(message) {
  $("make-time").replaceChildren(el("span", { className: "error" }, message));
  $("make-result").hidden = true;
  $("make-string").replaceChildren();
  $("make-parts").replaceChildren();
}

function show(encoded, ms) {
  $("make-result").hidden = false;
  $("make-time").replaceChildren(
    el("span", {}, duration(ms)),
    " ",
    el("small", {}, `on this device, one thread. ${verdictOn(ms)}`),
  );
  // From 1 ms to 4 s, in powers.
  const at = Math.log10(ms) / Math.log10(4000);
  $("make-scale").style.setProperty("--at", String(Math.min(Math.max(at, 0), 1)));
  const parts = phcParts(encoded);
  const named = parts.filter(({ term }) => term);
  const colour = (part) => named.indexOf(part) + 1;
  $("make-string").replaceChildren(...coloured(parts.map((part) => [part.text, colour(part)])));
  $("make-parts").replaceChildren(
    ...named.flatMap((part) => [
      el("dt", { className: `p${colour(part)}` }, part.term),
      el(
        "dd",
        {},
        ...(part.text.length < 12 ? [el("code", {}, part.text), " "] : []),
        el("span", { className: "quiet" }, part.meaning),
      ),
    ]),
  );
}
