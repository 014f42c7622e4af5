// The app as the relay carries it: every file is the one its account names, in every form, and a browser runs it under its headers.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { page, profile, serve } from "./harness.mjs";
import { Relay } from "./relay.mjs";
import { bin } from "./where.mjs";

const finished = fileURLToPath(new URL("../../target/site", import.meta.url));
let relay;

before(async () => {
  relay = await Relay.open(bin);
});

after(() => relay.close());

/** One request as it is, nothing decoded. */
function ask(path, headers = {}, method = "GET") {
  return new Promise((done, failed) => {
    const asked = request(relay.origin + path, { method, headers }, async (response) => {
      const parts = [];
      for await (const part of response) parts.push(part);
      done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) });
    });
    asked.on("error", failed);
    asked.end();
  });
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

test("every file of the app that is built in is the one its account names, in every form", async () => {
  const account = await ask("/build.json");
  assert.equal(account.headers["content-type"], "application/json");
  assert.deepEqual(account.body, await readFile(`${finished}/build.json`), "the app was built in");
  const { hash, files, version } = JSON.parse(account.body);
  assert.equal(version, JSON.parse((await ask("/v1/version")).body).version);
  assert.equal(sha256(Object.entries(files).map(([name, sum]) => `${sum}  ${name}\n`).join("")), hash);
  const coded = { br: 0, gzip: 0 };
  for (const [name, sum] of Object.entries(files)) {
    const plain = await ask(`/${name}`);
    assert.equal(sha256(plain.body), sum, name);
    assert.equal(plain.headers["content-encoding"], undefined);
    for (const [coding, decode] of [["br", brotliDecompressSync], ["gzip", gunzipSync]]) {
      const answer = await ask(`/${name}`, { "accept-encoding": coding });
      if (answer.headers["content-encoding"] === undefined) continue;
      assert.equal(answer.headers["content-encoding"], coding);
      assert.equal(sha256(decode(answer.body)), sum, `${name} with ${coding}`);
      coded[coding] += 1;
    }
    const known = await ask(`/${name}`, { "if-none-match": plain.headers.etag });
    assert.deepEqual([known.status, known.body.length], [304, 0], name);
    const head = await ask(`/${name}`, {}, "HEAD");
    assert.deepEqual([head.headers["content-length"], head.body.length], [String(plain.body.length), 0], name);
    const hashed = name.startsWith("assets/");
    assert.equal(plain.headers["cache-control"], hashed ? "public, max-age=31536000, immutable" : "no-cache", name);
    const kind = plain.headers["content-type"];
    assert.notEqual(kind, "application/octet-stream", name);
  }
  assert.ok(coded.br > 5 && coded.gzip > 5, JSON.stringify(coded));
  for (const path of ["/", "/j"]) assert.equal(sha256((await ask(path)).body), files["index.html"]);
  for (const path of ["/today", "/assets/x.js", "/build.json.br", "/../Cargo.toml"]) assert.equal((await ask(path)).status, 404, path);
  assert.equal(String((await ask("/healthz")).body), "ok\n");
});

/** Opens the app and waits until it shows something; what was wrong fails. Then goes on with the story. */
async function opens(origin, path, story = () => {}) {
  const browser = await profile();
  const context = await browser.open();
  try {
    const got = [];
    context.on("response", (response) => got.push(response));
    const { page: tab, check } = await page(context, origin, [], path);
    await tab.locator("main h1, h1").first().waitFor();
    await tab.evaluate(() => navigator.serviceWorker.ready);
    assert.equal(new URL(tab.url()).hash, "", "the secret is gone from the address");
    check();
    await story(tab);
    return got;
  } finally {
    await context.close();
    await browser.forget();
  }
}

test("a browser runs the app under its headers, at an invitation's address too, compressed", async () => {
  for (const path of ["/", "/j#AQEAAAAAAAAAAAAAAAAAAAAA"]) {
    const got = await opens(relay.origin, path);
    const failed = got.filter((response) => response.status() >= 400);
    assert.deepEqual(failed.map((response) => response.url()), []);
    const script = got.find((response) => /\/assets\/index-.*\.js$/.test(response.url()));
    assert.equal(script.headers()["content-encoding"], "br");
    assert.match(script.headers()["content-security-policy"], /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; /);
  }
});

test("the page says which build runs, though the relay is gone or has another one by now", async () => {
  const own = await Relay.open(bin);
  try {
    await opens(own.origin, "/", async (tab) => {
      await own.kill();
      const account = await tab.evaluate(async () => (await fetch("/build.json")).text());
      assert.equal(account, await readFile(`${finished}/build.json`, "utf8"));
    });
  } finally {
    await own.start();
    await own.close();
  }
});

test("the same folder runs from a static host", async () => {
  const host = await serve(finished);
  try {
    await opens(host.origin, "/");
  } finally {
    await host.close();
  }
});
