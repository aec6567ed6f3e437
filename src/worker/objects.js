// The JavaScript side of objects.rs.
import { DurableObject } from "cloudflare:workers";
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
