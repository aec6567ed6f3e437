import { build } from "esbuild";

await build({ entryPoints: ["main.js"], outdir: "dist-web", bundle: true, format: "esm", platform: "browser" });
await build({ entryPoints: ["required.cjs"], outfile: "dist-required/main.js", bundle: true, platform: "browser" });
await build({ entryPoints: ["server.mjs"], outdir: "dist-node", bundle: true, format: "esm", platform: "node" });
