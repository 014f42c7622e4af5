// What the app says after something was done or refused: one line, politely, until the next one.

import { home } from "../core/home.svelte";
import { Refused } from "../core/link";
import type { Command, ReplyTo } from "../core/types";
import { refused } from "../words/words.svelte";

class Told {
  text = $state("");
  bad = $state(false);
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string, bad = false): void {
    this.text = text;
    this.bad = bad;
    this.#since = performance.now();
    clearTimeout(this.#timer);
    // A refusal stays until it is read; what was done may fade, for it is on the screen as well.
    if (!bad) this.#timer = setTimeout(() => (this.text = ""), 8000);
  }

  /** Somebody went elsewhere: what was said a while ago goes, and what was refused at once. */
  leave(): void {
    if (this.bad || performance.now() - this.#since > 500) this.clear();
  }

  clear(): void {
    this.text = "";
  }
}

export const told = new Told();

/** One thing that is being done: for a button that waits, and against doing it twice. */
export class Doing {
  busy = $state(false);
  /** Why it was refused last, as the core says it. */
  refused = $state<string>();

  /** Carries it out and says what came of it. Gives its answer, or nothing where it was refused, which is said. */
  async act<C extends Command>(command: C, done?: string | ((reply: ReplyTo<C>) => string)): Promise<ReplyTo<C> | undefined> {
    return this.with(async () => {
      const reply = await home.act(command);
      if (done !== undefined) told.say(typeof done === "string" ? done : done(reply));
      return reply;
    });
  }

  async with<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    told.clear();
    try {
      const done = await work();
      this.refused = undefined;
      return done;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused = error.refusal.code;
      told.say(refused(error.refusal), true);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
