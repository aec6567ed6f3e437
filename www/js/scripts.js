// The scripts that the page starts by address. Its policy (trusted-types) lets none but these be started.

const SCRIPTS = {
  engine: new URL("./engine-worker.js", import.meta.url).href,
  pages: new URL("../sw.js", import.meta.url).href,
};

const rules = { createScriptURL: (name) => SCRIPTS[name] };
// A browser without Trusted Types takes the address itself.
const policy = globalThis.trustedTypes?.createPolicy("keyward", rules) ?? rules;

/** The address of a script, by its name above, as the browser wants it. */
export const script = (name) => policy.createScriptURL(name);
