// The package in a browser as it stands, without a bundler; and what a page sees while a pool computes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, closeChromium, resultsOf } from "./chromium.mjs";
import { OLDEST_CHROMIUM } from "./runtimes.mjs";
import { STRICT_POLICY, serveFiles } from "./servers.mjs";
import { check, installed, pack, proven, put } from "./support.mjs";

let folder;

before(async () => {
  await pack();
  folder = await installed("browser");
});

after(closeChromium);

/** Opens a page of the project under a policy, and resolves to its results. */
async function opened(path, policy) {
  const server = await serveFiles(folder, policy && { "content-security-policy": policy });
  try {
    return await resultsOf(`${server.origin}/${path}`);
  } finally {
    await server.stop();
  }
}

test("in Chromium, without a bundler and under a strict Content Security Policy, the installed package keeps its contract", async (context) => {
  check(context, await opened("", STRICT_POLICY));
  const version = Number((await chromium()).version().split(".")[0]);
  assert.ok(version >= OLDEST_CHROMIUM, `Chromium ${version}`);
  proven("browser", version);
});

for (const half of ["password", "token"]) {
  test(`keyward/${half} does so alone`, async (context) => {
    await put(folder, {
      [`${half}.html`]: `<!doctype html><script type="module" src="./${half}.js"></script>`,
      [`${half}.js`]: `import * as keyward from "./node_modules/keyward/${half}/web.js"; import { runSuite } from "./suite.mjs"; globalThis.results = runSuite(keyward).then((${half}) => ({ ${half} }));`,
    });
    check(context, await opened(`${half}.html`, STRICT_POLICY), [half]);
  });
}

test("frames keep coming while a pool hashes 64 MiB", async (context) => {
  // A machine that is busy for a moment keeps frames back as well; a page that computes itself never has one.
  let isSmooth = false;
  for (let tries = 0; !isSmooth && tries < 5; tries += 1) {
    const { here, pool } = await opened("frames.html", STRICT_POLICY);
    for (const [name, { frames, longestGap, took }] of Object.entries({ here, pool })) {
      context.diagnostic(`${name}: ${frames} frames, none for ${longestGap.toFixed(0)} of ${took.toFixed(0)} ms`);
    }
    assert.match(pool.encoded, /\$m=65536,t=10,p=1\$/);
    assert.equal(here.frames, 0);
    isSmooth = pool.frames >= 5 && pool.longestGap < pool.took / 2;
  }
  assert.ok(isSmooth, "the page stands still");
});

test("a policy without wasm-unsafe-eval gives the error that the README describes", async () => {
  await put(folder, {
    "refused.html": '<!doctype html><script type="module" src="./refused.js"></script>',
    "refused.js": 'globalThis.results = import("./node_modules/keyward/web.js").then(() => "loaded", String);',
  });
  const error = await opened("refused.html", STRICT_POLICY.replace("'wasm-unsafe-eval'", ""));
  assert.match(error, /CompileError: WebAssembly\.Module\(\): .*(Content Security Policy|unsafe-eval)/);
});

test("a policy that forbids workers is an error of the pool, and not a frozen page", async () => {
  await put(folder, {
    "workers.html": '<!doctype html><script type="module" src="./workers.js"></script>',
    "workers.js":
      'import { hash } from "./node_modules/keyward/pool/web.js"; globalThis.results = hash("x").then(() => "hashed", String);',
  });
  assert.match(
    await opened("workers.html", STRICT_POLICY.replace("worker-src 'self'", "worker-src 'none'")),
    /Error: /,
  );
  assert.equal(await opened("workers.html", STRICT_POLICY), "hashed");
});

test("a thread of a pool that rests ends, and the next call has another", async () => {
  await put(folder, {
    "resting.html": '<!doctype html><script type="module" src="./resting.js"></script>',
    "resting.js": `
      import { Pool } from "./node_modules/keyward/pool/web.js";
      const threads = { started: 0, ended: 0 };
      globalThis.Worker = class extends Worker {
        constructor(...of) {
          super(...of);
          threads.started += 1;
        }
        terminate() {
          super.terminate();
          threads.ended += 1;
        }
      };
      const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
      const counted = async () => {
        const one = new Pool({ size: 1, idleTimeout: 20 });
        for (const password of ["a", "b"]) {
          await one.hash(password, { memory: 8, iterations: 1 });
          while (threads.ended < threads.started) await turn();
        }
        return threads;
      };
      globalThis.results = counted();`,
  });
  assert.deepEqual(await opened("resting.html", STRICT_POLICY), { started: 2, ended: 2 });
});

test("a pool that comes from another origin, as from a CDN, works", async () => {
  const elsewhere = await serveFiles(folder, { "access-control-allow-origin": "*" });
  try {
    await put(folder, {
      "foreign.html": '<!doctype html><script type="module" src="./foreign.js"></script>',
      "foreign.js": `import { hash } from "${elsewhere.origin}/node_modules/keyward/pool/web.js"; globalThis.results = hash("x").then(() => "hashed", String);`,
    });
    assert.equal(await opened("foreign.html"), "hashed");
  } finally {
    await elsewhere.stop();
  }
});
