// A couple's rounds through the screens of the real app: a ritual with two clocks, a check-in that opens for both, thanks, a repair, a talk,
// openness, a list written together, and private notes behind a lock of their own.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, pair, Phone } from "./app.mjs";
import { Relay } from "./relay.mjs";
import { bin, dist } from "./where.mjs";

let relay;
let ana;
let ben;

const go = async (phone, place, row) => {
  await phone.tap(place);
  if (row !== undefined) await phone.tap(row);
};

before(async () => {
  relay = await Relay.open(bin, dist);
  ana = await Phone.open(relay.origin, { zone: "Europe/Berlin" });
  ben = await Phone.open(relay.origin, { zone: "Europe/Helsinki", theme: "dark" });
  await begin(ana, "Ana");
  await begin(ben, "Ben");
  await pair(ana, ben);
});

after(async () => {
  await ana?.forget();
  await ben?.forget();
  await relay?.close();
});

test("a ritual is agreed, shows two clocks, and each marks for themselves", async () => {
  for (const phone of [ana, ben]) {
    await go(phone, "More", "You");
    await phone.tap("Show ", false);
    await phone.sees(/zone you show/);
  }
  await go(ana, "Us", "Rituals and dates");
  await ana.tap("Suggest a ritual");
  await ana.write("What you call it", "Evening call");
  await ana.page.getByLabel("every day", { exact: true }).check();
  const week = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10);
  await ana.write("First time on", week);
  await ana.tap("Suggest it to Ben");
  await ana.sees("Your rituals");
  await go(ben, "Us", "Rituals and dates");
  await ben.page.getByRole("button", { name: /Evening call/ }).last().click();
  await ben.sees("every day, 20:00 in Berlin");
  await ben.tap("Say yes to this");
  await ben.tap("I did it");
  await ben.sees(/You: did it/);
  await ben.sees("21:00");
  await ben.sees(/20:00 for Ana/);
  await go(ana, "Us", "Rituals and dates");
  await ana.page.getByRole("button", { name: /Evening call/ }).last().click();
  await ana.sees(/Ben: did it/);
  assert.equal(await ana.page.getByText(/You: did it/).count(), 0, "a mark is its author's alone");
});

test("a check-in is held back until both have written", async () => {
  await go(ana, "Us", "Check-in");
  await ana.tap("Check in");
  await ana.write("What I need", "An evening without plans");
  await ana.tap("Keep it");
  await ana.sees(/held back/);
  await go(ben, "Us", "Check-in");
  await ben.page.getByRole("button", { name: "Check in" }).waitFor();
  assert.equal(await ben.page.getByText("An evening without plans").count(), 0);
  await ben.tap("Check in");
  await ben.write("What worries me", "The move in spring");
  await ben.tap("Keep it");
  await ben.sees("An evening without plans");
  await ana.sees("The move in spring");
});

test("thanks are said, and get a heart", async () => {
  await go(ana, "Us", "Thanks");
  await ana.tap("Say thanks");
  await ana.write("Thank you for", "You listened, and did not mend anything.");
  await ana.tap("Say it to Ben");
  await go(ben, "Us", "Thanks");
  await ben.sees("You listened");
  await ben.tap("Heart");
  await ana.sees(/with a heart/);
});

test("a repair has parts of both, and is settled for one alone", async () => {
  await go(ana, "Us", "Repair");
  await ana.tap("Open a repair");
  await ana.write("What it is about", "Saturday evening");
  await ana.tap("Open it");
  await ana.page.getByRole("button", { name: /Saturday evening/ }).click();
  await ana.page.getByRole("main").getByRole("button", { name: /^Write What happened/ }).click();
  await ana.write("Your words", "I waited an hour and felt small.");
  await ana.tap("Share with Ben");
  await go(ben, "Us", "Repair");
  await ben.page.getByRole("button", { name: /Saturday evening/ }).click();
  await ben.sees("I waited an hour");
  await ben.page.getByRole("main").getByRole("button", { name: /^Write An apology/ }).click();
  await ben.write("Your words", "I am sorry that I let you wait.");
  await ben.tap("Share with Ana");
  await ana.sees("I am sorry that I let you wait.");
  await ben.tap("Settled for me");
  await ana.sees("Settled for Ben.");
  await ana.tap("Keep it away from me");
  await ana.tap("Take it up again");
});

test("a talk is asked for, and both name a time", async () => {
  await go(ana, "Us", "Talks and breaks");
  await ana.tap("Ask for a talk");
  await ana.write("What about", "Where we live next year");
  await ana.tap("Ask Ben");
  await go(ben, "Us", "Talks and breaks");
  await ben.sees("Where we live next year");
  await ben.tap("Name a time");
  await ben.write("When", "2027-03-14T20:00");
  await ben.page.getByRole("dialog").getByRole("button", { name: "Name a time" }).click();
  await ana.page.getByRole("button", { name: /^Take 14 March/ }).click();
  await ana.sees(/both named 14 March/);
  await ben.tap("Take a break");
  await ben.page.getByRole("dialog").getByRole("button", { name: "Take a break" }).click();
  await ana.sees("Ben is taking a break");
  await ben.tap("End my break");
});

test("openness differs without a verdict, and a list is written by both", async () => {
  await go(ana, "Us", "Openness");
  await ana.tap("Say how I hold a topic");
  await ana.tap("Share with Ben");
  await go(ben, "Us", "Openness");
  await ben.sees("private to me");
  await go(ana, "Us", "Written together");
  await ana.tap("Begin something");
  await ana.page.getByLabel("list", { exact: true }).check();
  await ana.write("Title", "For the weekend");
  await ana.tap("Begin it");
  await ana.page.getByRole("button", { name: /For the weekend/ }).click();
  await ana.write("Something for the list", "Bread");
  await ana.tap("Add");
  await go(ben, "Us", "Written together");
  await ben.page.getByRole("button", { name: /For the weekend/ }).click();
  await ben.page.getByLabel("Bread").check();
  await ana.sees("Ben ticked it");
});

test("private notes open only with what locks them, and nothing of it reaches the other", async () => {
  await go(ana, "Mine", "Private notes");
  await ana.tap("Write a note");
  await ana.write("Your words", "I am not sure what I want.");
  await ana.tap("Keep it");
  await ana.tap("A lock of their own");
  await ana.write("New PIN or passphrase", "2468");
  await ana.tap("Lock my notes");
  await ana.sees("I am not sure what I want.");
  await go(ana, "Mine", "Private notes");
  await ana.write("PIN or passphrase of your notes", "1111");
  await ana.tap("Open my notes");
  await ana.sees("This does not open");
  assert.equal(await ana.page.getByText("I am not sure").count(), 0);
  await ana.write("PIN or passphrase of your notes", "2468");
  await ana.tap("Open my notes");
  await ana.sees("I am not sure what I want.");
  await go(ana, "Mine", "Is it time for help from outside?");
  await ana.page.getByLabel("Yes", { exact: true }).first().check();
  await ana.tap("Help lines");
  await ana.sees("999");
  for (const phone of [ana, ben]) assert.deepEqual(phone.wrong, []);
});
