// How wrangler is called: by a Node that is new enough, with nothing sent to anybody.
import { inRoot } from "./paths.mjs";
import { wranglerNode } from "../setup/node.mjs";

export const wranglerEnvironment = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  // `Request.cf` would be fetched from Cloudflare; nothing here reads it.
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

/** Command and arguments for `spawn`: `[node, [wrangler.js, …args]]`. */
export const wrangler = (...args) => [wranglerNode(), [inRoot("node_modules/wrangler/bin/wrangler.js"), ...args]];
