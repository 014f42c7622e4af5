// What the app in a browser takes, beside its marks: bytes and time of the first load, an act until it is seen, a thousand acts that arrive, a
// home of years. Nothing here passes or fails; bench/BENCHMARKS.md says how each figure is taken.
//
//   cargo xtask web-bench [--repeat 5] [--acts 20000] [--only load|act|incoming|years] [--json] [--before SITE]

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { Figures, couple, phone, recover } from "./stand.mjs";
import { Relay } from "../tests/relay.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values: options } = parseArgs({
  options: {
    repeat: { type: "string", default: "5" },
    acts: { type: "string", default: "20000" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
    before: { type: "string" },
  },
});
const bin = process.env.ACCORD_BIN ?? here("../../target/release");
const builds = [...(options.before ? [["before", options.before]] : []), ["now", process.env.ACCORD_APP ?? here("../../target/site")]];
const repeat = Number(options.repeat);
const figures = new Figures();
const say = (text) => options.json || console.log(`--- ${text}`);

/** A phone for one story, on which nothing may go wrong. */
async function using(relay, story) {
  const one = await phone(relay);
  try {
    const value = await story(one);
    if (one.wrong.length > 0) throw new Error(one.wrong.join("\n"));
    return value;
  } finally {
    await one.forget();
  }
}

const slow = async (one, rate) => (await one.context.newCDPSession(one.page)).send("Emulation.setCPUThrottlingRate", { rate });
const shown = (one) => one.page.evaluate(() => window.shown);
const installed = (one) => one.page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated");
/** By what is written, not by what a screen reader hears: to find that among very many takes the test longer than what it measures. */
const go = async (one, ...taps) => {
  for (const tap of taps) await one.page.locator("button").filter({ has: one.page.getByText(tap, { exact: true }) }).first().click();
};

/** Bytes on the wire of everything the page and its worker ask for, the service worker's copies aside. */
function counted(one) {
  const asked = [];
  one.page.on("response", (response) => asked.push(response.request().sizes().then(({ responseBodySize }) => responseBodySize)));
  return async () => (await Promise.all(asked)).reduce((sum, bytes) => sum + bytes, 0);
}

/** Everything that lies on the phone after the first load, each file as small as it can be had. */
async function whole(site) {
  const names = await readdir(site, { recursive: true });
  const files = /const FILES = (\[.*?\]);/s.exec(await readFile(join(site, "sw.js"), "utf8"));
  const listed = files ? JSON.parse(files[1]) : [];
  let bytes = 0;
  for (const path of listed) {
    const name = path === "/" ? "index.html" : path.slice(1);
    bytes += (await readFile(join(site, names.includes(`${name}.br`) ? `${name}.br` : name))).length;
  }
  return bytes;
}

/** The first load on an empty phone, and the load of a home that is there. */
async function load() {
  const relays = new Map();
  for (const [build, site] of builds) {
    relays.set(build, await Relay.open(bin, site));
    figures.note(build, "everything the app is made of, with brotli", "kB", (await whole(site)) / 1000);
  }
  for (let n = 0; n < repeat; n += 1) {
    for (const [build] of builds) {
      const relay = relays.get(build);
      for (const rate of [1, 4]) {
        const at = rate === 1 ? "" : ", the page's processor at a quarter";
        await using(relay, async (one) => {
          const bytes = counted(one);
          await slow(one, rate);
          await one.page.goto(relay.origin);
          figures.note(build, `cold load until it can be used${at}`, "ms", await shown(one), rate === 1 ? 600 : 2500);
          if (rate === 1) figures.note(build, "first load until then, on the wire", "kB", (await bytes()) / 1000, 450);
          await slow(one, 1);
          await one.tap("Start on my own", false);
          await one.write("What you are called", "Ana");
          await one.tap("Begin");
          await one.sees("Your twelve words");
          await installed(one);
          // The first load after it runs by the service worker, and the next ones have its compiled code.
          for (let n = 0; n < 2; n += 1) {
            await one.page.reload();
            await shown(one);
          }
          await slow(one, rate);
          await one.page.reload();
          figures.note(build, `warm load${at}`, "ms", await shown(one), rate === 1 ? 250 : undefined);
        });
      }
    }
  }
  for (const relay of relays.values()) await relay.close();
}

/** Thanks said on a phone whose couple has few acts, and a thousand that arrive. */
async function small(what) {
  for (let n = 0; n < repeat; n += 1) {
    for (const [build, site] of builds) {
      const two = await couple(bin, site, 0);
      await using(two.relay, async (one) => {
        await one.page.goto(two.relay.origin);
        await recover(one, two.words);
        if (what !== "incoming") await thank(one, build, "an act seen after the tap", n);
        if (what !== "act") await incoming(one, two, build);
      });
      await two.close();
    }
  }
}

async function thank(one, build, name, n) {
  await go(one, "Us", "Thanks");
  for (const m of [0, 1, 2]) {
    const text = `You listened, ${n} and ${m}.`;
    await go(one, "Say thanks");
    await one.write("Thank you for", text);
    await one.page.evaluate((text) => window.untilShown(text), text);
    await one.tap("Say it to ", false);
    figures.note(build, name, "ms", await one.page.evaluate(() => window.took), 50);
  }
}

async function incoming(one, two, build) {
  await go(one, "Us", "Agreements");
  await one.page.evaluate(() => window.gaps());
  const changed = one.page.evaluate(
    () =>
      new Promise((done) => {
        const observer = new MutationObserver(() => (observer.disconnect(), done(performance.now())));
        observer.observe(document.querySelector("main"), { childList: true, subtree: true });
      }),
  );
  await two.say(1000);
  const from = await changed;
  const until = await one.page.waitForFunction(() => document.querySelector("main").textContent.includes("within 999 hours") && performance.now(), undefined, { timeout: 120_000 });
  figures.note(build, "1,000 acts arrive: from the first seen to the last", "ms", (await until.jsonValue()) - from);
  // What is still to be drawn after the last was seen.
  await one.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const frames = await one.page.evaluate(() => window.frames());
  figures.note(build, "1,000 acts arrive: longest time without a frame", "ms", frames.longest, 100);
  figures.note(build, "1,000 acts arrive: longest task of the page", "ms", frames.task);
}

const LISTS = [
  "Agreements", "Limits and permissions", "Promises", "Rituals and dates", "Check-in", "Thanks", "Openness", "Talks and breaks", "Repair", "Written together",
  "What changed",
];

/** A home of years. */
async function years() {
  say(`two people live until they have said ${options.acts} acts`);
  const two = await couple(bin, builds[0][1], Number(options.acts));
  const named = (what) => `${two.held} acts: ${what}`;
  for (const [build, site] of builds) {
    await two.carry(site);
    await using(two.relay, async (one) => {
      const note = (what, value, mark) => figures.note(build, named(what), "ms", value, mark);
      await one.page.goto(two.relay.origin);
      note("brought back by the twelve words", await recover(one, two.words));
      await installed(one);
      for (let n = 0; n < repeat; n += 1) {
        await one.page.reload();
        note("opened, until Today is shown", await shown(one));
        await one.page.evaluate(() => window.gaps());
        for (const list of LISTS) {
          await go(one, "Us");
          await one.page.evaluate(() => window.untilSettled());
          await go(one, list);
          note(`list shown: ${list}`, await one.page.evaluate(() => window.took));
        }
        const { longest } = await one.page.evaluate(() => window.frames());
        note("longest time without a frame, all lists", longest, 100);
        await thank(one, build, named("an act seen after the tap"), n);
      }
    });
  }
  await two.close();
}

const wanted = (part) => options.only === undefined || options.only === part;
if (wanted("load")) await load();
if (wanted("act") || wanted("incoming")) await small(options.only);
if (wanted("years")) await years();
figures.print(options.json);
