// What the two shared and is over is read, not written on: a screen says so once, and what stands on it asks.

import { getContext, setContext } from "svelte";

const READ = Symbol("read");

/** Everything on this screen is only read for as long as this is so. */
export function readsOnly(so: () => boolean): void {
  setContext(READ, so);
}

/** Whether what stands here is only read. */
export function onlyRead(): () => boolean {
  return getContext<(() => boolean) | undefined>(READ) ?? (() => false);
}
