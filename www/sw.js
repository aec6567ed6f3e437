// Keeps the static pages for when there is no network. The network comes first, so nobody sees an old page while there
// is a new one; requests to the API are never touched.
const CACHE = "keyward-pages";
const PAGE = /(\/|\.(html|js|css|svg))$/;
const API = /^\/(users|status)\//;

/** What a service worker has for globals, and a page has not. */
const worker = /** @type {any} */ (self);

worker.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

/** Everything that files.json lists, and the page itself; what is no longer there goes. */
async function fill() {
  const files = await (await fetch("files.json", { cache: "no-cache" })).json();
  const requests = ["./", ...files].map((url) => new Request(url, { cache: "no-cache" }));
  const cache = await caches.open(CACHE);
  await cache.addAll(requests);
  const listed = new Set(requests.map(({ url }) => url));
  for (const kept of await cache.keys()) if (!listed.has(kept.url)) await cache.delete(kept);
}

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const base = new URL("./", worker.location);
  const ours =
    url.href.startsWith(base.href) && !url.pathname.startsWith(`${base.pathname}docs`) && PAGE.test(url.pathname);
  // A page is one page, whatever stands behind its "?": each address of its own would stay for good.
  const key = url.origin + url.pathname;
  if (event.request.method === "GET" && ours && !API.test(url.pathname)) event.respondWith(answer(event.request, key));
});

async function answer(request, key) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    // Where there is no room to keep it, it is an answer all the same.
    if (response.ok && response.type === "basic") await cache.put(key, response.clone()).catch(() => {});
    return response;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw error;
  }
}
