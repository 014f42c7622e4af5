// Every screen with something on it, in both languages and both themes: nothing that axe finds, nothing wider than the phone, also with
// text twice as large, and no word without its message. With ACCORD_SHOTS=FOLDER each is kept as a picture to look at.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Phone } from "./app.mjs";
import { couple } from "./couple.mjs";
import { Relay } from "./relay.mjs";
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

for (const [language, theme] of [["en", "light"], ["de", "dark"], ["en", "dark"], ["de", "light"]]) {
  test(`every screen is sound in ${language}, ${theme}`, async () => {
    const phone = await Phone.open(relay.origin, { language, theme });
    try {
      await phone.page.evaluate(axe);
      const wrong = await findings(phone, `${language}-${theme}-welcome`);
      await phone.page.getByRole("button", { name: /twelve words|zwölf Wörter/ }).first().click();
      await phone.page.locator("textarea, input").first().fill(two.words.join(" "));
      wrong.push(...(await findings(phone, `${language}-${theme}-recover`)));
      await phone.page.getByRole("button", { name: /Bring everything back|Alles zurückbringen/ }).click();
      await phone.page.getByRole("button", { name: /^(Go on|Weiter)$/ }).click();
      await phone.page.getByRole("navigation").waitFor();
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
