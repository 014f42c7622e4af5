// A worker with one home: what the app's own worker does, without the app.

import start, { Shut, store_contract } from "/accord_web.js";

const loaded = start({ module_or_path: "/accord_web_bg.wasm" });
let core;

const can = {
  contract: () => store_contract(),
  open: async (name, waitMs, passphrase) => {
    const shut = await Shut.take(name, waitMs);
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

onmessage = async ({ data: { id, what, args } }) => {
  try {
    await loaded;
    postMessage({ id, answer: await can[what](...args) });
  } catch (error) {
    postMessage({ id, error: String(error?.message ?? error) });
  }
};
