// The home as screens see it: how it stands, and one number that moves whenever something in it did.

import { untrack } from "svelte";
import type { Language } from "../words/voice";
import { Link, Refused } from "./link";
import { type Heard, type Phase, type Refusal, refusal } from "./protocol";
import type { Command, ReplyTo, StatusView, SyncView } from "./types";

/** Set while somebody has begun on this device: where nobody has and this is there, what was kept was cleared. */
const BEGUN = "accord-begun";

/** Screens read what is here; what they ask goes through `run`. */
class Home {
  /** Nothing is known yet while the core starts. */
  phase = $state<Phase | "starting" | "broken">("starting");
  /** Another tab holds it. */
  elsewhere = $state(false);
  /** Why it cannot be used. */
  broken = $state("");
  status = $state.raw<StatusView>();
  /** The browser has cleared what was kept here. */
  cleared = $state(false);
  /** Somebody looked whether there is an identity. */
  looked = $state(false);
  /** It opens with a passphrase. */
  locks = $state(false);
  /** Counts up with everything that changed, here or from elsewhere. */
  tick = $state(0);
  /** The relay answered last time. */
  reached = $state<boolean>();
  #link: Link | undefined;
  #watching = false;
  #moved = false;
  #looks: Promise<void> | undefined;
  /** It is this page that ends everything. */
  #ends = false;
  /** How often it was told that something changed. */
  #told = 0;

  /** What the partner is called, if it is known. */
  get they(): string | null {
    return this.status?.partner_name ?? null;
  }

  get paired(): boolean {
    return this.status?.partner_name !== undefined || this.status?.pairing.state === "paired";
  }

  /** What the two shared is only to be read: somebody left, or this person stopped it quietly. */
  get over(): boolean {
    return this.status?.over ?? false;
  }

  /** Something can be said to somebody. */
  get together(): boolean {
    return this.paired && !this.over;
  }

  begin(): void {
    this.#link = new Link((heard) => this.#hear(heard));
    addEventListener("online", () => void this.ask({ ask: "nudge" }).catch(() => undefined));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.ask({ ask: "nudge" }).catch(() => undefined);
    });
  }

  /** Starts once more, after it could not be used. */
  again(): void {
    this.phase = "starting";
    this.#link!.start();
  }

  ask(ask: Parameters<Link["ask"]>[0]): Promise<unknown> {
    return this.#link!.ask(ask);
  }

  /** Carries out a command. Throws `Refused`. */
  async run<C extends Command>(command: C, file?: Uint8Array): Promise<ReplyTo<C>> {
    return (await this.ask({ ask: "run", command, ...(file && { file }) })) as ReplyTo<C>;
  }

  /** The same for a command that changes something: screens look again. */
  async act<C extends Command>(command: C, file?: Uint8Array): Promise<ReplyTo<C>> {
    const told = this.#told;
    try {
      return await this.run(command, file);
    } finally {
      // What it changed is told right behind its answer, and looked at then. Where nothing is told it is looked at here.
      await new Promise((next) => setTimeout(next));
      await (this.#told > told ? this.#looks : this.look());
    }
  }

  /** A file to take away, made on this device. */
  async file(command: Command, language: Language): Promise<Uint8Array> {
    return (await this.ask({ ask: "file", command, language })) as Uint8Array;
  }

  async open(passphrase: string | null): Promise<void> {
    await this.ask({ ask: "open", passphrase });
  }

  /** Another passphrase, or none; `old` is what opens it now. */
  async relock(old: string | null, passphrase: string | null): Promise<void> {
    await this.ask({ ask: "relock", old, passphrase });
  }

  async lock(): Promise<void> {
    this.phase = "starting";
    this.status = undefined;
    await this.ask({ ask: "lock" });
  }

  /** Ends the worker, here and in every other tab. */
  async end(): Promise<void> {
    this.#ends = true;
    await this.ask({ ask: "end" });
    this.#link!.end();
  }

  /** Looks how it stands: once at a time, however often something moved meanwhile, and once more where it did. */
  look(): Promise<void> {
    this.#moved = true;
    this.#looks ??= (async () => {
      try {
        while (this.#moved) {
          this.#moved = false;
          await this.#look();
        }
      } finally {
        this.#looks = undefined;
      }
    })();
    return this.#looks;
  }

  /** Before there is an identity there is nothing to see. */
  async #look(): Promise<void> {
    try {
      this.status = await this.run({ do: "status" });
      if (this.status.relay !== undefined) this.#watch();
      this.cleared = false;
      this.#remember();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Another worker is on its way, and says when to look again: until then it stands as it did.
      if (error.refusal.code === "began_again") return;
      this.status = undefined;
    }
    this.looked = true;
    this.tick += 1;
  }

  /** That somebody began here, for the day on which what was kept is gone. What is erased here on purpose is not remembered. */
  #remember(): void {
    if (!this.#ends) localStorage.setItem(BEGUN, "yes");
  }

  /** Exchanges for as long as the app is open. */
  #watch(): void {
    if (this.#watching || this.elsewhere) return;
    this.#watching = true;
    void this.run({ do: "sync", watch: true })
      .catch(() => undefined)
      .finally(() => (this.#watching = false));
  }

  /** One exchange now; whoever asked hears what came of it. */
  async exchange(): Promise<SyncView> {
    try {
      const sync = await this.run({ do: "sync", watch: false });
      this.reached = true;
      return sync;
    } catch (error) {
      if (error instanceof Refused && error.refusal.class === "unreachable") this.reached = false;
      throw error;
    } finally {
      await this.look();
    }
  }

  #hear(heard: Heard): void {
    switch (heard.event) {
      case "phase":
        if (this.phase !== heard.phase || this.elsewhere === heard.here) this.#watching = false;
        this.phase = heard.phase;
        this.elsewhere = !heard.here;
        this.locks = heard.locks;
        // Where there is no home yet there is nothing to see, and what is typed on the way to one stays on the screen.
        if (heard.phase === "new") {
          this.looked = true;
          this.cleared ||= localStorage.getItem(BEGUN) !== null;
        }
        if (heard.phase === "shut") this.looked = false;
        if (heard.phase === "open") void this.look();
        else this.status = undefined;
        break;
      case "changed":
        this.#told += 1;
        void this.look();
        break;
      case "synced":
        this.reached = true;
        void this.look();
        break;
      case "broken":
        this.phase = "broken";
        this.broken = heard.code;
        break;
      case "ended":
        if (this.#ends) break;
        this.#ends = true;
        location.replace("/");
        break;
      case "cleared":
        if (this.phase !== "new") {
          this.cleared = true;
          this.#remember();
        }
        // This page and its next worker may be bound to two stores by now, the one that is gone and a new one. A page of its own is
        // bound to the new one, if it can be had: the app was perhaps cleared too.
        fetch("/").then(
          ({ ok }) => ok && location.reload(),
          () => undefined,
        );
        break;
      case "locked":
      case "trapped":
      case "runs":
        break;
    }
  }
}

export const home = new Home();

/** What a look gives, and looks again whenever something moved. The last thing known stays until the new one is there. */
export class Live<T> {
  value = $state.raw<T>();
  refused = $state.raw<Refusal>();

  #next: Command | undefined;
  #asks = false;

  constructor(command: () => Command | undefined) {
    $effect(() => {
      const wanted = command();
      void home.tick;
      if (wanted === undefined || home.phase !== "open") return;
      this.#next = wanted;
      untrack(() => void this.#ask());
    });
  }

  /** Asks once at a time: what moved meanwhile is asked for together, when the answer is there. */
  async #ask(): Promise<void> {
    if (this.#asks) return;
    this.#asks = true;
    while (this.#next !== undefined) {
      const wanted = this.#next;
      this.#next = undefined;
      let value: T | undefined;
      let refused: Refusal | undefined;
      try {
        value = (await home.run(wanted)) as T;
      } catch (error) {
        refused = error instanceof Refused ? error.refusal : refusal("home_failed");
      }
      // Something else is wanted by now.
      if (this.#next !== undefined && JSON.stringify(this.#next) !== JSON.stringify(wanted)) continue;
      if (refused === undefined) this.value = value;
      this.refused = refused;
    }
    this.#asks = false;
  }
}

/** A look that is kept up to date while the screen that made it is shown. Call it where a component begins. */
export function live<C extends Command>(command: () => C | undefined): Live<ReplyTo<C>> {
  return new Live<ReplyTo<C>>(command);
}
