// The service worker: the whole app is on the device after the first load. A new build is taken in beside the old one and used from the
// next start on, never under a page that is open. It knows nothing of what people write.

const BUILD = __BUILD__;
const FILES = __FILES__;
const CACHE = `accord-${BUILD}`;
const ACCOUNT = "/build.json";

self.addEventListener("install", (event) => {
  const fresh = FILES.map((path) => new Request(path, { cache: path.startsWith("/assets/") ? "default" : "reload" }));
  const keep = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(fresh);
    // What this build says of itself. Only a finished site has it.
    await cache.add(new Request(ACCOUNT, { cache: "reload" })).catch(() => undefined);
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const old = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("accord-") && name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(old());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  const page = event.request.mode === "navigate" && (url.pathname === "/" || url.pathname === "/j");
  if (!page && url.pathname !== ACCOUNT && !FILES.includes(url.pathname)) return;
  const answer = async () => {
    const cache = await caches.open(CACHE);
    return (await cache.match(page ? "/" : url.pathname)) ?? fetch(event.request);
  };
  event.respondWith(answer());
});
