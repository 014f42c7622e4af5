// Makes the finished site of what Vite wrote: checks that it holds to the content policy, adds `build.json`, which says which build it is, and
// lays a `.br` and a `.gz` beside each file that shrinks. The folder changes as a whole.
//
//   node web/pack.mjs FROM TO VERSION [COMMIT] [changed]

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const NEEDED = ["index.html", "sw.js", "manifest.webmanifest"];
/** Compressed forms that save less than this part are not worth a file. */
const WORTH = 0.95;

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Every file below a folder by its path from there, in the order of the paths. */
async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const names = paths.map((path) => relative(folder, path).split(sep).join("/")).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))])));
}

/** What keeps these files from being served as the app, one sentence each. */
export function faults(site) {
  const found = NEEDED.filter((name) => !site.has(name)).map((name) => `${name} is missing`);
  for (const name of site.keys()) {
    if (!/^[\w./-]+$/.test(name) || /(^|\/)\./.test(name)) found.push(`${name}: a name a browser would spell otherwise`);
    if (/\.(br|gz)$/.test(name) || name === "build.json") found.push(`${name}: made here, not before`);
    if (name.startsWith("assets/") && !/-[\w-]{8}(\.\w+)+$/.test(name)) found.push(`${name}: under assets/ without a hash in its name`);
  }
  // The page only: what scripts do at run time shows in a browser.
  const page = String(site.get("index.html") ?? "").replace(/<!--.*?-->/gs, "");
  for (const [tag, name, attributes] of page.matchAll(/<(\w+)((?:"[^"]*"|'[^']*'|[^>])*)>/g)) {
    if (name === "script" && !/\ssrc\s*=/.test(attributes)) found.push(`index.html: a script inline: ${tag}`);
    if (name === "style") found.push("index.html: a style inline");
    if (/\s(style|on\w+)\s*=/.test(attributes)) found.push(`index.html: a style or a script in an attribute: ${tag}`);
    for (const [, , address] of attributes.matchAll(/\s(src|href)\s*=\s*["']?([^"'\s>]*)/g)) {
      if (!/^\/(?!\/)/.test(address)) found.push(`index.html: not from the root of its own origin: ${address}`);
    }
  }
  return found;
}

/** What `build.json` says. The hash is that of the list which `sha256sum` would print of the files. */
export function told(site, version, commit, changed) {
  const sums = Object.fromEntries([...site].map(([name, bytes]) => [name, sha256(bytes)]));
  const list = Object.entries(sums).map(([name, sum]) => `${sum}  ${name}\n`);
  return { name: "accord", version, commit: commit || null, changed, hash: sha256(list.join("")), files: sums };
}

/** The forms of one file beside itself. */
async function compressed(name, bytes) {
  const text = /\.(html|js|css|json|webmanifest|svg|ftl|txt)$/.test(name);
  const forms = [
    [
      `${name}.br`,
      promisify(brotliCompress)(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
          [constants.BROTLI_PARAM_MODE]: text ? constants.BROTLI_MODE_TEXT : constants.BROTLI_MODE_GENERIC,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
    ],
    [`${name}.gz`, promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION })],
  ];
  const made = await Promise.all(forms.map(async ([name, form]) => [name, await form]));
  return made.filter(([, form]) => form.length < bytes.length * WORTH);
}

/** Makes the site in `to` of the files in `from`; what it came to. */
export async function pack(from, to, { version, commit = "", changed = false }) {
  const site = await files(from);
  const found = faults(site);
  if (found.length > 0) throw new Error(`${from} cannot be served as the app:\n  ${found.join("\n  ")}`);
  const build = told(site, version, commit, changed);
  site.set("build.json", Buffer.from(`${JSON.stringify(build, null, 1)}\n`));
  const forms = await Promise.all([...site].map(([name, bytes]) => compressed(name, bytes)));
  const best = new Map([...site].map(([name, bytes]) => [name, bytes.length]));
  for (const [name, form] of forms.flat()) best.set(name.slice(0, -3), Math.min(best.get(name.slice(0, -3)), form.length));
  // Of this process alone: another may be at it too.
  const [fresh, old] = [`${to}.new-${process.pid}`, `${to}.old-${process.pid}`];
  try {
    for (const [name, bytes] of [...site, ...forms.flat()]) {
      await mkdir(dirname(join(fresh, name)), { recursive: true });
      await writeFile(join(fresh, name), bytes);
    }
    await rename(to, old).catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(fresh, to);
  } finally {
    for (const left of [fresh, old]) await rm(left, { recursive: true, force: true });
  }
  const sum = (sizes) => sizes.reduce((all, size) => all + size, 0);
  return { hash: build.hash, files: site.size, bytes: sum([...site.values()].map((bytes) => bytes.length)), best: sum([...best.values()]) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [from, to, version, commit, changed] = process.argv.slice(2);
  try {
    const made = await pack(from, to, { version, commit, changed: changed === "changed" });
    const kB = (bytes) => `${Math.ceil(bytes / 1000)} kB`;
    console.log(`${made.files} files, ${kB(made.bytes)}, ${kB(made.best)} as a phone loads them; build ${made.hash.slice(0, 16)}`);
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  }
}
