import webpack from "webpack";

const build = (target, entry, filename) => ({
  mode: "production",
  target,
  entry,
  output: { path: new URL(`./dist-${target}`, import.meta.url).pathname, filename },
});

webpack([build("web", "./main.js", "main.js"), build("node", "./server.mjs", "server.cjs")], (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString("errors-only"));
});
