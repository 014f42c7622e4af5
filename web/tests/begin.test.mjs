// The first use, through the screens of the real app on a real relay: alone and offline, and the twelve words.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, phones } from "./app.mjs";
import { Relay } from "./relay.mjs";
import { bin, dist } from "./where.mjs";

let relay;

before(async () => {
  relay = await Relay.open(bin, dist);
});

after(() => relay.close());

test("the first use needs no network after the first load, and a passphrase opens it again", () =>
  phones(relay, 1, async (ana) => {
    await ana.page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated");
    await ana.page.reload();
    await ana.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await ana.context.setOffline(true);
    ana.allowed = /ERR_INTERNET_DISCONNECTED/;
    await ana.page.reload();

    const words = await begin(ana, "Ana", { passphrase: "on the windowsill" });
    assert.equal(new Set(words).size > 6 && words.length, 12);
    await ana.tap("Us");
    await ana.tap("Agreements");
    await ana.tap("Suggest words");
    await ana.write("The words both would stand by", "We call on Sundays");
    await ana.tap("Keep as my draft");
    await ana.sees("We call on Sundays");

    await ana.page.reload();
    await ana.write("Passphrase", "on the table");
    await ana.tap("Open");
    await ana.sees("Nothing is lost: try again");
    await ana.write("Passphrase", "on the windowsill");
    await ana.tap("Open");
    await ana.tap("Us");
    await ana.tap("Agreements");
    await ana.sees("We call on Sundays");
  }));

test("the twelve words bring everything back, and a wrong one is named where it was typed", () =>
  phones(relay, 2, async (lost, fresh) => {
    const words = await begin(lost, "Ana");
    await lost.tap("More");
    await lost.tap("How things stand");
    await lost.sees("Last exchange with the relay");
    await lost.tap("Exchange now");
    await lost.sees("Nothing new on either side");

    await fresh.tap("I have my twelve words", false);
    await fresh.write("The twelve words", [...words.slice(0, 11), "windowsill"].join(" "));
    await fresh.tap("Bring everything back");
    await fresh.sees("is number 12");
    await fresh.write("The twelve words", words.map((word, at) => `${at + 1}. ${word}`).join(",\n"));
    await fresh.tap("Bring everything back");
    await fresh.sees("You are Ana on this device");
    await fresh.tap("Go on");
    await fresh.page.getByRole("navigation").waitFor();
  }));
