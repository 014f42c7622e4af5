// What stands under More: the passphrase, how safe what is written is, and what a removed device could not send. And what is said and asked
// on the way leads where it is about, and lies over nothing.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { begin, exchange, pairWith, Phone } from "./app.mjs";
import { Person, Relay } from "./relay.mjs";
import { bin, dist } from "./where.mjs";

const carried = join(tmpdir(), `accord-unsent-${process.pid}`);
let relay;
let ana;
let tablet;
let ben;
let words;

before(async () => {
  relay = await Relay.open(bin, dist);
  ana = await Phone.open(relay.origin);
  ana.allowed = /ERR_INTERNET_DISCONNECTED|WebSocket connection|Failed to load resource/;
  ben = await Person.at(bin);
  words = await begin(ana, "Ana");
  await pairWith(ana, ben, "Ben");
});

after(async () => {
  for (const one of [ana, tablet, ben]) await one?.forget();
  await relay?.close();
  await rm(carried, { force: true });
});

const go = async (phone, place, ...rows) => {
  await phone.tap(place);
  for (const row of rows) await phone.tap(row);
};

async function promise(phone, text) {
  await go(phone, "Us", "Promises");
  await phone.tap("Make a promise");
  await phone.write("What you promise", text);
  await phone.tap("Promise it");
  await phone.sees(text);
}

test("a question on Today leads to what it is about", async () => {
  await promise(ana, "I water the plants.");
  const { id } = await exchange(ben, async () => (await ben.run("promise", "list"))[0] ?? {}, (seen) => seen.id !== undefined);
  await ben.run("promise", "notkept", id);
  await ben.run("sync");
  await ana.page.getByRole("button", { name: "Say how it went" }).click();
  await ana.page.getByRole("dialog").getByRole("radio").first().check();
  await ana.tap("Keep it so");
  await go(ana, "Today");
  await ana.tap("Look at it first");
  await ana.page.getByRole("heading", { name: "Your promise" }).waitFor();
  await ana.sees("I water the plants.");
});

test("what is said lies over no button: the page makes room for it", async () => {
  const { page } = ana;
  await go(ana, "More", "You");
  await ana.tap("Keep this name");
  const told = page.locator(".told > div");
  await told.waitFor();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const last = page.locator("main button").last();
  const [below, message] = [await last.boundingBox(), await told.boundingBox()];
  assert.ok(below.y + below.height <= message.y, `${below.y + below.height} is below ${message.y}`);
  // By the keyboard too, nothing is reached that lies below it.
  for (const one of await page.locator("main button").all()) {
    await one.focus();
    const box = await one.boundingBox();
    assert.ok(box.y + box.height <= message.y, await one.innerText());
  }
});

test("a passphrase is set, changed and taken away later", async () => {
  const { page } = ana;
  const sheet = page.getByRole("dialog");
  const open = async (passphrase) => {
    await ana.write("Passphrase", passphrase);
    await ana.tap("Open");
  };
  await go(ana, "More", "You");
  await ana.tap("Set a passphrase");
  await sheet.getByLabel("Passphrase", { exact: true }).fill("one two three");
  await sheet.getByRole("button", { name: "Set a passphrase" }).click();
  await ana.sees("The passphrase is set.");
  await page.reload();
  await open("one two");
  await ana.sees("This is not the passphrase.");
  await open("one two three");
  await go(ana, "More", "You");
  await ana.tap("Change the passphrase");
  await sheet.getByLabel("The passphrase now").fill("a guess");
  await sheet.getByLabel("The new passphrase").fill("four five six");
  await sheet.getByRole("button", { name: "Change the passphrase" }).click();
  await ana.sees("This is not the passphrase.");
  await sheet.getByLabel("The passphrase now").fill("one two three");
  await sheet.getByRole("button", { name: "Change the passphrase" }).click();
  await ana.sees("The passphrase is changed.");
  await ana.tap("Lock now");
  await open("four five six");
  await go(ana, "More", "You");
  await ana.tap("Take it away");
  await sheet.getByLabel("The passphrase now").fill("four five six");
  await sheet.getByRole("button", { name: "Take it away" }).click();
  await ana.sees("The passphrase is taken away.");
  await page.reload();
  await page.getByRole("navigation").waitFor();
  await go(ana, "Us", "Promises");
  await ana.page.getByText("What was").click();
  await ana.sees("I water the plants.");
});

test("whether the browser keeps what is written is said, with the step one can take", async () => {
  await ana.page.addInitScript(() => {
    let kept = false;
    Object.assign(navigator.storage, { persisted: async () => kept, persist: async () => (kept = true) });
  });
  await ana.page.reload();
  await ana.page.getByRole("navigation").waitFor();
  await go(ana, "More", "How things stand");
  await ana.sees("This browser has not promised to keep what you write here.");
  await ana.tap("Ask the browser again");
  await ana.sees("This browser has promised to keep what you write here until you erase it.");
});

test("what a removed device could not send is looked at and said again, one by one", async () => {
  tablet = await Phone.open(relay.origin, { width: 800, height: 1100 });
  await tablet.tap("I have my twelve words", false);
  await tablet.write(/twelve words/i, words.join(" "));
  await tablet.tap("Bring everything back");
  await tablet.tap("Go on");
  await go(tablet, "Us", "Promises");
  await tablet.page.getByText("What was").click();
  await tablet.sees("I water the plants.");

  // The way to yet another device is there for who has a partner too.
  await go(tablet, "More", "Your devices", "Add a device");
  await tablet.page.getByRole("heading", { name: "Add a device" }).waitFor();

  await ana.context.setOffline(true);
  await promise(ana, "I bring the photo book.");
  await promise(ana, "I say when I am late.");
  await go(tablet, "More", "Your devices");
  await tablet.page.getByRole("listitem").filter({ hasNotText: "this one" }).getByRole("button", { name: /Look at it/ }).first().click();
  await tablet.tap("Remove this device");
  await go(tablet, "More", "How things stand");
  await tablet.tap("Exchange now");
  await ana.context.setOffline(false);
  await go(ana, "More", "How things stand");
  await ana.tap("Exchange now");
  await go(ana, "Today");
  await ana.sees("This device was removed by another of your devices.");
  await ana.page.locator("main .info").filter({ hasText: "This device was removed" }).getByRole("button").click();
  const download = ana.page.waitForEvent("download");
  await ana.tap("Make the file");
  await (await download).saveAs(carried);

  await go(tablet, "More", "Your devices", "Work of a removed device");
  await tablet.page.locator("input[type=file]").setInputFiles(carried);
  await tablet.sees("Whoever held that device could write on it.");
  await tablet.sees("I bring the photo book.");
  await tablet.page.getByRole("listitem").filter({ hasText: "I bring the photo book." }).getByRole("button", { name: "Say this again" }).click();
  await tablet.sees("you have said this already");
  const promises = () => ben.run("promise", "list").then((list) => list.map(({ text }) => text));
  const seen = await exchange(ben, promises, (texts) => texts.includes("I bring the photo book."));
  assert.ok(!seen.includes("I say when I am late."), "only what was said again");
  for (const phone of [ana, tablet]) assert.deepEqual(phone.wrong, []);
});
