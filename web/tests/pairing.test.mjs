// How phones find each other, through the screens of the real app on a real relay: by a link or by six words, with the words compared.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, compare, pair, phones } from "./app.mjs";
import { Relay } from "./relay.mjs";
import { bin, dist } from "./where.mjs";

let relay;

before(async () => {
  relay = await Relay.open(bin, dist);
});

after(() => relay.close());

test("two phones find each other by a link, and what was chosen goes along", () =>
  phones(relay, 2, async (ana, ben) => {
    await begin(ana, "Ana");
    for (const words of ["We call on Sundays", "I pay the rent"]) {
      await ana.tap("Us");
      await ana.tap("Agreements");
      await ana.tap("Suggest words");
      await ana.write("The words both would stand by", words);
      await ana.tap("Keep as my draft");
      await ana.sees(words);
    }
    await pair(ana, ben, { name: "Ben", along: ["We call on Sundays"] });
    await ana.tap("Us");
    assert.equal(await ana.button("Invite your partner", false).count(), 0);
    await ben.tap("Us");
    await ben.tap("Agreements");
    await ben.sees("We call on Sundays");
    assert.equal(await ben.page.getByText("I pay the rent").count(), 0);
  }));

test("an answer waits for the other, six words do as well as a link, and words that differ end it", () =>
  phones(relay, 2, async (ana, ben) => {
    await begin(ana, "Ana");
    await begin(ben, "Ben");
    await ana.tap("Us");
    await ana.tap("Invite your partner", false);
    await ana.page.getByRole("radio", { name: /six words/ }).check();
    await ana.tap("Make the invitation");
    await ana.sees("Say these six words");
    const six = await ana.page.locator("main ol li").allInnerTexts();
    assert.equal(six.length, 6);
    await ana.page.goto("about:blank");

    await ben.tap("Us");
    await ben.tap("Invite your partner", false);
    await ben.tap("I have an invitation");
    await ben.page.getByRole("radio", { name: "By six words" }).check();
    await ben.write("The six words", six.map((word, at) => `${at + 1}. ${word}`).join("\n"));
    await ben.tap("Answer the invitation");
    await ben.sees("You have answered");

    await ana.page.goto(relay.origin);
    await ana.tap("Us");
    await ana.tap("Compare words with your partner");
    await ben.sees("Read these out");
    await ana.page.getByRole("radio", { name: /None of these/ }).check();
    await ana.tap("End it here");
    await ana.sees("If the words differed");
    await ana.tap("Us");
    await ana.button("Invite your partner", false).waitFor();
  }));

test("an own device becomes one by a link", () =>
  phones(relay, 2, async (phone, tablet) => {
    await begin(phone, "Ana");
    await phone.tap("More");
    await phone.tap("Your devices");
    await phone.tap("Add a device");
    await phone.tap("Make the invitation");
    const link = await phone.page.getByText("/j#").innerText();
    await tablet.page.goto(link);
    await tablet.sees("another device of YOURS");
    await tablet.tap("I have read this");
    await tablet.tap("Make this another device of mine");
    await compare(phone, tablet, { own: true });
    await tablet.tap("More");
    await tablet.tap("Your devices");
    await tablet.page.waitForFunction(() => document.querySelectorAll("main ul:not(.rows) > li").length === 3);
  }));
