// The finished site: what it is made of, what it says of itself, and what is not taken for it. No browser is needed.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { faults, pack } from "../pack.mjs";

const PAGE =
  '<!doctype html><!-- <style> --><link rel="icon" href="/icon.svg"><script type="module" src="/assets/index-abcd_-12.js"></script><p>a &gt; b';
const SITE = {
  "index.html": PAGE,
  "sw.js": "self",
  "manifest.webmanifest": "{}",
  "assets/index-abcd_-12.js": "let x = 1;\n".repeat(300),
  "assets/core-0123abCD.wasm": "\0asm".repeat(100),
  "assets/tiny-0123abCD.css": "a{}",
};

async function in_folder(story) {
  const folder = await mkdtemp(join(tmpdir(), "accord-pack-"));
  try {
    const write = async (files) => {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder, "dist", name)), { recursive: true });
        await writeFile(join(folder, "dist", name), text);
      }
    };
    await write(SITE);
    await story({ write, folder, from: join(folder, "dist"), to: join(folder, "site") });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("the site is what was built, each file with its compressed forms, and the build's own account", () =>
  in_folder(async ({ folder, from, to }) => {
    const made = await pack(from, to, { version: "1.2.3", commit: "abc", changed: true });
    for (const [name, text] of Object.entries(SITE)) assert.equal(await readFile(join(to, name), "utf8"), text, name);
    const long = await readFile(join(to, "assets/index-abcd_-12.js"));
    assert.deepEqual(brotliDecompressSync(await readFile(join(to, "assets/index-abcd_-12.js.br"))), long);
    assert.deepEqual(gunzipSync(await readFile(join(to, "assets/index-abcd_-12.js.gz"))), long);
    const beside = (await readdir(join(to, "assets"))).filter((name) => name.startsWith("tiny"));
    assert.deepEqual(beside, ["tiny-0123abCD.css"], "what does not shrink has one form");
    const build = JSON.parse(await readFile(join(to, "build.json"), "utf8"));
    const { files, hash, ...rest } = build;
    assert.deepEqual(rest, { name: "accord", version: "1.2.3", commit: "abc", changed: true });
    assert.deepEqual(Object.keys(files), Object.keys(SITE).sort());
    // What anybody can check with two tools.
    const names = Object.keys(SITE).sort().join(" ");
    const { stdout } = await promisify(execFile)("sh", ["-c", `cd ${from} && sha256sum ${names} | tee ${folder}/list; sha256sum < ${folder}/list`]);
    const lines = stdout.trim().split("\n");
    assert.equal(lines.pop().split(" ")[0], hash);
    assert.deepEqual(lines, Object.entries(files).map(([name, sum]) => `${sum}  ${name}`));
    assert.equal(made.hash, hash);
    const sizes = Object.values(SITE).reduce((all, text) => all + text.length, 0);
    assert.ok(made.best < sizes / 2 && made.bytes > sizes, JSON.stringify(made));
  }));

test("another build takes the whole place, the same one comes to the same hash, and one that fails leaves what is there", () =>
  in_folder(async ({ write, folder, from, to }) => {
    const first = await pack(from, to, { version: "1" });
    assert.equal((await pack(from, to, { version: "1" })).hash, first.hash);
    await rm(join(from, "assets/tiny-0123abCD.css"));
    await write({ "assets/more-0123abCD.js": "1" });
    const second = await pack(from, to, { version: "1" });
    assert.notEqual(second.hash, first.hash);
    assert.deepEqual((await readdir(join(to, "assets"))).filter((name) => /tiny|more/.test(name)), ["more-0123abCD.js"]);
    await rm(join(from, "index.html"));
    await assert.rejects(pack(from, to, { version: "1" }), /index.html is missing/);
    assert.equal(await readFile(join(to, "index.html"), "utf8"), PAGE);
    assert.deepEqual((await readdir(folder)).sort(), ["dist", "site"]);
    assert.equal(JSON.parse(await readFile(join(to, "build.json"), "utf8")).commit, null);
  }));

test("what the content policy or the caches would break is refused", () => {
  const site = (files) => new Map(Object.entries({ ...SITE, ...files }).filter(([, text]) => text !== null));
  assert.deepEqual(faults(site({})), []);
  const page = (more) => ({ "index.html": PAGE + more });
  const cases = [
    [{ "sw.js": null }, /sw.js is missing/],
    [{ "manifest.webmanifest": null }, /manifest.webmanifest is missing/],
    [{ "assets/plain.js": "1" }, /without a hash/],
    [{ "assets/short-1234.js": "1" }, /without a hash/],
    [{ "assets/index-abcd_-12.js.br": "1" }, /made here/],
    [{ "build.json": "{}" }, /made here/],
    [{ "two words.txt": "1" }, /spell otherwise/],
    [{ ".env": "1" }, /spell otherwise/],
    [page("<script>1</script>"), /a script inline/],
    [page("<script type='module' >1</script>"), /a script inline/],
    [page("<style>p{}</style>"), /a style inline/],
    [page('<p style="color:red">'), /in an attribute/],
    [page('<p title="x>y" onclick="go()">'), /in an attribute/],
    [page('<link rel=stylesheet href="https://elsewhere.example/a.css">'), /own origin: https/],
    [page('<img src="//elsewhere.example/a.png">'), /own origin: \/\//],
    [page("<img src=assets/a.png>"), /own origin: assets/],
  ];
  for (const [files, why] of cases) {
    const found = faults(site(files));
    assert.equal(found.length, 1, `${JSON.stringify(files)}: ${found}`);
    assert.match(found[0], why);
  }
});
