// What every test in a browser stands on: a page on loopback with the headers of the app, and Debian's Chromium with a profile of
// its own. Whatever a page logs as an error, throws, or asks of another host fails the test.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const KINDS = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** What the relay sends with every part of the app. */
const HEADERS = Object.fromEntries(
  (await readFile(fileURLToPath(new URL("../../server/src/site/headers.txt", import.meta.url)), "utf8"))
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(/: (.*)/s)),
);

export const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Serves files of these folders on loopback, the first that has one, as a static host serves the app. */
export async function serve(...folders) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://x").pathname);
    for (const folder of folders) {
      try {
        const body = await readFile(join(folder, path === "/" || path === "/j" ? "index.html" : path));
        response.writeHead(200, {
          ...HEADERS,
          "content-type": KINDS[extname(path) || ".html"] ?? "application/octet-stream",
          "cache-control": "no-store",
        });
        response.end(body);
        return;
      } catch (error) {
        if (error.code !== "ENOENT" && error.code !== "EISDIR") throw error;
      }
    }
    response.writeHead(404).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((done) => server.close(done)),
  };
}

/** A browser with a profile of its own that outlives its processes until it is forgotten. */
export async function profile() {
  const folder = await mkdtemp(join(tmpdir(), "accord-browser-"));
  return {
    folder,
    open: () =>
      chromium.launchPersistentContext(folder, {
        executablePath: process.env.ACCORD_CHROMIUM ?? "/usr/bin/chromium",
        args: SWITCHES,
        headless: true,
      }),
    forget: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A page of this origin that may do nothing wrong, and ask no other host but these: what it did is thrown by the function given back. */
export async function page(context, origin, others = [], path = "/") {
  const wrong = [];
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || /policy/i.test(message.text())) wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`thrown: ${error}`));
  page.on("request", (request) => {
    const url = request.url();
    if (![origin, ...others].some((known) => url.startsWith(known)) && !url.startsWith("blob:") && !url.startsWith("data:")) {
      wrong.push(`asked another host: ${url}`);
    }
  });
  await page.goto(origin + path);
  return { page, check: () => assert.deepEqual(wrong, []) };
}
