// The beginning as it goes on after there is an identity: the twelve words are in memory for as long as they are looked at, and nowhere
// else, and the screens of the beginning stay until somebody goes on from them.

import { Refused } from "../../core/link";
import { home } from "../../core/home.svelte";
import type { Say } from "../../core/types";
import { refused, t } from "../../words/words.svelte";

class Starting {
  /** The twelve words, until the person goes on. */
  words = $state.raw<string[]>();
  /** What a recovery came to, until the person goes on. */
  recovered = $state.raw<{ name: string; couple: string }>();
  /** The browser may clear what it keeps for this page. */
  mayBeCleared = $state(false);

  /** The screens of the beginning are still wanted. */
  get goesOn(): boolean {
    return this.words !== undefined || this.recovered !== undefined;
  }
}

export const starting = new Starting();

/** Where the relay is that serves this app, if one does. */
export function here(): string {
  return /^https?:$/.test(location.protocol) ? location.origin : "";
}

/** What this device is called among a person's own, until they call it something else. */
export function deviceName(): string {
  return t(matchMedia("(pointer: coarse)").matches ? "ui-start-device-phone" : "ui-start-device-computer");
}

/** Opens a home that there is not yet, with the lock that was chosen. */
export async function openHome(passphrase: string): Promise<void> {
  const lock = passphrase === "" ? null : passphrase;
  await home.open(lock);
}

/** Asks the browser to keep what is written, and remembers its no. */
export async function askToKeep(): Promise<void> {
  const kept = await navigator.storage?.persist?.().catch(() => false);
  starting.mayBeCleared = kept !== true;
}

/** What a refusal says where it belongs to a field; every other one goes on. */
export function atField(error: unknown, ...codes: string[]): string {
  if (error instanceof Refused && codes.includes(error.refusal.code)) return refused(error.refusal);
  throw error;
}

/** The twelve words were at work here and did not come to an end. */
export function recovers(): boolean {
  return (home.status?.pending ?? []).some(isRecovering);
}

/** It is said with a way on, in the stead of "still to come". */
export function isRecovering(pending: Say): boolean {
  const code = pending.args.code;
  return code !== undefined && "code" in code && code.code === "recovering";
}

/** The other side is not told yet; it is said where the end is. */
export function isLeaving(pending: Say): boolean {
  const code = pending.args.code;
  return code !== undefined && "code" in code && code.code === "leaving";
}

/** Words as they are typed or pasted, with numbers, commas and lines between them. */
export function typed(text: string): string[] {
  return text.toLowerCase().split(/[^\p{L}]+/u).filter((word) => word !== "");
}
