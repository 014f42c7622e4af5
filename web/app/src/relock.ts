// A home with a passphrase is locked again after it was out of sight for a while.

import { home } from "./core/home.svelte";
import { preferences } from "./preferences.svelte";

export function keepLocked(): void {
  let left = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      left = Date.now();
      return;
    }
    const away = Date.now() - left;
    if (left > 0 && preferences.relock > 0 && home.locks && home.phase === "open" && away > preferences.relock * 60_000) void home.lock();
  });
}
