// The first thing a page does, in a file of its own: a worker starts and the core is compiled while the rest of the app is on its way.

import wasm from "@core/accord_web_bg.wasm?url";
import type { FromWorker } from "./protocol";

/** A worker, and what it said or how it ended before anybody listened. */
export interface Started {
  worker: Worker;
  early: (MessageEvent<FromWorker> | ErrorEvent)[];
}

/** Compiled as it comes, once for all workers of this page. A worker that is not given it compiles its own. */
const compiled = WebAssembly.compileStreaming(fetch(wasm)).catch(() => undefined);

function start(): Started {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "accord" });
  const early: Started["early"] = [];
  worker.onmessage = (event) => early.push(event);
  worker.onerror = (event) => early.push(event);
  void compiled.then((core) => worker.postMessage({ core }));
  return { worker, early };
}

let first: Started | undefined = start();

/** The worker that was started first, and then each time another. */
export function started(): Started {
  const one = first ?? start();
  first = undefined;
  return one;
}
