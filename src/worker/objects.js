// The JavaScript side of objects.rs.
import { DurableObject } from "cloudflare:workers";
import { attempt } from "./glue.js";
import { enter } from "./instance.js";

/**
 * A class of Durable Objects. `step` is the wasm's function that answers a call, from one JSON text to another. It is
 * synchronous and runs in a transaction, which a failure or a trap takes back.
 */
export const objectClass = (step) =>
  class extends DurableObject {
    call(text) {
      return this.ctx.storage.transactionSync(() => {
        const answer = enter(step, this.ctx, text, Date.now());
        // Not thrown out of the wasm, because that means a trap.
        if (answer instanceof Error) throw answer;
        return answer;
      });
    }
  };

/** How long rows lie that are no longer needed, at most, in milliseconds. */
const SWEEP_EVERY = 60 * 60 * 1000;

/** The same with logins, which come as requests because only those tell of a client that has gone, and with old rows. */
export const throttleClass = (step) =>
  class extends objectClass(step) {
    #watched = false;

    call(text) {
      this.#watch();
      return super.call(text);
    }

    fetch(request) {
      this.#watch();
      return enter(attempt, this.ctx, this.env, request);
    }

    async alarm() {
      if (JSON.parse(super.call('"sweep"')).left) await this.ctx.storage.setAlarm(Date.now() + SWEEP_EVERY);
      else this.#watched = false;
    }

    /** Sees that there is an alarm where there may be rows. */
    #watch() {
      if (this.#watched) return;
      this.#watched = true;
      const storage = this.ctx.storage;
      const set = async () => (await storage.getAlarm()) ?? storage.setAlarm(Date.now() + SWEEP_EVERY);
      this.ctx.waitUntil(set());
    }
  };
