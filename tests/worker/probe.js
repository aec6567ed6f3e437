// The built Worker with one more route, for tests: /probe tells how large its linear memory is, in bytes.
import { memory } from "./probe-memory.js";
import keyward from "../../build/index.js";

export default {
  fetch(request, env, ctx) {
    if (new URL(request.url).pathname !== "/probe") return keyward.fetch(request, env, ctx);
    return Response.json(memory()?.buffer.byteLength ?? 0);
  },
};
