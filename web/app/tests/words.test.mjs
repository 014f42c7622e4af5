// Every sentence the app can show is there in every language, filled alike, and names nothing that only a command line has.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const LANGUAGES = ["en", "de"];

/** The messages of these files: id to text, whole. */
function messages(folder) {
  const found = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ftl"))) {
    let id;
    for (const line of readFileSync(`${folder}/${file}`, "utf8").split("\n")) {
      const begins = /^([a-z][\w-]*) =(.*)$/.exec(line);
      if (begins) {
        id = begins[1];
        assert.ok(!found.has(id), `${folder}/${file}: ${id} stands twice`);
        found.set(id, begins[2]);
      } else if (id !== undefined && /^[ }]/.test(line)) found.set(id, `${found.get(id)}\n${line}`);
      else if (/^\S/.test(line) && !line.startsWith("#")) assert.fail(`${folder}/${file}: ${line}`);
    }
  }
  return found;
}

const ours = Object.fromEntries(LANGUAGES.map((lang) => [lang, messages(here(`../messages/${lang}`))]));
const shared = Object.fromEntries(LANGUAGES.map((lang) => [lang, messages(here(`../../../content/messages/${lang}`))]));
const variables = (text) => [...new Set(text.match(/\$\w+/g) ?? [])].map((name) => name.toLowerCase()).sort();
const codes = (text) => [...new Set(text.match(/\[[a-z_-]+\]/g) ?? [])].filter((code) => !["[one]", "[two]", "[few]", "[many]"].includes(code)).sort();

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* sources(`${folder}/${entry.name}`);
    else if (/\.(svelte|ts)$/.test(entry.name)) yield [entry.name, readFileSync(`${folder}/${entry.name}`, "utf8")];
  }
}

test("every language has the same messages, filled and chosen alike", () => {
  const [first, ...rest] = LANGUAGES;
  for (const lang of rest) {
    assert.deepEqual([...ours[lang].keys()].sort(), [...ours[first].keys()].sort(), lang);
    for (const [id, text] of ours[first]) {
      assert.deepEqual(codes(ours[lang].get(id)), codes(text), id);
      const extra = variables(ours[lang].get(id)).filter((name) => !variables(text).includes(name));
      const lacks = variables(text).filter((name) => !variables(ours[lang].get(id)).includes(name));
      // A language may say a name with a pronoun, never something that the other does not know of.
      assert.deepEqual(extra.filter((name) => name !== "$they"), [], id);
      assert.deepEqual(lacks.filter((name) => name !== "$they"), [], id);
    }
  }
});

test("every message that is named exists, and every one that exists is named", () => {
  const named = new Set();
  const begun = new Set();
  for (const [name, source] of sources(here("../src"))) {
    for (const [, id] of source.matchAll(/["'`](ui-[a-z0-9_-]+)["'`]/gi)) {
      assert.ok(ours.en.has(id), `${name} names ${id}`);
      named.add(id);
    }
    for (const [, prefix] of source.matchAll(/`(ui-[a-z0-9_-]*)\$\{/g)) begun.add(prefix);
    // What every client says is named too: only what looks like a message of one of its files.
    for (const [, id] of source.matchAll(/\bt\("((?!ui-)[a-z]+-[a-z-]+)"/g)) assert.ok(shared.en.has(id), `${name} names ${id}`);
  }
  const silent = [...ours.en.keys()].filter((id) => !named.has(id) && ![...begun].some((prefix) => id.startsWith(prefix)));
  assert.deepEqual(silent, []);
});

test("nothing on a screen names a command of the command line", () => {
  for (const lang of LANGUAGES) {
    for (const [id, text] of ours[lang]) assert.doesNotMatch(text, /`|accord [a-z]/, id);
    const errors = [...shared[lang]].filter(([id, text]) => id.startsWith("error-") && text.includes("`")).map(([id]) => id.replace(/-fact$/, ""));
    for (const id of errors) assert.ok(ours[lang].has(`ui-${id}`), `${lang}: ${id} names a command, and the app has no words of its own`);
    for (const [name, source] of sources(here("../src"))) {
      for (const [, id] of source.matchAll(/\bt\("((?!ui-)[a-z]+-[a-z-]+)"/g)) {
        assert.doesNotMatch(shared[lang].get(id) ?? "", /`/, `${name} says ${id}`);
      }
    }
  }
});

test("no exclamation marks, and no word for what never happens", () => {
  for (const lang of LANGUAGES) for (const [id, text] of ours[lang]) assert.doesNotMatch(text, /!|\bsync(ed|hroni)/i, id);
});
