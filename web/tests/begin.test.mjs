// The first use, through the screens of the real app on a real relay: alone and offline, and two phones that find each other.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, pair, Phone } from "./app.mjs";
import { Relay } from "./relay.mjs";
import { bin, dist } from "./where.mjs";

let relay;

before(async () => {
  relay = await Relay.open(bin, dist);
});

after(() => relay.close());

async function phones(n, story, options = {}) {
  const all = await Promise.all(Array.from({ length: n }, () => Phone.open(relay.origin, options)));
  try {
    await story(...all);
    for (const phone of all) assert.deepEqual(phone.wrong, []);
  } finally {
    await Promise.all(all.map((phone) => phone.forget()));
  }
}

test("two phones find each other by a link and compare words", () =>
  phones(2, async (ana, ben) => {
    await begin(ana, "Ana");
    await pair(ana, ben, { name: "Ben" });
    await ana.sees("Today");
    await ana.tap("Us");
    assert.equal(await ana.button("Invite your partner", false).count(), 0);
  }));
