// Every sentence on a screen, in the reader's language: the app's own messages and those that every client says, from Fluent files.
//
// What the core says arrives as the id of a message and what fills it; its words are put in here.

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import type { Refusal } from "../core/protocol";
import type { Say } from "../core/types";

export type Language = "en" | "de";
export const LANGUAGES: Record<Language, string> = { en: "English", de: "Deutsch" };

const FILES: Record<Language, () => Promise<{ default: string[] }>> = {
  en: () => import("./en"),
  de: () => import("./de"),
};
const KEPT = "accord-language";

type Args = Record<string, FluentVariable>;

class Words {
  language = $state<Language>("en");
  #bundle = $state.raw<FluentBundle>();

  /** Loads the language chosen before, else the device's. */
  async begin(): Promise<void> {
    const kept = localStorage.getItem(KEPT);
    const device = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in FILES);
    await this.#load((kept !== null && kept in FILES ? kept : (device ?? "en")) as Language);
  }

  async choose(language: Language): Promise<void> {
    localStorage.setItem(KEPT, language);
    await this.#load(language);
  }

  async #load(language: Language): Promise<void> {
    const { default: files } = await FILES[language]();
    const bundle = new FluentBundle(language, { useIsolating: false });
    for (const file of files) bundle.addResource(new FluentResource(file));
    this.#bundle = bundle;
    this.language = language;
    document.documentElement.lang = language;
  }

  find(id: string, args: Args = {}): string | undefined {
    const message = this.#bundle?.getMessage(id);
    return message?.value ? this.#bundle!.formatPattern(message.value, args, []) : undefined;
  }
}

export const words = new Words();

/** A message in the reader's language. */
export function t(id: string, args: Args = {}): string {
  return words.find(id, args) ?? id;
}

/** A code in words: a choice of the message. One that is newer than the messages is read with blanks. */
export function word(id: string, code: string): string {
  return t(id, { code, name: code.replaceAll("_", " ") });
}

/** What a refusal says: the app's own sentence, else the one of every client. */
export function refused({ code, facts }: Refusal): string {
  const [fact = "", second = "", third = ""] = facts;
  const chosen = fact.toLowerCase().replaceAll(/[^a-z0-9-]/g, "_");
  const args = { fact, code: chosen, second, third };
  return (
    words.find(`ui-error-${code}`, args) ??
    (facts.length > 0 ? words.find(`error-${code}-fact`, args) : undefined) ??
    words.find(`error-${code}`, args) ??
    t("error-without-words", { code })
  );
}

/** Somebody's name, else "your partner". `first` begins a sentence. */
export function they(name: string | null | undefined, first = false): string {
  return name ?? t(first ? "word-partner-first" : "word-partner");
}

/** What fills a message about the partner: `$they`, and `$They` where it begins a sentence. */
export function them(name: string | null | undefined): { they: string; They: string } {
  return { they: they(name), They: they(name, true) };
}

/** What the core says, in words. */
export function said({ say, args }: Say): string {
  const filled: Args = {};
  for (const [name, fill] of Object.entries(args)) {
    const [kind, value] = Object.entries(fill as Record<string, unknown>)[0] ?? ["", ""];
    if (kind === "name") {
      filled[name] = they(value as string | null);
      filled[name[0]!.toUpperCase() + name.slice(1)] = they(value as string | null, true);
    } else if (kind === "number") filled[name] = value as number;
    else filled[name] = fillOf(kind, value);
  }
  return t(say, filled);
}

function fillOf(kind: string, value: unknown): string {
  switch (kind) {
    case "day":
      return day(value as string, { today: false });
    case "near":
      return near(value as string);
    case "days":
      return these(value as string[]);
    case "moment":
      return moment(value as string);
    default:
      return String(value);
  }
}

/** The device's own date, as the core writes days. */
export function today(): string {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function dateOf(day: string): Date {
  return new Date(`${day.slice(0, 10)}T00:00:00`);
}

/** A day: "today", "3 November", and the year where it is another one. */
export function day(day: string, { today: relative = true } = {}): string {
  if (relative && day === today()) return t("date-today");
  const date = dateOf(day);
  if (Number.isNaN(date.valueOf())) return day;
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(words.language, { day: "numeric", month: "long", year }).format(date);
}

/** The same with the day of the week, for what is ahead. */
export function weekday(day: string): string {
  const date = dateOf(day);
  if (Number.isNaN(date.valueOf())) return day;
  return new Intl.DateTimeFormat(words.language, { weekday: "long", day: "numeric", month: "long" }).format(date);
}

/** A day after "on" or alone: "today", "on 3 November". */
export function on(which: string): string {
  return which === today() ? t("date-today") : t("date-on", { day: day(which) });
}

function near(day: string): string {
  return new Intl.DateTimeFormat(words.language, { day: "numeric", month: "long" }).format(dateOf(day));
}

function these(days: string[]): string {
  const shown = days.length > 3 ? [days[0]!, days.at(-1)!] : days;
  const named = shown.map((day, at) => {
    const next = shown[at + 1];
    return next?.slice(0, 7) === day.slice(0, 7) ? t("date-number", { day: Number(day.slice(8, 10)) }) : near(day);
  });
  return t("date-these", { n: days.length, first: named[0] ?? "", second: named[1] ?? "", last: named.at(-1) ?? "" });
}

/** The place a zone is called after: "Europe/Berlin" is Berlin. */
export function place(zone: string): string {
  return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

/** A day, or a moment by its own zone's clock: "3 November, 20:00 in Berlin". */
export function moment(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)[^[]*(?:\[([^\]]+)\])?)?/.exec(text);
  if (!parts) return text;
  const [, date, time, zone] = parts;
  if (time === undefined) return day(date!);
  if (zone === undefined) return t("date-own-zone", { day: day(date!), time });
  if (zone === "UTC") return t("date-utc", { day: day(date!), time });
  return t("date-moment", { day: day(date!), time, place: place(zone) });
}

/** The time of day in a moment, "20:00". */
export function time(text: string): string | undefined {
  return /T(\d\d:\d\d)/.exec(text)?.[1] ?? /^(\d\d:\d\d)/.exec(text)?.[1];
}
