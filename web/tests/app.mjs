// The app as somebody with a phone uses it: by what is written on its buttons.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SWITCHES } from "./harness.mjs";

/** A phone with a profile of its own, which outlives its browser until it is forgotten. */
export class Phone {
  static async open(origin, options = {}) {
    const phone = new Phone();
    Object.assign(phone, { origin, options: { theme: "light", language: "en", width: 360, height: 740, ...options } });
    phone.folder = await mkdtemp(join(tmpdir(), "accord-phone-"));
    await phone.start();
    return phone;
  }

  /** Starts the browser again, as after the phone was off. */
  async start(path = "/") {
    const { theme, language, width, height, locale } = this.options;
    this.context = await chromium.launchPersistentContext(this.folder, {
      executablePath: process.env.ACCORD_CHROMIUM ?? "/usr/bin/chromium",
      args: SWITCHES,
      headless: true,
      viewport: { width, height },
      colorScheme: theme,
      locale: locale ?? (language === "de" ? "de-DE" : "en-GB"),
      timezoneId: this.options.zone ?? "Europe/Berlin",
      hasTouch: true,
      deviceScaleFactor: 2,
    });
    this.context.setDefaultTimeout(30_000);
    this.wrong = [];
    this.page = await this.tab(path);
  }

  /** A tab of this phone; what goes wrong in it is kept. */
  async tab(path = "/") {
    const page = await this.context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" && !this.allowed?.test(message.text())) this.wrong.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.wrong.push(`thrown: ${error.stack ?? error}`));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(this.origin) && !/^(blob|data|about):/.test(url)) this.wrong.push(`asked another host: ${url}`);
    });
    await page.goto(this.origin + path);
    return page;
  }

  button(name, exact = true) {
    return this.page.getByRole("button", { name, exact });
  }

  async tap(name, exact = true) {
    await this.button(name, exact).first().click();
  }

  async write(label, text) {
    await this.page.getByLabel(label).first().fill(text);
  }

  async choose(label, text) {
    await this.page.getByLabel(label).first().selectOption({ label: text });
  }

  async sees(text) {
    await this.page.getByText(text).first().waitFor();
  }

  async close() {
    await this.context.close();
  }

  async forget() {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A story with so many phones of one relay, on none of which anything may go wrong. */
export async function phones(relay, n, story) {
  const all = await Promise.all(Array.from({ length: n }, () => Phone.open(relay.origin)));
  try {
    await story(...all);
    for (const phone of all) assert.deepEqual(phone.wrong, []);
  } finally {
    await Promise.all(all.map((phone) => phone.forget()));
  }
}

/** The first use, alone: from the welcome to Today. Gives the twelve words. */
export async function begin(phone, name, { passphrase } = {}) {
  const { page } = phone;
  await phone.tap("Start on my own", false);
  await phone.write("What you are called", name);
  if (passphrase !== undefined) await phone.write("Passphrase", passphrase);
  await phone.tap("Begin");
  const words = await twelve(phone);
  await page.getByRole("navigation").waitFor();
  return words;
}

/** The twelve words, read, checked and put away. */
export async function twelve(phone) {
  await phone.sees("Your twelve words");
  const words = await phone.page.locator("main ol li").allInnerTexts().then((lines) => lines.map((line) => line.replace(/^\d+\s+/, "")));
  await phone.tap("I have written them down");
  await phone.page.getByRole("group", { name: /^Which is word/ }).first().waitFor();
  for (const group of await phone.page.getByRole("group", { name: /^Which is word/ }).all()) {
    const n = Number(/\d+/.exec(await group.innerText()));
    await group.getByRole("radio", { name: words[n - 1], exact: true }).check();
  }
  await phone.tap("Check these two");
  await phone.tap("Go on");
  return words;
}

/**
 * The first invites by a link, the other opens and answers it, and both compare words. Give the other's `name` where nobody has begun
 * there, and the words of drafts that go `along`.
 */
export async function pair(first, other, { name, along = [] } = {}) {
  await first.tap("Us");
  await first.tap("Invite your partner", false);
  for (const words of along) await first.page.getByRole("checkbox", { name: words }).check();
  await first.tap("Make the invitation");
  const link = await first.page.getByText("/j#").innerText();
  await other.page.goto(link);
  await other.tap("I have read this");
  if (name !== undefined) await other.write("What you are called", name);
  await other.tap("Answer the invitation");
  if (name !== undefined) await twelve(other);
  await compare(first, other);
}

/** Each reads four words out, and picks the other's. */
export async function compare(first, other, { own = false } = {}) {
  const said = [];
  for (const phone of [first, other]) {
    await phone.page.getByRole("heading", { name: "Compare words" }).waitFor();
    said.push(await phone.page.locator("[data-read-out]").innerText());
  }
  for (const [phone, words] of [[first, said[1]], [other, said[0]]]) {
    await phone.page.getByRole("radio", { name: words, exact: true }).check();
    await phone.tap(own ? "It shows these words" : "I hear these words");
  }
  for (const phone of [first, other]) {
    await phone.sees(own ? "Both devices are yours now" : /connected/);
    await phone.tap("Go on");
  }
}

/** The one with a phone invites, and the one with the command line answers; both compare words. */
export async function pairWith(phone, person, name) {
  await phone.tap("Us");
  await phone.tap("Invite your partner", false);
  await phone.tap("Make the invitation");
  await person.run("join", await phone.page.getByText("/j#").innerText(), "--name", name);
  await phone.page.getByRole("heading", { name: "Compare words" }).waitFor();
  const { say } = await exchange(person, () => person.run("pairing"), ({ state }) => state === "compare");
  const said = (await phone.page.locator("[data-read-out]").innerText()).match(/[a-z]+/g);
  await person.run("pairing", "confirm", ...said);
  await phone.page.getByRole("radio", { name: new RegExp(say.join("\\W+")) }).check();
  await phone.tap("I hear these words");
  await exchange(person, () => person.run("pairing"), ({ state }) => state === "paired");
  await phone.sees(/connected/);
  await phone.tap("Go on");
}

/** Exchanges with the relay until what somebody sees is as expected: what a phone said goes out by itself, a moment later. */
export async function exchange(person, look, expected) {
  let seen;
  for (let n = 0; n < 60; n += 1) {
    await person.run("sync");
    seen = await look();
    if (expected(seen)) return seen;
  }
  throw new Error(`not seen after many exchanges: ${JSON.stringify(seen)}`);
}
