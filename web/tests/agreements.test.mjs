// Agreements, limits, promises and what changed, through the screens of the real app: Ana has a phone, Ben the command line.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, exchange, pairWith, Phone } from "./app.mjs";
import { Person, Relay } from "./relay.mjs";
import { bin, dist } from "./where.mjs";

let relay;
let ana;
let ben;

before(async () => {
  relay = await Relay.open(bin, dist);
  [ana, ben] = await Promise.all([Phone.open(relay.origin), Person.at(bin)]);
  await begin(ana, "Ana");
  await pairWith(ana, ben, "Ben");
});

after(async () => {
  await Promise.all([ana.forget(), ben.forget()]);
  await relay.close();
});

/** A story in which nothing may go wrong on the page. */
const story = (name, tell) =>
  test(name, async () => {
    await tell();
    assert.deepEqual(ana.wrong, []);
  });

/** What Ben said goes out. */
async function says(...words) {
  const said = await ben.run(...words);
  await ben.run("sync");
  return said;
}

const dialog = () => ana.page.getByRole("dialog");
const open = (summary) => ana.page.locator("summary", { hasText: summary }).click();
const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format();

story("words are suggested, answered by others with what changed, and agreed", async () => {
  await ana.tap("Us");
  await ana.tap("Agreements");
  await ana.tap("Suggest words");
  await ana.write("The words both would stand by", "We call every Friday");
  await ana.choose("About", "Time");
  await ana.tap("Suggest it to Ben");
  await ana.sees("You suggest these words");

  const [proposed] = await exchange(ben, () => ben.run("agree", "list"), (list) => list.length === 1);
  await says("agree", "counter", proposed.id, "-m", "We call every Sunday");
  const theirs = ana.page.locator("section", { hasText: "Ben suggests these words" });
  await theirs.waitFor();
  assert.match(await theirs.locator("del").innerText(), /Friday/);
  assert.match(await theirs.locator("ins").innerText(), /Sunday/);

  await theirs.getByRole("button", { name: "Say yes to these words" }).click();
  await dialog().getByRole("radio", { name: "Mostly" }).check();
  await dialog().getByRole("button", { name: "Say yes to these words" }).click();
  await ana.sees("in force since today");
  const agreed = await exchange(ben, () => ben.run("agree", "show", proposed.id), ({ state }) => state === "in_force");
  assert.equal(agreed.in_force.words, "We call every Sunday");
  await open("What happened");
  await ana.page.locator("details[open] ins", { hasText: "Sunday" }).waitFor();
});

story("a limit that names an agreement pauses it, is answered, and lifts the pause when it is withdrawn", async () => {
  await ana.tap("Write");
  await ana.tap("A limit", false);
  await ana.write("Your words", "I don't take calls after 20:30");
  await ana.choose("About", "Time");
  await open("Why, an example, and more");
  await ana.choose("It names an agreement", "We call every Sunday");
  await ana.tap("Share with Ben");
  await ana.sees("It names this agreement");

  const [limit] = await exchange(ben, () => ben.run("limit", "list"), (list) => list.length === 1);
  const [paused] = await ben.run("agree", "list");
  assert.deepEqual(paused.paused_by, [limit.id]);
  await ben.run("limit", "ack", limit.id);
  await says("limit", "ask", limit.id, "-m", "Also at weekends?");
  await ana.sees("Also at weekends?");
  await ana.sees(/Ben read it/);

  await ana.tap("We call every Sunday", false);
  await ana.sees("needs a talk");
  await ana.sees("Your limit names this agreement");
  await ana.tap("Leave it as it is");
  await ana.tap("Look at the limit");
  await ana.tap("Withdraw this limit");
  await dialog().getByRole("button", { name: "Withdraw this limit" }).click();
  await ana.page.getByText("withdrawn", { exact: true }).waitFor();
  // Quicker than a person goes on: what was said of it would lie over the next form.
  await ana.tap("Close");
  const free = await exchange(ben, () => ben.run("agree", "show", paused.id), ({ paused_by }) => paused_by.length === 0);
  assert.equal(free.state, "in_force");
});

story("a promise that both saw differently shows both marks, and counts as neither kept nor not kept", async () => {
  await ana.tap("Write");
  await ana.tap("A promise", false);
  await ana.write("What you promise", "I call you at nine");
  await ana.write("By which day", today());
  await ana.page.getByRole("radio", { name: "sure of it", exact: true }).check();
  await ana.tap("Promise it");
  await ana.sees("Your promise");
  await ana.tap("Say how it went");
  await dialog().getByRole("radio", { name: "Kept", exact: true }).check();
  await ana.tap("Keep it so");
  await ana.sees("You: kept");

  const [promise] = await exchange(ben, () => ben.run("promise", "list"), ([one]) => one?.result === "kept");
  await says("promise", "notkept", promise.id);
  await ana.sees("You: kept · Ben: not kept");
  await ana.page.getByText("seen differently", { exact: true }).waitFor();
  await ana.tap("Leave it as it is");
  await ana.sees("Answered.");
  await ana.tap("Us");
  await ana.tap("Promises");
  await open("The last 30 and 90 days");
  await ana.page.getByText("Made by you: 1 seen differently").first().waitFor();
});

story("what changed is there until it was read, and leads to the record", async () => {
  await says("agree", "propose", "-a", "digital", "-m", "We answer within a day");
  await ana.tap("Today");
  await ana.tap("What changed while you were apart");
  await ana.tap("Ben proposes something. It waits for your answer.", false);
  await ana.sees("We answer within a day");
  await ana.tap("Back");
  await ana.tap("I have read this");
  await ana.sees("Nothing new.");
});

story("an example is copied as a draft nobody else sees, and shared when its owner says so", async () => {
  await ana.tap("Write");
  await ana.tap("An example to copy", false);
  await ana.tap("How we argue");
  await ana.tap("Copy as my draft");
  await ana.sees("Only you see this.");
  await ana.tap("Share with Ben");
  await ana.sees("You suggest these words");
  const rules = await exchange(ben, () => ben.run("agree", "list"), (list) => list.some(({ kind }) => kind === "ground_rules"));
  assert.equal(rules.find(({ kind }) => kind === "ground_rules").waiting_for, "me");
});
