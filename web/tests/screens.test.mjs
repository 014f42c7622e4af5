// Every screen with something on it, in both languages and both themes: nothing that axe finds, nothing wider than the phone, also with
// text twice as large, and no word without its message. With ACCORD_SHOTS=FOLDER each is kept as a picture to look at.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Phone } from "./app.mjs";
import { couple } from "./couple.mjs";
import { Person, Relay } from "./relay.mjs";
import { bin, dist } from "./where.mjs";

const shots = process.env.ACCORD_SHOTS;
const axe = await readFile(fileURLToPath(new URL("node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
let relay;
let two;

before(async () => {
  if (shots) await mkdir(shots, { recursive: true });
  relay = await Relay.open(bin, dist);
  two = await couple(bin, relay);
});

after(async () => {
  for (const person of [two?.ana, two?.ben]) await person?.forget();
  await relay?.close();
});

const screens = ({ ids }) => [
  ["today"], ["us"], ["mine"], ["write"], ["more"], ["whatsnew"], ["agreements"], ["agreement", ids.agreement], ["agreement", ids.open], ["agreement-write"],
  ["limits"], ["limit", ids.limit], ["limit", ids.his_limit], ["limit-write"], ["promises"], ["promise", ids.promise], ["promise-write"], ["rituals"], ["ritual", ids.ritual], ["ritual-write"],
  ["checkin"], ["checkin-write"], ["thanks"], ["talks"], ["openness"], ["repairs"], ["repair", ids.repair], ["joint"], ["joint-thing", ids.list], ["notes"], ["selfcheck"],
  ["help"], ["standing"], ["me"], ["devices"], ["device-add"], ["recovery"], ["look"], ["export"], ["leave"], ["not-right"], ["about"], ["templates"], ["invite"],
  ["past"], ["past-copy", ids.copy], ["anew"], ["unsent"],
];

/** Shows a screen as the way back does. */
const show = (phone, screen, id) =>
  phone.page.evaluate(
    (state) => {
      history.pushState(state, "");
      dispatchEvent(new PopStateEvent("popstate", { state }));
    },
    { place: "us", route: id === undefined ? { screen } : { screen, id } },
  );

/** What is wrong with what is shown. */
async function findings(phone, name) {
  const { page } = phone;
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector("main h1")?.textContent?.trim() !== "");
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))));
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) found.push(`${wide} px wider than the phone`);
  const bare = await page.locator("body").innerText();
  for (const [id] of bare.matchAll(/\bui-[a-z-]+|\{ ?\$|undefined|\[object/g)) found.push(`shows ${id}`);
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
  return found.map((one) => `${name}: ${one}`);
}

/** What only happens now and then: news of own devices, two wordings of one limit, a device that was removed, and what is over. */
const RARE = ({ ids }) => ({
  "own devices": [["today"], ["devices"], ["limits"], ["limit", ids.limit]],
  removed: [["today"], ["unsent"], ["devices"]],
  over: [
    ["today"], ["us"], ["write"], ["more"], ["mine"], ["agreements"], ["agreement", ids.agreement], ["limits"], ["limit", ids.limit], ["promises"], ["promise", ids.promise], ["rituals"], ["ritual", ids.ritual],
    ["checkin"], ["thanks"], ["talks"], ["openness"], ["repairs"], ["repair", ids.repair], ["joint"], ["joint-thing", ids.list], ["agreement-write"], ["standing"], ["leave"], ["anew"], ["invite"], ["join"], ["export"],
  ],
});

/** Everything comes to this phone by the twelve words. */
async function bringBack(phone, words, typed) {
  const { page } = phone;
  await page.getByRole("button", { name: /twelve words|zwölf Wörter/ }).first().click();
  await page.locator("textarea, input").first().fill(words.join(" "));
  await typed?.();
  await page.getByRole("button", { name: /Bring everything back|Alles zurückbringen/ }).click();
  await page.getByRole("button", { name: /^(Go on|Weiter)$/ }).click();
  await page.getByRole("navigation").waitFor();
}

for (const [language, theme] of [["en", "light"], ["de", "dark"], ["en", "dark"], ["de", "light"]]) {
  test(`every screen is sound in ${language}, ${theme}`, async () => {
    const phone = await Phone.open(relay.origin, { language, theme });
    try {
      await phone.page.evaluate(axe);
      const wrong = await findings(phone, `${language}-${theme}-welcome`);
      await bringBack(phone, two.words, async () => wrong.push(...(await findings(phone, `${language}-${theme}-recover`))));
      for (const large of language === "de" ? [false, true] : [false]) {
        await phone.page.evaluate((large) => (document.documentElement.style.fontSize = large ? "200%" : ""), large);
        for (const [n, [screen, id]] of screens(two).entries()) {
          await show(phone, screen, id);
          const name = `${language}-${theme}${large ? "-large" : ""}-${String(n).padStart(2, "0")}-${screen}`;
          wrong.push(...(await findings(phone, name)));
        }
      }
      assert.deepEqual(wrong, []);
      assert.deepEqual(phone.wrong, []);
    } finally {
      await phone.forget();
    }
  });
}

/** A story of one phone on the way to what is rare; `look` looks at it in both languages and themes. */
async function rarely(story) {
  const phone = await Phone.open(relay.origin);
  // A relay that is out of reach is said by the browser as well.
  phone.allowed = /ERR_INTERNET_DISCONNECTED|WebSocket connection|Failed to load resource/;
  const wrong = [];
  const turn = async (language, theme) => {
    await phone.page.emulateMedia({ colorScheme: theme });
    await phone.page.evaluate((language) => localStorage.setItem("accord-language", language), language);
    await phone.page.reload();
    await phone.page.getByRole("navigation").waitFor();
    await phone.page.evaluate(axe);
  };
  const look = async (name) => {
    for (const [language, theme] of [["de", "dark"], ["en", "light"]]) {
      await turn(language, theme);
      for (const [n, [screen, id]] of RARE(two)[name].entries()) {
        await show(phone, screen, id);
        wrong.push(...(await findings(phone, `${language}-${theme}-${name.replace(" ", "-")}-${String(n).padStart(2, "0")}-${screen}`)));
      }
    }
  };
  try {
    await bringBack(phone, two.words);
    await story(phone, look);
    assert.deepEqual(wrong, []);
    assert.deepEqual(phone.wrong, []);
  } finally {
    await phone.forget();
  }
}

const own = async (person) => (await person.run("devices")).find((device) => device.this).id;

test("news of own devices, two wordings of one limit and a removed device are sound", async () => {
  const { ana, ids } = two;
  const tablet = await Person.at(bin);
  try {
    await rarely(async (phone, look) => {
      await tablet.run("recover", "--relay", relay.origin, "--words", two.words.join(" "));
      await ana.run("sync");
      await ana.run("devices", "remove", await own(tablet));
      await ana.run("sync");
      // The same limit in other words on two devices, neither knowing of the other.
      await phone.context.setOffline(true);
      await show(phone, "limit", ids.limit);
      await phone.tap("Other words");
      await phone.page.locator("textarea.words").first().fill("I don't take calls after nine.");
      await phone.page.locator("main button.primary").click();
      await phone.sees("I don't take calls after nine.");
      await ana.run("limit", "edit", ids.limit, "-m", "I don't take calls after eight, and not on Sundays.");
      two.words = (await ana.run("words", "renew")).recovery_words;
      await ana.run("sync");
      await phone.context.setOffline(false);
      await show(phone, "standing");
      await phone.tap("Exchange now");
      await show(phone, "limit", ids.limit);
      await phone.sees("and not on Sundays");
      await look("own devices");
      await show(phone, "limit", ids.limit);
      await phone.tap("These words stand");
      await phone.button("These words stand").first().waitFor({ state: "detached" });
      const ours = (await ana.run("devices")).filter((device) => !device.this && device.state === "active");
      for (const { id } of ours) await ana.run("devices", "remove", id);
      await ana.run("sync");
      await show(phone, "standing");
      await phone.tap("Exchange now");
      await show(phone, "today");
      await phone.sees("This device was removed by another of your devices.");
      await look("removed");
    });
  } finally {
    await tablet.forget();
  }
});

test("what is over is sound", () =>
  rarely(async (phone, look) => {
    await show(phone, "leave");
    await phone.page.getByLabel("I want this").check();
    await phone.tap("Leave");
    await phone.sees(/You left today|You have left/);
    await look("over");
  }));
