// The worker that holds the home ends in the midst of saving, by itself, by a trap of its core or on purpose: the app starts it again, says in
// words what is open, keeps what was typed, and everything it said to be kept is there.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, phones } from "./app.mjs";
import { Relay } from "./relay.mjs";
import { bin, dist } from "./where.mjs";

/** When the worker is ended: not at all, after so much of the time that an answer took just before, or when it has saved and its answer is under way. */
const ENDS = [undefined, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, "saved", "saved", "saved", "saved", "saved"];
/** How often the core may look at the clock before it traps. It does at every step: when it is asked, and when it has saved. */
const LOOKS = [0, 1, 2, 3, 4];
const OPEN = "Accord had to start again just now. What was saved is here. Please look whether your last change is there.";

let relay;

before(async () => {
  relay = await Relay.open(bin, dist);
});

after(() => relay.close());

/** In the page, before the app: ends the worker in the midst of the next thing said, as a browser does that needs room. */
function mortal() {
  const Immortal = Worker;
  window.workers = 0;
  window.Worker = class extends Immortal {
    constructor(...how) {
      super(...how);
      window.workers += 1;
      this.addEventListener("message", (event) => {
        if (this.said === undefined || event.data.id !== this.said.id) return;
        window.took = performance.now() - this.said.at;
        if (this.said.end !== "saved") return;
        event.stopImmediatePropagation();
        this.terminate();
      });
    }

    postMessage(ask) {
      super.postMessage(ask);
      if (ask.command?.do !== "say") return;
      this.said = { id: ask.id, at: performance.now(), end: window.end };
      window.end = undefined;
      if (this.said.end === 0) this.terminate();
      else if (this.said.end > 0) setTimeout(() => this.terminate(), this.said.end * window.took);
    }
  };
}

/** In the worker: the core runs into a trap of WebAssembly when it has looked at the clock so often. */
function trapAt(looks) {
  // (module (func (export "trap") unreachable))
  const code = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 116, 114, 97, 112, 0, 0, 10, 5, 1, 3, 0, 0, 11];
  const { trap } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(code))).exports;
  const now = Date.now;
  Date.now = () => (looks-- > 0 ? now() : trap());
}

/** Somebody writes drafts while the worker is broken each time, by `breakIt`; gives how often it was told to be open, and how many are there. */
async function drafts(phone, ways, breakIt) {
  const { page } = phone;
  const told = { kept: 0, open: 0, saved: 0 };
  const wordsOf = (n, way) => `Words for ${way}, number ${n}.`;
  const all = async () => {
    await phone.tap("Us");
    await phone.tap("Agreements");
    await page.getByText("Drafts only you see").waitFor();
    return page.locator("main").innerText();
  };
  /** What was said is read and closed, so that the next is not taken for it. */
  const read = async () => {
    const said = page.getByRole("status").locator("p");
    // What was kept may have faded by itself.
    if ((await said.count()) > 0) await phone.button("Close").first().click({ timeout: 2_000 }).catch(() => undefined);
    await said.waitFor({ state: "detached" });
  };
  /** Kept: the page goes on from the form. Open: it is said. */
  const answered = async () => {
    const seen = await page.waitForFunction(
      (open) => (document.querySelector("[role=status]").textContent.includes(open) ? "open" : document.querySelector("main form textarea") ? undefined : "kept"),
      OPEN,
    );
    return seen.jsonValue();
  };
  const keep = async () => {
    await phone.tap("Keep as my draft");
    assert.equal(await answered(), "kept");
    await read();
  };
  for (const [n, way] of ways.entries()) {
    const words = wordsOf(n, way);
    await phone.tap("Us");
    await phone.tap("Agreements");
    await phone.tap("Suggest words");
    await phone.write("The words both would stand by", words);
    await breakIt(way);
    await phone.tap("Keep as my draft");
    const kept = (await answered()) === "kept";
    told[kept ? "kept" : "open"] += 1;
    await read();
    if (kept) continue;
    assert.equal(await page.getByLabel("The words both would stand by").inputValue(), words, "what was typed is still there");
    if (told.open === 1) {
      // As somebody does who does not look first.
      await keep();
    } else if ((await all()).includes(words)) told.saved += 1;
    else {
      await phone.tap("Suggest words");
      await phone.write("The words both would stand by", words);
      await keep();
    }
  }
  const shown = await all();
  for (const [n, way] of ways.entries()) assert.ok(shown.includes(wordsOf(n, way)), `number ${n} is there`);
  await page.reload();
  await page.getByRole("navigation").waitFor();
  assert.equal(await all(), shown, "and after the app was opened again");
  return told;
}

test("a worker that is ended in the midst of saving comes again, and nothing is lost that was said to be kept", () =>
  phones(relay, 1, async (ana) => {
    await ana.context.addInitScript(mortal);
    await ana.page.reload();
    await begin(ana, "Ana");
    const before = await ana.page.evaluate(() => window.workers);
    const told = await drafts(ana, ENDS, (end) => ana.page.evaluate((end) => (window.end = end), end));
    const saved = ENDS.filter((end) => end === "saved").length;
    assert.ok(told.open > saved && told.saved >= saved, `what is open was saved or was not: ${JSON.stringify(told)}`);
    assert.equal(before, 1);
  }));

test("a core that traps is started again, and nothing is lost that was said to be kept", () =>
  phones(relay, 1, async (ana) => {
    await begin(ana, "Ana");
    const told = await drafts(ana, LOOKS, (looks) => ana.page.workers().at(-1).evaluate(trapAt, looks));
    assert.ok(told.open > 1, `it was asked for something when it trapped: ${JSON.stringify(told)}`);
  }));

test("a home is locked by hand while it waits for news, in every tab, and opens with its passphrase again", () =>
  phones(relay, 1, async (ana) => {
    await begin(ana, "Ana", { passphrase: "on the windowsill" });
    const lock = async () => {
      await ana.tap("More");
      await ana.tap("You", false);
      await ana.tap("Lock now");
    };
    const open = async () => {
      await ana.write("Passphrase", "on the windowsill");
      await ana.tap("Open");
      await ana.page.getByRole("navigation").waitFor();
    };
    await lock();
    await open();
    const second = await ana.tab();
    await second.getByRole("navigation").waitFor();
    await lock();
    await second.getByLabel("Passphrase").first().waitFor();
    await open();
    await second.getByRole("navigation").waitFor();
  }));

test("everything on this device is erased while it waits for news, and the other tab begins anew too", () =>
  phones(relay, 1, async (ana) => {
    await begin(ana, "Ana");
    const first = ana.page;
    ana.page = await ana.tab();
    await ana.page.getByRole("navigation").waitFor();
    await ana.tap("More");
    await ana.tap("Leave");
    await ana.page.getByLabel("I want this").check();
    await ana.tap("Erase now");
    for (const page of [first, ana.page]) await page.getByText("Start on my own").waitFor();
    assert.equal(await ana.page.evaluate(() => localStorage.length), 0, "nothing is remembered");
    await begin(ana, "Ben");
  }));
