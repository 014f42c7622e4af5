// Apart and back: the relay gone, both writing, a reload without a network, and all devices agreeing in the end, a command line among them.
// Then two tabs of one home, words that bring everything back, and the way out.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, pair, Phone } from "./app.mjs";
import { Person, Relay } from "./relay.mjs";
import { bin, dist } from "./where.mjs";

let relay;
let ana;
let ben;
let words;

const go = async (phone, place, row) => {
  await phone.tap(place);
  if (row !== undefined) await phone.tap(row);
};

/** What this phone's "Check now" shows. */
async function digest(phone) {
  await go(phone, "More", "How things stand");
  await phone.tap("Check now");
  await phone.sees("Everything kept here fits together.");
  return phone.page.locator("main code").innerText();
}

async function suggest(phone, text) {
  await go(phone, "Us", "Agreements");
  await phone.tap("Suggest words");
  await phone.write("The words both would stand by", text);
  await phone.tap("Suggest it to ", false);
  await phone.sees(text);
}

before(async () => {
  relay = await Relay.open(bin, dist);
  ana = await Phone.open(relay.origin);
  ben = await Phone.open(relay.origin, { theme: "dark" });
  // A relay that is gone is said by the browser as well.
  for (const phone of [ana, ben]) phone.allowed = /ERR_CONNECTION_REFUSED|ERR_SOCKET|WebSocket connection|Failed to load resource/;
  words = await begin(ana, "Ana");
  await begin(ben, "Ben");
  await pair(ana, ben);
});

after(async () => {
  await ana?.forget();
  await ben?.forget();
  await relay?.close();
});

test("both write while the relay is gone, reload without it, and agree once it is back", async () => {
  // The whole app is on the phone by now.
  for (const phone of [ana, ben]) await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await relay.kill();
  await suggest(ana, "We call on Sundays.");
  await suggest(ben, "Phones stay out of the bedroom.");
  await ana.page.reload();
  await go(ana, "Us", "Agreements");
  await ana.sees("We call on Sundays.");
  const bar = await ana.page.getByRole("navigation").evaluate((bar) => getComputedStyle(bar).position);
  assert.equal(bar, "fixed", "what it looks like is on the phone too");
  await go(ana, "More");
  await ana.sees(/not sent yet/);
  await relay.start();
  for (const phone of [ana, ben]) {
    await go(phone, "More", "How things stand");
    await phone.tap("Exchange now");
  }
  await go(ana, "Us", "Agreements");
  await ana.sees("Phones stay out of the bedroom.");
  await ana.page.getByRole("button", { name: /Phones stay out/ }).click();
  await ana.tap("Say yes to these words");
  await ana.page.getByRole("dialog").getByRole("button", { name: "Say yes to these words" }).click();
  await go(ben, "Us", "Agreements");
  await ben.sees("We call on Sundays.");
  await ben.sees(/In force/);
  assert.equal(await digest(ana), await digest(ben));
});

test("a command line that comes in by the twelve words reads the same", async () => {
  const third = await Person.at(bin);
  try {
    await third.run("recover", "--relay", relay.origin, "--words", words.join(" "));
    await third.run("sync");
    const seen = await third.run("verify");
    assert.equal(seen.state_digest, await digest(ana));
  } finally {
    await third.forget();
  }
});

test("a second tab shows the same, and takes over when the first is closed", async () => {
  const first = ana.page;
  const second = await ana.tab();
  ana.page = second;
  await go(ana, "Us", "Agreements");
  await ana.sees("We call on Sundays.");
  await go(ana, "Us", "Thanks");
  await ana.tap("Say thanks");
  await ana.write("Thank you for", "The second tab says this.");
  await ana.tap("Say it to Ben");
  await ana.sees("The second tab says this.");
  await first.close();
  await ana.tap("Say thanks");
  await ana.write("Thank you for", "And this, after it took over.");
  await ana.tap("Say it to Ben");
  await ana.sees("And this, after it took over.");
  await go(ben, "Us", "Thanks");
  await ben.sees("And this, after it took over.");
});

test("twelve words bring everything back on an empty phone", async () => {
  const empty = await Phone.open(relay.origin);
  try {
    await empty.tap("I have my twelve words", false);
    await empty.write(/twelve words/i, words.join(" "));
    await empty.tap("Bring everything back");
    await empty.sees(/back/i);
    await empty.tap("Go on");
    await go(empty, "Us", "Agreements");
    await empty.sees("Phones stay out of the bedroom.");
    assert.equal(await digest(empty), await digest(ana));
    assert.deepEqual(empty.wrong, []);
  } finally {
    await empty.forget();
  }
});

test("one leaves and keeps a copy, and the other is told", async () => {
  await go(ben, "More", "Leave");
  await ben.page.getByLabel("I want this").check();
  await ben.tap("Leave");
  await ben.sees("You have left. Your copy is kept here.");
  await go(ben, "Us", "Agreements");
  await ben.sees("Phones stay out of the bedroom.");
  await go(ana, "More", "How things stand");
  await ana.sees(/Ben left/);
  for (const phone of [ana, ben]) assert.deepEqual(phone.wrong, []);
});
