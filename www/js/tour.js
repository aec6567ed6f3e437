// The four lines at the top: what the package does, run here and now.
import { $ } from "./dom.js";
import { call } from "./engine.js";
import { duration } from "./format.js";

const foot = $("tour-foot").textContent;

/** Resolves when it has run for the first time. */
export function startTour() {
  $("tour-run").addEventListener("click", run);
  return run();
}

async function run() {
  const button = $("tour-run");
  button.disabled = true;
  try {
    const { value } = await call("tour", "correct horse battery staple");
    for (const [name, { value: result, ms }] of Object.entries(value)) {
      $(`tour-${name}`).textContent = typeof result === "boolean" ? String(result) : `"${result}"`;
      $(`tour-${name}-ms`).textContent = duration(ms);
    }
    $("tour-foot").textContent = foot;
  } catch (error) {
    $("tour-foot").textContent = error.message;
  }
  button.disabled = false;
}
