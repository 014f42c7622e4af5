// After parting: what was is read and not written on, is taken along as a file, goes, and is read again from that file beside somebody new.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { begin, exchange, pairWith, Phone } from "./app.mjs";
import { Person, Relay } from "./relay.mjs";
import { bin, dist } from "./where.mjs";

const record = join(tmpdir(), `accord-record-${process.pid}.json`);
let relay;
let ana;
let ben;
let cem;

before(async () => {
  relay = await Relay.open(bin, dist);
  ana = await Phone.open(relay.origin);
  ben = await Person.at(bin);
  cem = await Person.at(bin);
  await begin(ana, "Ana");
});

after(async () => {
  await ana?.forget();
  for (const person of [ben, cem]) await person?.forget();
  await relay?.close();
  await rm(record, { force: true });
});

const go = async (place, row) => {
  await ana.tap(place);
  if (row !== undefined) await ana.tap(row);
};
const offered = (name) => ana.button(name).count();

test("who stopped quietly reads what was, and is offered nothing that would be said", async () => {
  await pairWith(ana, ben, "Ben");
  await go("Us", "Agreements");
  await ana.tap("Suggest words");
  await ana.write("The words both would stand by", "We call on Sundays.");
  await ana.tap("Suggest it to ", false);
  await ana.sees("We call on Sundays.");
  const { id } = await exchange(ben, async () => (await ben.run("agree", "list"))[0] ?? {}, (seen) => seen.id !== undefined);
  await ben.run("agree", "accept", id);
  await ben.run("limit", "add", "-a", "time", "-m", "No calls at night.");
  await ben.run("sync");
  await go("Us", "Limits and permissions");
  await ana.sees("No calls at night.");

  await go("More", "Leave");
  await ana.page.getByLabel("Don't tell Ben").check();
  await ana.page.getByLabel("I want this").check();
  await ana.tap("Leave");
  await go("Us");
  await ana.sees("You stopped without telling Ben.");
  await ana.tap("Agreements");
  await ana.sees("This is over. It is here to be read.");
  assert.equal(await offered("Suggest words"), 0);
  await ana.sees("We call on Sundays.");
  await ana.page.getByRole("button", { name: /We call on Sundays/ }).click();
  await ana.sees("What happened");
  for (const name of ["End this", "Suggest other words", "Suggest a change"]) assert.equal(await offered(name), 0, name);
  await go("Us", "Limits and permissions");
  await ana.page.getByRole("button", { name: /No calls at night/ }).click();
  await ana.sees("What happened");
  for (const name of ["I have read this", "How I'll honour it"]) assert.equal(await offered(name), 0, name);
  // What is written now is a draft.
  await go("Write");
  await ana.tap("A promise", false);
  await ana.button("Keep as my draft").waitFor();
  assert.equal(await offered("Share with Ben"), 0);
});

test("she takes it along, begins anew with an invitation, and reads it again from the file", async () => {
  await go("Us", "Begin anew");
  const download = ana.page.waitForEvent("download");
  await ana.tap("Take it along as a file");
  await (await download).saveAs(record);
  await ana.page.getByLabel("I have what I want to keep").check();
  await ana.tap("Begin anew");
  await ana.button("Make the invitation").waitFor();
  await go("Us", "Agreements");
  await ana.sees("No agreements yet");
  await ana.button("Suggest words").waitFor();
  await pairWith(ana, cem, "Cem");

  await go("More", "Copies of what was");
  await ana.sees("No copies yet");
  await ana.page.locator("input[type=file]").setInputFiles(record);
  await ana.sees("Nothing in it is signed, nothing is in force");
  await ana.sees("then: in force");
  await ana.sees("We call on Sundays.");
  await ana.sees("No calls at night.");
  await go("Us", "Agreements");
  await ana.sees("No agreements yet");
  assert.equal(await ana.page.getByText("We call on Sundays.").count(), 0, "it counts for nothing");
  await go("More", "Copies of what was");
  await ana.page.getByRole("button", { name: /What you two shared/ }).click();
  await ana.tap("Remove this copy");
  await ana.page.getByRole("dialog").getByRole("button", { name: "Remove this copy" }).click();
  await ana.sees("No copies yet");
});

test("a file that is none is refused in words", async () => {
  await ana.page.locator("input[type=file]").setInputFiles({ name: "list.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await ana.sees("This file is no export that can be kept here.");
});

test("who was left is told so, and finds the same ways on", async () => {
  await cem.run("leave", "--keep", "--yes");
  await cem.run("sync");
  await go("Us");
  await ana.sees("Cem left today.");
  await go("Today");
  await ana.sees("Cem left today.");
  await ana.button("Begin anew").waitFor();
  await go("Us", "Promises");
  assert.equal(await offered("Make a promise"), 0);
  await go("More");
  await ana.button("Begin anew").waitFor();
  assert.deepEqual(ana.wrong, []);
});
