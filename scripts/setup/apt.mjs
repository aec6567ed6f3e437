// Debian packages: installed directly as root, through sudo for anybody else.
import { run, which } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";

/** Installs packages and resolves to whether that worked; `why` is said first. */
export async function aptInstall(packages, why) {
  const root = process.getuid?.() === 0;
  if (!which("apt-get") || !(root || which("sudo"))) return false;
  // Without a terminal sudo cannot ask for a password; then it must not try.
  const [command, ...before] = root ? ["apt-get"] : ["sudo", ...(process.stdin.isTTY ? [] : ["-n"]), "apt-get"];
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    show: "none",
    terminal: !root && process.stdin.isTTY,
  };
  const install = () => run(command, [...before, "install", "-y", "--no-install-recommends", ...packages], options);
  say(`installing ${packages.join(" and ")} with apt-get, ${why} …`);
  if ((await install()).code === 0) return true;
  // The package lists may be missing or old.
  await run(command, [...before, "update"], options);
  return (await install()).code === 0;
}
