// Every sentence on a screen, in the reader's language: the app's own messages and those that every client says, from Fluent files.
//
// What the core says arrives as the id of a message and what fills it; its words are put in here.

import type { Refusal } from "../core/protocol";
import type { Say } from "../core/types";
import { type Args, type Language, LANGUAGES, Voice } from "./voice";

export { type Language, LANGUAGES, place } from "./voice";

const KEPT = "accord-language";

class Words {
  #voice = $state.raw<Voice>();

  get language(): Language {
    return this.#voice?.language ?? "en";
  }

  get voice(): Voice {
    return this.#voice!;
  }

  /** Loads the language chosen before, else the device's. */
  async begin(): Promise<void> {
    const kept = localStorage.getItem(KEPT);
    const wanted = [kept, ...navigator.languages].map((tag) => tag?.slice(0, 2) ?? "");
    await this.#use((wanted.find((tag) => tag in LANGUAGES) ?? "en") as Language);
  }

  async choose(language: Language): Promise<void> {
    localStorage.setItem(KEPT, language);
    await this.#use(language);
  }

  async #use(language: Language): Promise<void> {
    this.#voice = await Voice.of(language);
    document.documentElement.lang = language;
  }
}

export const words = new Words();

/** A message in the reader's language. */
export function t(id: string, args: Args = {}): string {
  return words.voice.text(id, args);
}

/** A code in words: a choice of the message. One that is newer than the messages is read with blanks. */
export function word(id: string, code: string): string {
  return t(id, { code: code.replaceAll(" ", "_"), name: code.replaceAll("_", " ") });
}

/** What a refusal says: the app's own sentence, else the one of every client. */
export function refused({ code, facts }: Refusal): string {
  const [fact = "", second = "", third = ""] = facts;
  const chosen = fact.toLowerCase().replaceAll(/[^a-z0-9-]/g, "_");
  const args = { fact, code: chosen, second, third };
  return (
    words.voice.find(`ui-error-${code}`, args) ??
    (facts.length > 0 ? words.voice.find(`error-${code}-fact`, args) : undefined) ??
    words.voice.find(`error-${code}`, args) ??
    t("error-without-words", { code })
  );
}

/** Somebody's name, else "your partner". `first` begins a sentence. */
export function they(name: string | null | undefined, first = false): string {
  return words.voice.name(name, first);
}

/** What fills a message about the partner: `$they`, and `$They` where it begins a sentence. */
export function them(name: string | null | undefined): { they: string; They: string } {
  return { they: they(name), They: they(name, true) };
}

/** What the core says, in words. */
export function said(say: Say): string {
  return words.voice.said(say);
}

/** The device's own date, as the core writes days. */
export function today(): string {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** A day: "today", "3 November", and the year where it is another one. */
export function day(day: string): string {
  return day === today() ? t("date-today") : words.voice.day(day);
}

/** The same with the day of the week, for what is ahead. */
export function weekday(day: string): string {
  return words.voice.weekday(day);
}

/** A day after "on" or alone: "today", "on 3 November". */
export function on(which: string): string {
  return which === today() ? t("date-today") : t("date-on", { day: day(which) });
}

/** A day, or a moment by its own zone's clock: "3 November, 20:00 in Berlin". */
export function moment(text: string): string {
  return words.voice.moment(text);
}

/** The time of day in a moment, "20:00". */
export function time(text: string): string | undefined {
  return /T(\d\d:\d\d)/.exec(text)?.[1] ?? /^(\d\d:\d\d)/.exec(text)?.[1];
}
