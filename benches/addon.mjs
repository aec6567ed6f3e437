// Packages in native code, one for each platform.
import { createRequire } from "node:module";

/** What a package exports for whoever has this `url`; `undefined` where package.json has none for this platform. */
export function addon(name, url) {
  try {
    return createRequire(url)(name);
  } catch {
    return undefined;
  }
}
