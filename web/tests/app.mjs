// The app as somebody with a phone uses it: by what is written on its buttons.

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
    this.context.setDefaultTimeout(20_000);
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
