// How agreements are grouped and read on a screen. What is in force, open or asked is the core's; nothing is decided here.

import { home } from "../../core/home.svelte";
import type { Agreement } from "../../core/types";
import { on, t, them, word } from "../../words/words.svelte";

export type Group = "for-me" | "for-both" | "for-them" | "in-force" | "draft" | "ended";
const ORDER: Group[] = ["for-me", "for-both", "in-force", "for-them", "draft", "ended"];

function groupOf(agreement: Agreement): Group {
  if (agreement.state === "draft") return "draft";
  if (agreement.waiting_for === "me") return "for-me";
  if (agreement.waiting_for === "both") return "for-both";
  if (agreement.state === "in_force" || agreement.state === "not_yet") return "in-force";
  if (agreement.waiting_for === "them") return "for-them";
  return "ended";
}

/** What waits for me first, what has ended last. */
export function groups(agreements: Agreement[]): [Group, Agreement[]][] {
  const of = (group: Group) => agreements.filter((agreement) => !agreement.hidden && groupOf(agreement) === group);
  return ORDER.map((group): [Group, Agreement[]] => [group, of(group)]).filter(([, list]) => list.length > 0);
}

/** The words it is known by: those in force, else the newest open ones, else the last that were said. */
export function wordsOf(agreement: Agreement): string {
  const said = agreement.history.findLast((line) => line.words !== undefined)?.words;
  return agreement.in_force?.words ?? agreement.open[0]?.words ?? said ?? "";
}

/** How it stands, in one line. */
export function standing(agreement: Agreement): string {
  if (agreement.paused_by.length > 0) return t("agree-talk");
  const { in_force: force, waiting_for: who } = agreement;
  if (agreement.state === "in_force" && force) {
    return who === "nobody" ? t("agree-in-force", { since: on(force.since) }) : t("agree-in-force-waits", { who, ...them(home.they) });
  }
  if (agreement.state === "open") return t("agree-waits", { who, ...them(home.they) });
  return word("word-state", agreement.state);
}
