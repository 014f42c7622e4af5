// Examples to copy, in the reader's language, and what copying one says: the same as the command line's `accord templates NAME --copy`.

import index from "@content/templates/index.json";
import type { Command } from "../../core/types";
import type { Language } from "../../words/words.svelte";
import { minutes, zone } from "../when";

interface Words {
  title: string;
  words: string;
  why?: string;
  helps?: string;
  example?: string;
  give?: string;
  rhythm?: string;
  steps?: { words: string; notice: string }[];
  seated?: string;
  non_touch?: string;
  remote?: string;
  questions?: string[];
}

interface Entry {
  name: string;
  kind: string;
  area?: string;
  topic?: string;
  note?: string;
  ritual?: { every: string; at: string; own_time?: boolean; minutes: number };
  steps?: { by: "me" | "them" | "both"; every?: string }[];
  every?: string;
  size?: string;
}

/** One example, whole. */
export type Template = Entry & { texts: Words };

/** What stands around them. */
export interface Around {
  lead: string;
  labels: Record<string, string>;
  by: Record<string, string>;
  every: Record<string, string>;
  kinds: Record<string, string>;
  areas: Record<string, string>;
  topics: Record<string, string>;
  notes: Record<string, string>;
}

const WORDS: Record<Language, () => Promise<unknown>> = {
  en: () => import("@content/templates/en.json"),
  de: () => import("@content/templates/de.json"),
};
const AROUND: Record<Language, () => Promise<unknown>> = {
  en: () => import("@content/texts/en.json"),
  de: () => import("@content/texts/de.json"),
};

/** The order they are shown in. */
export const KINDS = ["limit", "permission", "expectation", "compromise", "ground_rules", "plan", "ritual", "promise", "questions"];

/** All of them. */
export async function templates(language: Language): Promise<{ all: Template[]; around: Around }> {
  const [words, around] = await Promise.all([WORDS[language](), AROUND[language]()]);
  const texts = (words as { default: Record<string, Words> }).default;
  const all = (index as Entry[]).flatMap((entry) => (texts[entry.name] ? [{ ...entry, texts: texts[entry.name]! }] : []));
  return { all, around: (around as { default: { templates: Around } }).default.templates };
}

/** What makes a private draft of it. Questions become a private note. A step that repeats begins `today`. */
export function copy(one: Template, today: string): Command {
  const { texts, area = null } = one;
  const or = (text: string | undefined) => text ?? null;
  const wording = { text: texts.words, area, topic: or(one.topic), give: or(texts.give), from: null, until: null, look_again: null, steps: null as unknown[] | null };
  const draft = (what: unknown) => ({ do: "say", what, draft: true }) as Command;
  switch (one.kind) {
    case "limit":
    case "permission": {
      const { words: text, why, example, helps } = texts;
      const words = { area, text, why: or(why), example: or(example), helps: or(helps), if_crossed: null, until: null, look_again: null, limits: null };
      return draft({ say: "boundary_add", polarity: one.kind, words });
    }
    case "promise":
      return draft({ say: "promise_add", text: texts.words, due: null, every: or(one.every), size: or(one.size), sure: null });
    case "ritual": {
      const { every, at, own_time, minutes: length } = one.ritual!;
      const when = own_time ? { own: { minutes: minutes(at) } } : { same: { minutes: minutes(at), zone: zone() } };
      const ritual = { every, at: when, start: null, length, why: or(texts.why), place: null, remote: or(texts.remote) };
      return draft({ say: "ritual", what: "propose", words: { ...wording, topic: null }, ritual });
    }
    case "questions": {
      const lines = [texts.title, texts.words, ...(texts.questions ?? []).map((question) => `- ${question}\n`)];
      return { do: "private", what: { private: "add", kind: "question", text: lines.join("\n"), about: null, stage: null }, pin: null } as Command;
    }
    default: {
      const steps = (texts.steps ?? []).map((step, at) => {
        const { by: whose, every } = one.steps![at]!;
        return { new: { whose, text: step.words, due: every ? { day: today, at: null } : null, every: or(every), notice: step.notice } };
      });
      return draft({ say: "agree_propose", kind: one.kind, words: { ...wording, steps: steps.length > 0 ? steps : null } });
    }
  }
}

/** Which screen shows what it became. */
export function screenOf(kind: string): string {
  return { limit: "limit", permission: "limit", promise: "promise", ritual: "ritual", questions: "notes" }[kind] ?? "agreement";
}
