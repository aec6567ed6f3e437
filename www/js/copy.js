// The Copy buttons: `data-copy` names the element whose text, or value, they copy.
import { $ } from "./dom.js";

const SHOWN = 1600;

export function startCopy() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.firstChild;
    let timer;
    button.addEventListener("click", async () => {
      const source = $(button.dataset.copy);
      const done = await copy(source.value ?? source.textContent);
      label.data = done ? "Copied" : "Select and copy";
      $("announcement").textContent = done ? "Copied." : "The browser does not allow copying here.";
      if (!done) select(source);
      clearTimeout(timer);
      timer = setTimeout(() => {
        label.data = "Copy";
        $("announcement").textContent = "";
      }, SHOWN);
    });
  }
}

/** Whether it was allowed: over plain HTTP, other than on localhost, there is no clipboard. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function select(source) {
  if (source.select) source.select();
  else getSelection()?.selectAllChildren(source);
}
