// Vectors of others, through the core as WebAssembly: what Wycheproof, X-Wing's draft and BIP39 say must come out here as it does on a
// computer. Node runs it: the numbers are the same in every engine.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const core = (name) => new URL(`../../target/web/core-under-test/${name}`, import.meta.url);

test("signatures, ciphers, derivations, X-Wing and words agree with the vectors of others in WebAssembly too", async () => {
  const { initSync, vectors_of_others } = await import(core("accord_web.js").href);
  initSync({ module: await readFile(core("accord_web_bg.wasm")) });
  const counts = [...vectors_of_others()];
  const least = [400, 100, 130, 50, 3, 4];
  assert.ok(least.every((cases, set) => counts[set] >= cases), `cases: ${counts}`);
});
