// Keeps the static pages for when there is no network. The network comes first, so nobody sees an old page while there
// is a new one. Nothing is kept but what files.json lists: no answer of the API, and nothing of another program of this origin.
const CACHE = "keyward-pages";
const PAGE = /(\/|\.(html|js|css|svg))$/;
const API = /^\/(users|status)\//;

/** What a service worker has for globals, and a page has not. */
const worker = /** @type {any} */ (self);

worker.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

/** The addresses of everything that files.json lists, and of the page itself. */
async function list() {
  const files = await (await fetch("files.json", { cache: "no-cache" })).json();
  return new Set(["./", ...files].map((file) => new URL(file, worker.location).href));
}

/** @type {Promise<Set<string>> | undefined} */
let asked;

/** Whether to keep what is at an address. The list may be newer than this worker, which stays for as long as it is the same. */
async function isListed(key) {
  asked ??= list();
  asked.catch(() => (asked = undefined));
  return (await asked).has(key);
}

/** Fetches all that is listed; what is no longer there goes. */
async function fill() {
  const listed = await list();
  const cache = await caches.open(CACHE);
  await cache.addAll([...listed].map((url) => new Request(url, { cache: "no-cache" })));
  for (const kept of await cache.keys()) if (!listed.has(kept.url)) await cache.delete(kept);
}

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const base = new URL("./", worker.location);
  const ours =
    url.href.startsWith(base.href) && !url.pathname.startsWith(`${base.pathname}docs`) && PAGE.test(url.pathname);
  // A page is one page, whatever stands behind its "?": each address of its own would stay for good.
  const key = url.origin + url.pathname;
  if (event.request.method === "GET" && ours && !API.test(url.pathname)) event.respondWith(answer(event, key));
});

async function answer(event, key) {
  try {
    const response = await fetch(event.request);
    if (response.ok && response.type === "basic" && !response.redirected) event.waitUntil(keep(key, response.clone()));
    return response;
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(key);
    if (kept) return kept;
    throw error;
  }
}

/** Where there is no room to keep it, or no list, it is an answer all the same. */
async function keep(key, response) {
  try {
    if (await isListed(key)) await (await caches.open(CACHE)).put(key, response);
  } catch {}
}
