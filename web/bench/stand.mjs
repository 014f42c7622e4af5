// What the measurements in a browser stand on: figures with their marks, a relay with a couple of so many acts, and what a page tells of itself.

import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Phone } from "../tests/app.mjs";
import { Relay } from "../tests/relay.mjs";

const run = promisify(execFile);

/** Figures by name, each with what was measured and its mark. */
export class Figures {
  #all = new Map();

  note(build, name, unit, value, mark) {
    const key = `${build}\n${name}`;
    if (!this.#all.has(key)) this.#all.set(key, { build, name, unit, mark, values: [] });
    this.#all.get(key).values.push(value);
  }

  print(json) {
    const builds = new Set([...this.#all.values()].map(({ build }) => build));
    if (!json) console.log(`\n| figure${builds.size > 1 ? " | build" : ""} | min | median | max | mark | |\n|---|---|---|---|---|---|${builds.size > 1 ? "---|" : ""}`);
    for (const { build, name, unit, mark, values } of this.#all.values()) {
      const sorted = values.toSorted((a, b) => a - b);
      const [min, median, max] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
      if (json) {
        console.log(JSON.stringify({ build, name, unit, mark, min, median, max, times: values.length }));
        continue;
      }
      const said = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
      const held = mark === undefined ? "" : median <= mark ? "reached" : "missed";
      const columns = [`${name}, ${unit}`, ...(builds.size > 1 ? [build] : []), said(min), said(median), said(max), mark ?? "", held];
      console.log(`| ${columns.join(" | ")} |`);
    }
    if (!json) console.log(`\nload of the machine now: ${loadavg().map((load) => load.toFixed(1)).join(", ")}`);
  }
}

/** A relay with this site on which two people lived until they had said so many acts; Ben's words bring his side back. */
export async function couple(bin, site, acts) {
  const relay = await Relay.open(bin, site);
  const folder = await mkdtemp(join(tmpdir(), "accord-couple-"));
  const live = ["live", "--at", relay.origin, "--acts", String(acts), "--keep", folder];
  const { stdout } = await run(join(bin, "accord-bench"), live);
  const { words, acts: held } = JSON.parse(stdout);
  return {
    relay,
    words,
    held,
    /** Ana says so many things more, and sends them. */
    say: (n) => run(join(bin, "accord-bench"), ["say", join(folder, "ana"), "--acts", String(n)]),
    /** The same relay carries another site from here on; its address is the one they know. */
    carry: async (site) => {
      await relay.kill();
      await rm(join(relay.folder, "web"), { recursive: true });
      await cp(site, join(relay.folder, "web"), { recursive: true });
      await relay.start();
    },
    close: async () => {
      await relay.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** In the page, before the app: when the first heading stood on the screen, and how long the page once had no frame. */
function telling() {
  const seen = (until) => new Promise((done) => {
    const look = () => until() && (observer.disconnect(), requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    look();
  });
  window.shown = seen(() => (document.querySelector("main h1")?.textContent ?? "").trim() !== "" && document.querySelector("main button, main a"));
  /** From the next tap until this text stands on the screen. */
  window.untilShown = (text) => {
    let tapped;
    addEventListener("click", (event) => (tapped ??= event.timeStamp), { capture: true });
    window.took = seen(() => tapped !== undefined && document.querySelector("main")?.innerText.includes(text)).then((at) => at - tapped);
  };
  /** From the next tap until nothing moved any more for a while on the page that came. */
  window.untilSettled = () => {
    window.took = new Promise((done, failed) => {
      let tapped;
      let moved = 0;
      addEventListener("click", (event) => (tapped ??= event.timeStamp), { capture: true });
      new MutationObserver(() => requestAnimationFrame(() => (moved = performance.now()))).observe(document, { childList: true, subtree: true, characterData: true });
      const quiet = setInterval(() => {
        if (tapped === undefined || moved < tapped || performance.now() - moved < 1500) return;
        clearInterval(quiet);
        done(moved - tapped);
      }, 50);
      setTimeout(() => failed(new Error("it never settled")), 60_000);
    });
  };
  window.gaps = () => {
    const gaps = { longest: 0, over: 0, tasks: [], ends: false };
    let before = performance.now();
    const frame = (now) => {
      const gap = now - before;
      before = now;
      if (gap > gaps.longest) gaps.longest = gap;
      if (gap > 100) gaps.over += 1;
      if (!gaps.ends) requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => ((before = now), requestAnimationFrame(frame)));
    new PerformanceObserver((list) => gaps.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
    window.frames = () => ({ longest: gaps.longest, over: gaps.over, task: Math.max(0, ...gaps.tasks), tasks: gaps.tasks.length });
  };
}

/** A phone whose pages tell what they take, and that has shown none yet. */
export async function phone(relay) {
  const phone = await Phone.open("data:text/html,");
  phone.origin = relay.origin;
  await phone.context.addInitScript(telling);
  return phone;
}

/** Brings Ben's side back on this phone; gives how long that took. */
export async function recover(phone, words) {
  await phone.tap("I have my twelve words", false);
  await phone.write("The twelve words", words);
  const from = performance.now();
  await phone.tap("Bring everything back");
  await phone.page.getByRole("button", { name: "Go on" }).waitFor({ timeout: 300_000 });
  const took = performance.now() - from;
  await phone.tap("Go on");
  await phone.page.getByRole("navigation").waitFor();
  return took;
}
