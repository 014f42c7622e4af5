// The core in a worker of a real browser: its store keeps the contract, its homes outlive tabs and kills, and it meets the command line
// over a real relay.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { page, profile, serve } from "./harness.mjs";
import { Person, Relay } from "./relay.mjs";
import { in_worker } from "./worker.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** The worker of these tests, the core with what only tests call, and what the app keeps beside it. */
const PARTS = [here("pages"), here("../../target/web/core-under-test"), here("../app/src/core")];
let site;
let browser;

before(async () => {
  site = await serve(...PARTS);
  browser = await profile();
});

after(async () => {
  await site.close();
  await browser.forget();
});

const with_worker = (story, options) => in_worker(story, { origin: site.origin, profile: browser, ...options });

test("the store keeps the contract of every store", () =>
  with_worker(async (worker) => {
    await worker.start("one");
    await worker.ask("one", "contract");
  }));

const LIMIT = {
  do: "say",
  what: { say: "boundary_add", polarity: "limit", words: { text: "No calls after nine", area: "time" } },
  draft: true,
};

test("a home begun alone is there after the browser is closed, and one worker holds it at a time", async () => {
  await with_worker(async (worker) => {
    await worker.start("one");
    assert.equal(await worker.ask("one", "open", "home", 500), 0);
    const init = await worker.ask("one", "run", { do: "init", name: "Ana", device_name: "browser", relay: null });
    assert.equal(init.recovery_words.length, 12);
    await worker.ask("one", "run", LIMIT);
    await worker.start("two");
    await assert.rejects(worker.ask("two", "open", "home", 300), /home_busy/);
    // Killed in the midst of it, it lets go, and the next takes over.
    await worker.kill("one");
    assert.equal(await worker.ask("two", "open", "home", null), 1);
    assert.equal((await worker.ask("two", "run", { do: "drafts" })).length, 1);
  });
  await with_worker(async (worker) => {
    await worker.start("one");
    await worker.ask("one", "open", "home", 500);
    const [draft] = await worker.ask("one", "run", { do: "drafts" });
    assert.match(JSON.stringify(draft), /No calls after nine/);
    await assert.rejects(worker.ask("one", "run", { do: "no_such_thing" }), /bad_command/);
    await worker.ask("one", "close");
    assert.equal(await worker.ask("one", "open", "home", 500), 1, "given back when it is closed");
  });
});

test("a tab that waits takes over when the tab that holds the home is gone", () =>
  with_worker(async (worker) => {
    await worker.start("one");
    await worker.ask("one", "open", "tabs", 500);
    await worker.ask("one", "run", { do: "init", name: "Ana", device_name: "browser", relay: null });
    const { page: second, check } = await page(worker.context, site.origin);
    await second.waitForFunction(() => document.title === "ready");
    await second.evaluate(() => {
      window.start("two");
      window.took = window.ask("two", "open", "tabs", null).then((locked) => (window.locked = locked));
    });
    await worker.ask("one", "run", LIMIT);
    assert.equal(await second.evaluate(() => window.locked), undefined, "it waits");
    await worker.tab.close();
    assert.equal(await second.evaluate(() => window.took), 1);
    assert.equal((await second.evaluate(() => window.ask("two", "run", { do: "drafts" }))).length, 1);
    check();
  }));

test("what is kept is told to last or not, and how much room there is", () =>
  with_worker(async (worker) => {
    await worker.start("one");
    const before = await worker.ask("one", "storage");
    assert.equal(before.persisted, false);
    assert.ok(before.quota > 1_000_000 && before.usage >= 0, JSON.stringify(before));
    const tools = await worker.context.newCDPSession(worker.tab);
    await tools.send("Browser.grantPermissions", { permissions: ["durableStorage"], origin: site.origin });
    assert.equal(await worker.tab.evaluate(() => navigator.storage.persist()), true);
    assert.equal((await worker.ask("one", "storage")).persisted, true);
  }));

test("a passphrase opens a home and nothing else does", () =>
  with_worker(async (worker) => {
    await worker.start("one");
    assert.equal(await worker.ask("one", "open", "locked", 500, "open sesame"), 0);
    await worker.ask("one", "run", { do: "init", name: "Ana", device_name: "browser", relay: null });
    await worker.ask("one", "close");
    await assert.rejects(worker.ask("one", "open", "locked", 500), /passphrase_needed/);
    await assert.rejects(worker.ask("one", "open", "locked", 500, "open says me"), /wrong_passphrase/);
    assert.equal(await worker.ask("one", "open", "locked", 500, "open sesame"), 2);
  }));

test("a full disk is said plainly, keeps what was saved, and goes on when there is room", async () => {
  // How much room there is depends on all an origin ever kept: a profile of its own.
  const small = await profile();
  const story = async (worker) => {
    const tools = await worker.context.newCDPSession(worker.tab);
    const quota = (size) => tools.send("Storage.overrideQuotaForOrigin", { origin: site.origin, ...size });
    await quota({ quotaSize: 1_000_000 });
    await worker.start("one");
    await worker.ask("one", "open", "full", 500);
    await worker.ask("one", "run", { do: "init", name: "Ana", device_name: "browser", relay: null });
    const long = structuredClone(LIMIT);
    long.what.words.text = "No calls after nine. ".repeat(60);
    let saved = 0;
    const fill = async () => {
      for (; saved < 5_000; saved += 1) await worker.ask("one", "run", long);
    };
    await assert.rejects(fill(), /disk_full/);
    assert.ok(saved > 10, `${saved} were saved before`);
    await quota({});
    await worker.ask("one", "close");
    assert.equal(await worker.ask("one", "open", "full", 500), 1);
    assert.equal((await worker.ask("one", "run", { do: "drafts" })).length, saved);
    await worker.ask("one", "run", LIMIT);
  };
  try {
    await with_worker(story, { profile: small });
  } finally {
    await small.forget();
  }
});

test("a worker killed in the midst of saving loses nothing it had said is saved", () =>
  with_worker(async (worker) => {
    await worker.start("first");
    await worker.ask("first", "open", "killed", 500);
    await worker.ask("first", "run", { do: "init", name: "Ana", device_name: "browser", relay: null });
    await worker.kill("first");
    let held = 0;
    let midst = 0;
    for (let round = 0; round < 12; round += 1) {
      await worker.start("one");
      await worker.ask("one", "open", "killed", null);
      const said = await worker.tab.evaluate(
        async ([command, after]) => {
          let answered = 0;
          for (let n = 0; n < 40; n += 1) window.ask("one", "run", command).then(() => (answered += 1));
          while (answered < after) await new Promise((turn) => setTimeout(turn, 0));
          window.kill("one");
          return answered;
        },
        [LIMIT, 1 + 3 * round],
      );
      await worker.start("two");
      await worker.ask("two", "open", "killed", null);
      const now = (await worker.ask("two", "run", { do: "drafts" })).length;
      assert.ok(now >= held + said, `${now} drafts, ${held} before and ${said} said to be saved`);
      if (now < held + 40) midst += 1;
      held = now;
      await worker.ask("two", "close");
      await worker.kill("two");
    }
    assert.ok(midst > 0, "some were killed before the last was saved");
  }));

/** Ana begins in a worker and Ben on the command line, and both compare words. */
async function pair(worker, ben, relay) {
  const ana = (command) => worker.ask("ana", "run", command);
  const both = async (turns) => {
    for (let turn = 0; turn < turns; turn += 1) {
      await ana({ do: "sync", watch: false });
      await ben.run("sync");
    }
  };
  await worker.start("ana");
  await worker.ask("ana", "open", "couple", 500);
  const address = { url: relay.origin, token: null };
  await ana({ do: "init", name: "Ana", device_name: "browser", relay: address });
  const { link } = await ana({ do: "invite", spoken: false, with: [] });
  await ben.run("join", link, "--name", "Ben");
  await both(1);
  const [hers, his] = [(await ana({ do: "pairing" })).say, (await ben.run("pairing")).say];
  await ana({ do: "pairing_confirm", words: his });
  await ben.run("pairing", "confirm", ...hers);
  await both(2);
  return { ana, both };
}

/** A relay that carries the app too, or only what it must; Ana in a browser and Ben on the command line, paired over it. */
async function couple(story, { elsewhere = false } = {}) {
  const bin = here("../../target/debug");
  const relay = await Relay.open(bin, ...(elsewhere ? [here("pages")] : PARTS));
  const ben = await Person.at(bin);
  try {
    const paired = async (worker) => story({ worker, ben, relay, ...(await pair(worker, ben, relay)) });
    await with_worker(paired, elsewhere ? { others: [relay.origin] } : { origin: relay.origin });
  } finally {
    await ben.forget();
    await relay.close();
  }
}

test("a browser and a command line pair over a relay, write apart and come to the same", () =>
  couple(async ({ relay, ben, worker, ana, both }) => {
    // The relay is gone; both write, and the browser is told plainly.
    await relay.kill();
    await ana({ ...LIMIT, draft: false });
    await ben.run("limit", "add", "-a", "digital", "-m", "No phones at dinner");
    await assert.rejects(ana({ do: "sync", watch: false }), /"class":"unreachable"/);
    await worker.kill("ana");
    await relay.start();
    await worker.start("ana");
    assert.equal(await worker.ask("ana", "open", "couple", null), 1);
    await both(2);
    const [seen, heard] = [await ana({ do: "verify" }), await ben.run("verify")];
    assert.equal(seen.state_digest, heard.state_digest);
    assert.equal(seen.position, heard.position);
    const limits = await ana({ do: "boundaries", polarity: "limit", owner: null });
    assert.equal(limits.length, 2);
  }));

test("an app from an origin of its own uses a relay elsewhere", () =>
  couple(async ({ relay, ben, ana, both }) => {
    assert.notEqual(relay.origin, site.origin);
    await ben.run("limit", "add", "-a", "digital", "-m", "No phones at dinner");
    await both(2);
    const [seen, heard] = [await ana({ do: "verify" }), await ben.run("verify")];
    assert.equal(seen.state_digest, heard.state_digest);
    assert.equal((await ana({ do: "boundaries", polarity: "limit", owner: null })).length, 1);
  }, { elsewhere: true }));

test("a record that traps the core is set aside, nothing else is lost, and a newer build takes it in", () =>
  couple(async ({ ben, worker, ana, both }) => {
    const limits = async () => (await ana({ do: "boundaries", polarity: "limit", owner: null })).length;
    const again = async (...how) => {
      await worker.kill("ana");
      await worker.start("ana");
      assert.equal(await worker.ask("ana", "open", "couple", null, ...how), 1);
    };
    await ana({ ...LIMIT, draft: false });
    await ben.run("limit", "add", "-a", "digital", "-m", "No phones at dinner");
    await ben.run("sync");
    await worker.ask("ana", "trap", "");
    // Nobody is answered by a core that trapped.
    ana({ do: "sync", watch: false }).catch(() => undefined);
    const { record } = await (await worker.tab.waitForFunction(() => window.events("ana").find(({ event }) => event === "trapped"))).jsonValue();
    assert.match(record, /^[0-9a-f]{64}$/);
    await again();
    assert.equal(await limits(), 1, "what she said is there");
    await worker.ask("ana", "trap", record);
    await both(2);
    assert.equal(await limits(), 1, "his is not read");
    const { quarantined } = await ana({ do: "verify" });
    assert.deepEqual(quarantined.map(({ reason }) => reason), ["set_aside"]);
    assert.equal((await ben.run("limit", "list")).length, 2, "hers went out");
    await again(undefined, "a newer build");
    await both(2);
    assert.equal(await limits(), 2);
    const [seen, heard] = [await ana({ do: "verify" }), await ben.run("verify")];
    assert.equal(seen.state_digest, heard.state_digest);
  }));
