import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { first } from "./first.ts";
import { offline } from "./offline.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [svelte(), first(), offline()],
  resolve: {
    alias: {
      // What `cargo xtask web` made of the core, and the texts every client shows.
      "@core": here(process.env.ACCORD_WEB_CORE ?? "../../target/web/core"),
      "@content": here("../../content"),
    },
  },
  worker: { format: "es" },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
