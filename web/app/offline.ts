// Writes the service worker: what the app is made of, by name, so that it is all there from the first load on.

import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const TEMPLATE = fileURLToPath(new URL("src/offline.js", import.meta.url));
const OUTSIDE = ["/", "/manifest.webmanifest", "/icon-192.png", "/icon-512.png"];

export function offline(): Plugin {
  return {
    name: "accord-offline",
    apply: "build",
    // After every other plugin: what is missing here is missing without a network.
    async writeBundle({ dir }, bundle) {
      const files = Object.keys(bundle).filter((name) => name !== "index.html").sort();
      const hash = createHash("sha256");
      for (const name of Object.keys(bundle).sort()) {
        const part = bundle[name]!;
        hash.update(name).update(part.type === "chunk" ? part.code : part.source);
      }
      const template = await readFile(TEMPLATE, "utf8");
      const source = template
        .replace("__BUILD__", JSON.stringify(hash.digest("hex").slice(0, 16)))
        .replace("__FILES__", JSON.stringify([...OUTSIDE, ...files.map((name) => `/${name}`)]));
      await writeFile(`${dir}/sw.js`, source);
    },
  };
}
