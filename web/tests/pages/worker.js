// A worker with one home: what the app's own worker does, without the app.

import start, { Shut, storage_state, store_contract, taken_in, trap_when_taken_in } from "/accord_web.js";
import { asideOf, keepAside } from "/aside.js";

const loaded = start({ module_or_path: "/accord_web_bg.wasm" });
let core;

const can = {
  contract: () => store_contract(),
  storage: async () => JSON.parse(await storage_state()),
  trap: (record) => trap_when_taken_in(record),
  open: async (name, waitMs, passphrase, build = "this build") => {
    const shut = await Shut.take(name, waitMs);
    for (const record of await asideOf(build)) shut.set_aside(record);
    const locked = shut.locked();
    core = await shut.open(passphrase, (event) => postMessage({ event: JSON.parse(event) }));
    return locked;
  },
  run: async (command) => JSON.parse(await core.command(JSON.stringify(command))),
  close: async () => {
    const old = core;
    core = undefined;
    await old.close();
  },
};

// What the core does by itself traps where nobody waits for it.
const uncaught = async (event, error) => {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  event.preventDefault();
  const record = taken_in();
  if (record !== undefined) await keepAside(record, "this build");
  postMessage({ event: { event: "trapped", record } });
};
addEventListener("error", (event) => uncaught(event, event.error));
addEventListener("unhandledrejection", (event) => uncaught(event, event.reason));

onmessage = async ({ data: { id, what, args } }) => {
  try {
    await loaded;
    postMessage({ id, answer: await can[what](...args) });
  } catch (error) {
    postMessage({ id, error: String(error?.message ?? error) });
  }
};
