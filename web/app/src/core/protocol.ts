// What a page and its worker say to each other, and workers among themselves.

import type { Language } from "../words/voice";
import type { Command } from "./types";

/** How a home stands before and while it can be used. */
export type Phase =
  /** There is none yet. */
  | "new"
  /** It opens with a passphrase. */
  | "shut"
  /** It can be used. */
  | "open";

/** What somebody may ask of whoever holds the home. */
export type Ask =
  | { ask: "phase" }
  | { ask: "open"; passphrase: string | null }
  | { ask: "lock" }
  /** A file that a command takes goes beside it. */
  | { ask: "run"; command: Command; file?: Uint8Array }
  /** Another passphrase in the stead of the old one, or none. */
  | { ask: "relock"; old: string | null; passphrase: string | null }
  | { ask: "file"; command: Command; language: Language }
  | { ask: "nudge" }
  | { ask: "end" };

/** A refusal, as the core says it. */
export interface Refusal {
  code: string;
  class: "unexpected" | "usage" | "refused" | "not_found" | "unreachable" | "locked";
  facts: string[];
}

export type Answer = { answer: unknown } | { refused: Refusal };

/** What happened without being asked for. */
export type Heard =
  | { event: "phase"; phase: Phase; here: boolean; locks: boolean }
  | { event: "changed" }
  | { event: "synced"; sync: unknown }
  | { event: "broken"; code: string }
  /** A worker is there, and holds this lock for as long as it is. */
  | { event: "runs"; lock: string }
  /** The browser took away what was kept. */
  | { event: "cleared" }
  /** It is locked again, and this worker is to end with what it knew. */
  | { event: "locked" }
  /** Everything here is erased: the app begins anew. */
  | { event: "ended" }
  /** The core trapped: this worker is of no use any more. */
  | { event: "trapped" };

export type ToWorker = (Ask & { id: number }) | { core: WebAssembly.Module | undefined };
export type FromWorker = (Answer & { id: number }) | Heard;

export function refusal(code: string, kind: Refusal["class"] = "unexpected"): Refusal {
  return { code, class: kind, facts: [] };
}
