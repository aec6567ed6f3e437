// The Show buttons beside secrets: `data-reveal` names the field whose text they show, and hide again.
import { $ } from "./dom.js";

export function startReveal() {
  for (const button of document.querySelectorAll("[data-reveal]")) {
    const label = button.firstChild;
    const field = $(button.dataset.reveal);
    button.addEventListener("click", () => {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      label.data = shown ? "Show" : "Hide";
    });
  }
}
