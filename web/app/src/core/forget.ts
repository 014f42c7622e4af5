// Erasing everything this origin keeps on this device. It comes last, and what is gone is gone.

import { home } from "./home.svelte";

export async function forgetAll(): Promise<void> {
  await home.end();
  localStorage.clear();
  const stores = await indexedDB.databases();
  await Promise.all(
    stores.map(({ name }) =>
      new Promise<void>((done) => {
        const gone = indexedDB.deleteDatabase(name!);
        gone.onsuccess = gone.onerror = gone.onblocked = () => done();
      }),
    ),
  );
  // Another tab may have remembered something just before it heard of the end.
  localStorage.clear();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  location.replace("/");
}
