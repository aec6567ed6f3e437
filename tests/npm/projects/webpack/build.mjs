import webpack from "webpack";

const build = (target, entry, filename, folder = `dist-${target}`) => ({
  mode: "production",
  target,
  entry,
  output: { path: new URL(`./${folder}`, import.meta.url).pathname, filename },
});

webpack(
  [
    build("web", "./main.js", "main.js"),
    build("web", "./required.cjs", "main.js", "dist-required"),
    build("node", "./server.mjs", "server.cjs"),
  ],
  (error, stats) => {
    if (error || stats.hasErrors()) throw error ?? new Error(stats.toString("errors-only"));
  },
);
