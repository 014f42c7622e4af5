// Puts what a page does first before everything else it loads: the script that starts the worker, and the core it compiles.

import type { Plugin } from "vite";

const FIRST = "src/core/first.ts";

export function first(): Plugin {
  let script = "";
  return {
    name: "accord-first",
    apply: "build",
    enforce: "post",
    buildStart() {
      script = this.emitFile({ type: "chunk", id: FIRST, name: "first" });
    },
    generateBundle(_, bundle) {
      const page = bundle["index.html"];
      const core = Object.keys(bundle).find((name) => name.endsWith(".wasm"));
      if (page?.type !== "asset" || core === undefined) this.error("there is no page, or no core in it");
      const first = [
        `<script type="module" async crossorigin src="/${this.getFileName(script)}"></script>`,
        `<link rel="preload" as="fetch" type="application/wasm" crossorigin href="/${core}">`,
      ];
      page.source = String(page.source).replace(/\n( *)<script /, (script, indent: string) => `${first.map((tag) => `\n${indent}${tag}`).join("")}${script}`);
    },
  };
}
