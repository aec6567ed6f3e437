// The outbox: mails that were printed, which only a Worker on this very machine tells.
import { $, el, wishes } from "../dom.js";
import { moment } from "../format.js";
import { shortened } from "../login/wire.js";
import { onLoopback } from "../loopback.js";

/** More would fill the page. */
const SHOWN = 5;
/** A mail lies there a moment after the answer: when we look, in milliseconds. */
const LOOKS = [100, 400, 1000, 3000];

/** Starts the panel. The result has `expect`, which looks a few times for a mail that is on its way. */
export function startOutbox() {
  let looked = false;
  let newest = "";
  const looks = wishes();

  /** Whether there is a mail that was not there before. */
  async function look() {
    const last = looks();
    const mails = await fetch("/auth/outbox", { cache: "no-store" }).then(
      (response) => (response.ok ? response.json() : null),
      () => null,
    );
    if (!last()) return false;
    $("outbox").hidden = mails === null;
    if (mails === null) return false;
    const first = mails[0]?.token ?? "";
    const isNew = looked && first !== newest;
    newest = first;
    if (isNew || !looked) show(mails);
    looked = true;
    return isNew;
  }

  if (!onLoopback) return { start() {}, async expect() {}, way: () => null };
  $("outbox-look").addEventListener("click", look);
  return {
    /** Looks when somebody comes near. */
    start() {
      const watch = new IntersectionObserver((entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        watch.disconnect();
        look();
      });
      watch.observe($("account"));
    },
    /** A link to it, where there is one. */
    way: () => ($("outbox").hidden ? null : el("a", { href: "#outbox" }, "See the outbox.")),
    async expect() {
      for (const wait of LOOKS) {
        await new Promise((resolve) => setTimeout(resolve, wait));
        if (await look()) return;
      }
    },
  };
}

function show(mails) {
  const more = mails.length - SHOWN;
  $("outbox-state").textContent =
    mails.length === 0
      ? "No mail yet."
      : `The newest is to ${mails[0].to}.${more > 0 ? ` And ${more} older than these.` : ""}`;
  $("outbox-mails").replaceChildren(...mails.slice(0, SHOWN).map(row));
}

/** A mail, with its link as one of this page: nothing is loaded, and the panel opens with the token. */
function row({ type, to, token, subject, text, at }) {
  const link = el(
    "a",
    { href: `#${type}=${token}` },
    type === "reset" ? "Open the link to reset" : "Open the link to verify",
  );
  return el(
    "li",
    {},
    el("span", {}, el("b", {}, subject), el("small", {}, `To ${to}, ${moment(at)}`)),
    el("span", {}, link),
    el("details", {}, el("summary", {}, "The mail"), el("pre", {}, shortened(text))),
  );
}
