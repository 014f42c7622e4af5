// How promises are read on a screen. What became of one is the core's; no clock says it here.

import { home } from "../../core/home.svelte";
import type { Occurrence, Promise as Promised } from "../../core/types";
import { often } from "../../words/often";
import { moment, t, them, word } from "../../words/words.svelte";

/** When it is due, or how often and from when on, in one line. */
export function due(promise: Promised): string {
  if (!promise.due) return promise.every ? often(promise.every) : "";
  if (!promise.every) return moment(promise.due);
  return `${often(promise.every)}, ${t("ritual-from", { day: moment(promise.due) })}`;
}

/** Its result, or that only its maker sees it. */
export function result(promise: Promised): string {
  return promise.state === "draft" ? "draft" : promise.result;
}

/** What each said of one date, side by side. */
export function marks(one: Occurrence): string {
  const mine = one.mine ? t("ui-mark-you", { mark: word("word-result", one.mine) }) : "";
  const apart = one.mine_apart?.length ? t("promise-devices", { marks: one.mine_apart.map((mark: string) => word("word-result", mark)).join(", ") }) : "";
  const theirs = one.theirs ? t("ui-mark-they", { mark: word("word-result", one.theirs), ...them(home.they) }) : "";
  const fine = one.all_right ? t("promise-all-right") : "";
  return [mine, apart, theirs, fine].filter((part) => part !== "").join(" · ");
}

/** Promises somebody still has ahead, or said nothing of yet. */
export function ahead(promise: Promised): boolean {
  return promise.state === "active" && (promise.every !== undefined || promise.result === "open" || promise.result === "no_word");
}
