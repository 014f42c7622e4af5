// The page's end of the line to its worker.

import { started } from "./first";
import type { Answer, Ask, FromWorker, Heard, Refusal } from "./protocol";
import { refusal } from "./protocol";

/** Something was not carried out. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** Workers that end one after the other without a word of a person in between: then another one would end too. */
const IN_VAIN = 3;

/** A worker that is started again when it ended, however: the core in it trapped, or the browser took it away. */
export class Link {
  #worker: Worker | undefined;
  #asked = 0;
  #waiting = new Map<number, { ask: Ask; done: (answer: Answer) => void }>();
  #restarts = 0;

  constructor(readonly hear: (heard: Heard) => void) {
    this.start();
  }

  async ask(ask: Ask): Promise<unknown> {
    const answer = await new Promise<Answer>((done) => {
      if (this.#worker === undefined) return done({ refused: refusal("began_again") });
      // What a person says may end a worker each time and be saved each time: they see it, and decide whether to go on.
      if (ask.ask === "run" && ask.command.do === "say") this.#restarts = 0;
      this.#asked += 1;
      this.#waiting.set(this.#asked, { ask, done });
      this.#worker.postMessage({ id: this.#asked, ...ask });
    });
    if ("refused" in answer) throw new Refused(answer.refused);
    return answer.answer;
  }

  /** Ends the worker, and no other comes. */
  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** Starts a worker, when there is none any more. */
  start(): void {
    const { worker, early } = started();
    const heard = ({ data }: MessageEvent<FromWorker>) => {
      if ("event" in data) {
        this.#happened(worker, data);
        return;
      }
      const { id, ...answer } = data;
      const waited = this.#waiting.get(id);
      this.#waiting.delete(id);
      waited?.done(answer);
    };
    this.#worker = worker;
    worker.onmessage = heard;
    worker.onerror = () => this.#gone(worker);
    for (const event of early) {
      if (event instanceof MessageEvent) heard(event);
      else this.#gone(worker);
    }
  }

  #happened(worker: Worker, heard: Heard): void {
    switch (heard.event) {
      case "runs":
        void this.#outlive(worker, heard.lock);
        break;
      case "trapped":
        this.#gone(worker);
        break;
      case "locked":
        this.#restarts = 0;
        this.#gone(worker, "passphrase_needed");
        break;
      case "cleared":
        // There is nothing left that one could be started in vain for.
        this.#restarts = 0;
        this.hear(heard);
        this.#gone(worker, "storage_cleared");
        break;
      default:
        this.hear(heard);
    }
  }

  /** It holds this lock until it ends, and nothing else tells a page that its worker is no more. */
  async #outlive(worker: Worker, lock: string): Promise<void> {
    const { held = [] } = await navigator.locks.query();
    // After what was kept is cleared, page and worker may see other locks.
    if (held.every(({ name }) => name !== lock)) return;
    await navigator.locks.request(lock, () => this.#gone(worker));
  }

  /** What was saved is on the disk. What was asked and not answered is said to be open. */
  #gone(worker: Worker, code = "began_again"): void {
    if (worker !== this.#worker) return;
    this.end();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#restarts += 1;
    if (this.#restarts <= IN_VAIN) this.start();
    else {
      this.#restarts = 0;
      this.hear({ event: "broken", code: "home_failed" });
    }
    for (const { done } of waiting) done({ refused: refusal(code) });
  }
}
