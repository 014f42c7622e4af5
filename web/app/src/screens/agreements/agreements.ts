// How agreements are grouped and read on a screen. What is in force, open or asked is the core's; nothing is decided here.

import { home } from "../../core/home.svelte";
import type { Agreement, StepWordsView, Terms } from "../../core/types";
import { day, moment, on, t, them, word } from "../../words/words.svelte";
import { often } from "../../words/often";

export type Group = "for-me" | "for-both" | "for-them" | "in-force" | "draft" | "ended" | "hidden";
const ORDER: Group[] = ["for-me", "for-both", "in-force", "for-them", "draft", "ended", "hidden"];

function groupOf(agreement: Agreement): Group {
  if (agreement.hidden) return "hidden";
  if (agreement.state === "draft") return "draft";
  if (agreement.waiting_for === "me") return "for-me";
  if (agreement.waiting_for === "both") return "for-both";
  if (agreement.state === "in_force" || agreement.state === "not_yet") return "in-force";
  if (agreement.waiting_for === "them") return "for-them";
  return "ended";
}

/** What waits for me first, what has ended last. */
export function groups(agreements: Agreement[]): [Group, Agreement[]][] {
  const of = (group: Group) => agreements.filter((agreement) => groupOf(agreement) === group);
  return ORDER.map((group): [Group, Agreement[]] => [group, of(group)]).filter(([, list]) => list.length > 0);
}

/** The words it is known by: those in force, else the newest open ones, else the last that were said. */
export function wordsOf(agreement: Agreement): string {
  const said = agreement.history.findLast((line) => line.words !== undefined)?.words;
  return agreement.in_force?.words ?? agreement.open[0]?.words ?? said ?? "";
}

/** How it stands, in one line. */
export function standing(agreement: Agreement): string {
  const { in_force: force, waiting_for: who } = agreement;
  if (agreement.state === "in_force" && agreement.paused_by.length > 0) return t("agree-talk");
  if (agreement.state === "in_force" && force) {
    return who === "nobody" ? t("agree-in-force", { since: on(force.since) }) : t("agree-in-force-waits", { who, ...them(home.they) });
  }
  if (agreement.state === "not_yet" && force?.from) return t("agree-not-yet", { on: on(force.since), from: day(force.from) });
  if (agreement.state === "lapsed" && force?.until) return t("agree-lapsed", { until: day(force.until) });
  if (agreement.state === "open") return t("agree-waits", { who, ...them(home.they) });
  return word("word-state", agreement.state);
}

/** A name for its screen, by what it is. */
export function title(agreement: Agreement): string {
  return t("ui-agreement-title", { kind: agreement.kind });
}

/** Who a step belongs to. */
export function whose(step: StepWordsView): string {
  return t("ui-step-whose", { code: step.whose, ...them(home.they) });
}

/** When a step is to be done, or how often and from when on. */
export function due(step: StepWordsView): string | undefined {
  if (!step.due) return step.every && often(step.every);
  if (!step.every) return t("promise-due", { due: moment(step.due) });
  return `${often(step.every)}, ${t("ritual-from", { day: moment(step.due) })}`;
}

/** Where one date of a ritual would go, as lines under a name each. */
export function moved(terms: Terms | undefined): { label: string; text: string }[] {
  if (terms === undefined || !("to" in terms)) return [];
  return [{ label: t("ui-from"), text: day(terms.on) }, { label: t("ui-moved-to"), text: moment(terms.to) }];
}
