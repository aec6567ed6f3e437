// The JavaScript side of objects.rs.
import { DurableObject } from "cloudflare:workers";
import { attempt } from "./glue.js";
import { enter } from "./instance.js";

/**
 * Answers a call of an object. `step` is the wasm's function for it, from one JSON text to another. It is synchronous and
 * runs in a transaction, which a failure or a trap takes back. `found` is what was read before, as JSON.
 */
const transact = (step, ctx, text, found = "[]") =>
  ctx.storage.transactionSync(() => {
    const answer = enter(step, ctx, text, Date.now(), found);
    // Not thrown out of the wasm, because that means a trap.
    if (answer instanceof Error) throw answer;
    return answer;
  });

/** When an object looks whether it is empty that was only asked, in milliseconds. */
const LOOK_AGAIN = 60 * 60 * 1000;

/** When the alarm tries again what could not be written to KV, in milliseconds. */
const TRY_LATER = 60 * 1000;

/** How soon a text that could not be written to KV is tried again, in milliseconds: KV takes one write a second to a key. */
const AGAIN = [1100, 2200];

/**
 * A class of Durable Objects, one for an account. A call is answered with its outcome when what it has written is in KV, and when there is an alarm
 * for the rows that it has left.
 */
export const accountClass = (step) =>
  class extends DurableObject {
    /** When the alarm comes, as far as this instance knows. */
    #alarm;
    /** By key: the newest text, and the one that is in KV. */
    #texts = new Map();
    #writing = Promise.resolve();

    async call(text, keys = []) {
      const found = keys.length > 0 ? await Promise.all(keys.map((key) => this.env.AUTH.get(key))) : [];
      const answer = transact(step, this.ctx, text, JSON.stringify(found));
      const { outcome, publish, writes = [], wake } = JSON.parse(answer);
      if (outcome === undefined) return answer;
      const due = publish ? [...writes, publish] : writes;
      // Before anything is waited for, so that the newest is that of the latest call.
      this.#take(due);
      // A question alone may leave a row, too, and be the first in years.
      if (wake === undefined) await this.#watch(Date.now() + LOOK_AGAIN, false);
      else await this.#watch(wake * 1000, writes.length > 0);
      if (due.length > 0) await this.#published();
      return JSON.stringify(outcome);
    }

    /** What was decided stands, also where KV did not take it: the alarm tries again soon. */
    async #published() {
      try {
        await this.#publish();
      } catch (error) {
        await this.#watch(Date.now() + TRY_LATER, true);
        throw error;
      }
    }

    async alarm() {
      this.#alarm = undefined;
      const { wake, writes = [] } = JSON.parse(transact(step, this.ctx, '"sweep"'));
      if (wake !== undefined) {
        await this.ctx.storage.setAlarm(wake * 1000);
        this.#take(writes);
        return this.#publish();
      }
      // The empty object is as if it had never been.
      await this.ctx.storage.deleteAll();
    }

    /** Makes sure that there is an alarm, and where it is `urgent`, that it comes in time. One that is early looks for what is next. */
    async #watch(time, urgent) {
      if (this.#alarm !== undefined && !(urgent && time < this.#alarm)) return;
      const { storage } = this.ctx;
      const set = await storage.getAlarm();
      if (set === null || (urgent && time < set)) await storage.setAlarm(time);
      this.#alarm = set === null || urgent ? time : set;
    }

    #take(due) {
      for (const one of due) {
        const kept = this.#texts.get(one.key) ?? {};
        kept.newest = one;
        this.#texts.set(one.key, kept);
      }
    }

    /** Writes are made one after the other, and each writes what is newest then: an older text never comes over it. */
    async #publish() {
      const writing = this.#writing.then(() => this.#write());
      this.#writing = writing.catch(() => {});
      await writing;
    }

    async #write() {
      for (const [key, kept] of this.#texts) {
        for (const wait of [...AGAIN, undefined]) {
          const { newest } = kept;
          if (newest === kept.written) break;
          try {
            await this.#put(newest);
            kept.written = newest;
            if (newest.pending) transact(step, this.ctx, JSON.stringify({ written: newest }));
          } catch (error) {
            if (wait === undefined) throw error;
            await scheduler.wait(wait);
          }
        }
        // What has an end is kept to tell newer from older; a record is not, because it is long.
        if (kept.newest === kept.written && kept.newest.pending) this.#texts.delete(key);
      }
    }

    async #put({ key, text, until }) {
      const { AUTH } = this.env;
      if (text === null) return AUTH.delete(key);
      // KV takes no time that is less than a minute ahead.
      const soonest = Math.ceil(Date.now() / 1000) + 90;
      if (until !== undefined) return AUTH.put(key, text, { expiration: Math.max(until, soonest) });
      // A key that is there keeps its metadata and its end.
      const { keys } = await AUTH.list({ prefix: key, limit: 1 });
      const known = keys.find(({ name }) => name === key);
      const expiration = known?.expiration && Math.max(known.expiration, soonest);
      return AUTH.put(key, text, { metadata: known?.metadata, expiration });
    }
  };

/** How long rows lie that are no longer needed, at most, in milliseconds. */
const SWEEP_EVERY = 60 * 60 * 1000;

/** A class for the logins of a part of all users, which come as requests because only those tell of a client that has gone. */
export const throttleClass = (step) =>
  class extends DurableObject {
    #watched = false;

    call(text) {
      this.#watch();
      return transact(step, this.ctx, text);
    }

    fetch(request) {
      this.#watch();
      return enter(attempt, this.ctx, this.env, request);
    }

    async alarm() {
      if (JSON.parse(transact(step, this.ctx, '"sweep"')).left)
        await this.ctx.storage.setAlarm(Date.now() + SWEEP_EVERY);
      else this.#watched = false;
    }

    /** Makes sure that there is an alarm where there may be rows. */
    #watch() {
      if (this.#watched) return;
      this.#watched = true;
      const storage = this.ctx.storage;
      const set = async () => (await storage.getAlarm()) ?? storage.setAlarm(Date.now() + SWEEP_EVERY);
      this.ctx.waitUntil(set());
    }
  };
