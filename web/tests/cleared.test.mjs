// The browser clears what it keeps for websites, under an open app and while it is closed: the app says so plainly, and the twelve words or
// another own device bring back what the relay has.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { begin, compare, Phone } from "./app.mjs";
import { Relay } from "./relay.mjs";
import { bin, dist } from "./where.mjs";

const GONE = "Somebody began on this device before, and this browser has cleared what Accord kept here";

let relay;
let ana;
let words;

before(async () => {
  relay = await Relay.open(bin, dist);
  ana = await Phone.open(relay.origin);
  words = await begin(ana, "Ana");
  await keep(ana, "We call on Sundays.");
  await exchanged(ana);
});

after(async () => {
  await ana?.forget();
  await relay?.close();
});

async function keep(phone, text) {
  await phone.tap("Us");
  await phone.tap("Agreements");
  await phone.tap("Suggest words");
  await phone.write("The words both would stand by", text);
  await phone.tap("Keep as my draft");
  await phone.sees("Kept on this device. Nobody else sees it.");
}

async function exchanged(phone) {
  await phone.tap("More");
  await phone.tap("How things stand");
  await phone.tap("Exchange now");
  await phone.sees(/Nothing new|Exchanged/);
}

async function reads(phone, text) {
  await phone.tap("Us");
  await phone.tap("Agreements");
  await phone.sees(text);
}

async function recover(phone) {
  await phone.tap("I have my twelve words", false);
  await phone.write("The twelve words", words.join(" "));
  await phone.tap("Bring everything back");
  await phone.sees("You are Ana on this device");
  await phone.tap("Go on");
  await phone.page.getByRole("navigation").waitFor();
  assert.equal(await phone.page.getByText(GONE).count(), 0);
}

/** Clears these kinds of data as the browser's own menu does. */
async function clear(phone, kinds) {
  const tools = await phone.context.newCDPSession(phone.page);
  await tools.send("Storage.clearDataForOrigin", { origin: relay.origin, storageTypes: kinds });
}

test("cleared under the open app, by the browser: it is said at once, and the twelve words bring it back", async () => {
  for (const kinds of ["indexeddb", "all"]) {
    await clear(ana, kinds);
    await ana.sees(GONE);
    await ana.sees("Your twelve words bring it back");
    await recover(ana);
    await reads(ana, "We call on Sundays.");
  }
});

test("cleared under two open tabs, by a tool that asks first: both say so, and either goes on", async () => {
  const first = ana.page;
  const second = await ana.tab();
  await second.getByRole("navigation").waitFor();
  await second.evaluate(() => void indexedDB.deleteDatabase("accord"));
  for (const page of [first, second]) await page.getByText(GONE).waitFor();
  ana.page = second;
  await recover(ana);
  await reads(ana, "We call on Sundays.");
  await first.close();
  await keep(ana, "We eat without phones.");
  await exchanged(ana);
});

test("cleared while the app was closed: the first thing it says, and still after another start; an own device brings it back", async () => {
  await ana.close();
  await rm(join(ana.folder, "Default", "IndexedDB"), { recursive: true });
  await ana.start();
  await ana.sees(GONE);
  await ana.page.reload();
  await ana.sees(GONE);
  const tablet = await Phone.open(relay.origin);
  try {
    await recover(tablet);
    await tablet.tap("More");
    await tablet.tap("Your devices");
    await tablet.tap("Add a device");
    await tablet.tap("Make the invitation");
    await ana.tap("I have an invitation", false);
    await ana.tap("I have read this");
    await ana.write("The link", await tablet.page.getByText("/j#").innerText());
    await ana.tap("Make this another device of mine");
    await compare(tablet, ana, { own: true });
    await ana.page.getByRole("navigation").waitFor();
    assert.equal(await ana.page.getByText(GONE).count(), 0);
    for (const text of ["We call on Sundays.", "We eat without phones."]) await reads(ana, text);
    assert.deepEqual(tablet.wrong, []);
  } finally {
    await tablet.forget();
  }
  assert.deepEqual(ana.wrong, []);
});

test("erased on purpose, nobody is told that something was cleared", async () => {
  const ben = await Phone.open(relay.origin);
  try {
    await begin(ben, "Ben", { passphrase: "on the windowsill" });
    await ben.page.reload();
    await ben.page.getByText("I have forgotten it").click();
    await ben.page.getByLabel("I want to erase what is locked here", { exact: false }).check();
    await ben.tap("Erase and begin again");
    await ben.sees("Start on my own");
    assert.equal(await ben.page.getByText(GONE).count(), 0);
    assert.deepEqual(ben.wrong, []);
  } finally {
    await ben.forget();
  }
});
