// Debian packages: installed directly as root, through sudo for anybody else.
import { run, which } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";

/** Installs packages and resolves to whether that worked; `why` is said first. */
export async function aptInstall(packages, why) {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  if (!which("apt-get") || !sudo.every((name) => which(name))) return false;
  // Without a terminal sudo cannot ask for a password; then it must not try.
  const terminal = sudo.length > 0 && process.stdin.isTTY;
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, show: "none", terminal };
  const apt = async (...args) => {
    const [command, ...rest] = [...sudo, ...(sudo.length > 0 && !terminal ? ["-n"] : []), "apt-get", ...args];
    return (await run(command, rest, options)).code === 0;
  };
  const install = () => apt("install", "-y", "--no-install-recommends", ...packages);
  say(`installing ${packages.join(" and ")} with apt-get, ${why} …`);
  if (await install()) return true;
  // The package lists may be missing or old.
  await apt("update");
  return install();
}
