// The page's end of the line to its worker.

import type { Answer, Ask, FromWorker, Heard, Refusal } from "./protocol";
import { refusal } from "./protocol";

/** Something was not carried out. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** A worker that is started again when the core in it trapped. */
export class Link {
  #worker: Worker;
  #asked = 0;
  #waiting = new Map<number, (answer: Answer) => void>();
  #restarts = 0;

  constructor(readonly hear: (heard: Heard) => void) {
    this.#worker = this.#start();
  }

  async ask(ask: Ask): Promise<unknown> {
    const answer = await new Promise<Answer>((done) => {
      this.#asked += 1;
      this.#waiting.set(this.#asked, done);
      this.#worker.postMessage({ id: this.#asked, ...ask });
    });
    if ("refused" in answer) throw new Refused(answer.refused);
    return answer.answer;
  }

  end(): void {
    this.#worker.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "accord" });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if ("event" in data) {
        if (data.event === "trapped") this.#restart();
        else this.hear(data);
        return;
      }
      const { id, ...answer } = data;
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
    };
    worker.onerror = () => this.#restart();
    return worker;
  }

  /** What was saved is on the disk. What was asked and not answered is said to be open. */
  #restart(): void {
    this.#worker.terminate();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const done of waiting) done({ refused: refusal("holder_gone") });
    this.#restarts += 1;
    if (this.#restarts > 3) {
      this.hear({ event: "broken", code: "home_failed" });
      return;
    }
    this.#worker = this.#start();
  }
}
