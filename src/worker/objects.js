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

/** When an object looks whether it is empty that was only asked, in milliseconds. */
const LOOK_AGAIN = 60 * 60 * 1000;

/** How soon a text that could not be written to KV is tried again, in milliseconds: KV takes one write a second to a key. */
const AGAIN = [1100, 2200];

/**
 * The same for accounts. A call is answered with its outcome when what others have to hear of it is in KV, and when there is
 * an alarm for the rows that it has left.
 */
export const accountClass = (step) =>
  class extends objectClass(step) {
    #watched = false;
    #newest;
    #written;
    #writing = Promise.resolve();

    async call(text) {
      const answer = super.call(text);
      const { outcome, publish, wake } = JSON.parse(answer);
      if (outcome === undefined) return answer;
      // Before anything is waited for, so that the newest is that of the latest call.
      if (publish) this.#newest = publish;
      // A question alone may leave a row, too, and be the first in years.
      await this.#watch(wake === undefined ? Date.now() + LOOK_AGAIN : wake * 1000);
      if (publish) await this.#publish();
      return JSON.stringify(outcome);
    }

    async alarm() {
      const { wake } = JSON.parse(super.call('"sweep"'));
      if (wake !== undefined) return this.ctx.storage.setAlarm(wake * 1000);
      this.#watched = false;
      // The empty object is as if it had never been.
      await this.ctx.storage.deleteAll();
    }

    /** Sees that there is an alarm. One that comes too early looks for what is next. */
    async #watch(time) {
      if (this.#watched) return;
      const { storage } = this.ctx;
      if ((await storage.getAlarm()) === null) await storage.setAlarm(time);
      this.#watched = true;
    }

    /** Writes are made one after the other, and each writes what is newest then: an older text never comes over it. */
    async #publish() {
      const writing = this.#writing.then(() => this.#write());
      this.#writing = writing.catch(() => {});
      await writing;
    }

    async #write() {
      for (const wait of [...AGAIN, undefined]) {
        const newest = this.#newest;
        if (newest === this.#written) return;
        const { key, text, until } = newest;
        // KV takes no time that is less than a minute ahead.
        const expiration = Math.max(until, Math.ceil(Date.now() / 1000) + 90);
        try {
          await this.env.AUTH.put(key, text, { expiration });
          this.#written = newest;
          return;
        } catch (error) {
          if (wait === undefined) throw error;
          await scheduler.wait(wait);
        }
      }
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
