// One language, and how names, days and moments are set in it. A page has one, and a worker has one for what is to be printed.

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import type { Say } from "../core/types";

export type Language = "en" | "de";
export const LANGUAGES: Record<Language, string> = { en: "English", de: "Deutsch" };

export type Args = Record<string, FluentVariable>;

const FILES: Record<Language, () => Promise<{ default: string[] }>> = {
  en: () => import("./en"),
  de: () => import("./de"),
};

export class Voice {
  private constructor(
    readonly language: Language,
    readonly bundle: FluentBundle,
    /** For somebody who reads it whenever, not today: every date has its year. */
    readonly paper: boolean,
  ) {}

  static async of(language: Language, paper = false): Promise<Voice> {
    const { default: files } = await FILES[language]();
    const bundle = new FluentBundle(language, { useIsolating: false });
    for (const file of files) bundle.addResource(new FluentResource(file));
    return new Voice(language, bundle, paper);
  }

  find(id: string, args: Args = {}): string | undefined {
    const message = this.bundle.getMessage(id);
    return message?.value ? this.bundle.formatPattern(message.value, args, []) : undefined;
  }

  text(id: string, args: Args = {}): string {
    return this.find(id, args) ?? id;
  }

  /** Somebody's name, else "your partner". `first` begins a sentence. */
  name(name: string | null | undefined, first = false): string {
    return name ?? this.text(first ? "word-partner-first" : "word-partner");
  }

  /** What the core says, in words. */
  said({ say, args }: Say): string {
    const filled: Args = {};
    for (const [name, fill] of Object.entries(args)) {
      const [kind, value] = Object.entries(fill as Record<string, unknown>)[0] ?? ["", ""];
      if (kind === "name") {
        filled[name] = this.name(value as string | null);
        filled[name[0]!.toUpperCase() + name.slice(1)] = this.name(value as string | null, true);
      } else if (kind === "number") filled[name] = value as number;
      else filled[name] = this.#fill(kind, value);
    }
    return this.text(say, filled);
  }

  #fill(kind: string, value: unknown): string {
    switch (kind) {
      case "day":
        return this.day(value as string);
      case "near":
        return this.#near(value as string);
      case "days":
        return this.#these(value as string[]);
      case "moment":
        return this.moment(value as string);
      default:
        return String(value);
    }
  }

  /** "3 November", and the year where it is another one. */
  day(day: string): string {
    const date = dateOf(day);
    if (Number.isNaN(date.valueOf())) return day;
    const ours = !this.paper && date.getFullYear() === new Date().getFullYear();
    return this.#set(date, ours ? {} : { year: "numeric" });
  }

  /** The same with the day of the week, for what is ahead. */
  weekday(day: string): string {
    const date = dateOf(day);
    return Number.isNaN(date.valueOf()) ? day : this.#set(date, { weekday: "long" });
  }

  #set(date: Date, more: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(TAGS[this.language], { day: "numeric", month: "long", ...more }).format(date);
  }

  #near(day: string): string {
    return this.#set(dateOf(day), {});
  }

  #these(days: string[]): string {
    const shown = days.length > 3 ? [days[0]!, days.at(-1)!] : days;
    const named = shown.map((day, at) => {
      const next = shown[at + 1];
      return next?.slice(0, 7) === day.slice(0, 7) ? this.text("date-number", { day: Number(day.slice(8, 10)) }) : this.#near(day);
    });
    return this.text("date-these", { n: days.length, first: named[0] ?? "", second: named[1] ?? "", last: named.at(-1) ?? "" });
  }

  /** A day, or a moment by its own zone's clock: "3 November, 20:00 in Berlin". */
  moment(text: string): string {
    const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)[^[]*(?:\[([^\]]+)\])?)?/.exec(text);
    if (!parts) return text;
    const [, date, time, zone] = parts;
    const day = this.day(date!);
    if (time === undefined) return day;
    if (zone === undefined) return this.text("date-own-zone", { day, time });
    if (zone === "UTC") return this.text("date-utc", { day, time });
    return this.text("date-moment", { day, time, place: place(zone) });
  }
}

/** Days first in both. */
const TAGS: Record<Language, string> = { en: "en-GB", de: "de" };

export function dateOf(day: string): Date {
  return new Date(`${day.slice(0, 10)}T00:00:00`);
}

/** The place a zone is called after: "Europe/Berlin" is Berlin. */
export function place(zone: string): string {
  return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}
