// A worker with one home, in a page that only passes on what a test asks of it.

import { page } from "./harness.mjs";

/** A page with a worker, in a context that is closed in the end; it may ask its origin and these others. */
export async function in_worker(story, { origin, profile, others }) {
  const context = await profile.open();
  try {
    const { page: tab, check } = await page(context, origin, others);
    await tab.waitForFunction(() => document.title === "ready");
    const worker = {
      tab,
      context,
      start: (name) => tab.evaluate((name) => window.start(name), name),
      ask: (name, what, ...args) =>
        tab.evaluate(([name, what, args]) => window.ask(name, what, ...args), [name, what, args]),
      kill: (name) => tab.evaluate((name) => window.kill(name), name),
    };
    await story(worker);
    check();
  } finally {
    await context.close();
  }
}
