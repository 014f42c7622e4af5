// What a copy of what was says in words, whatever kind of record it is.

import type { PastView } from "../../core/types";

/** Fields of a record that somebody wrote. */
const WRITTEN = new Set(["words", "text", "title", "topic_words", "hope", "need", "want", "worry", "glad", "note", "why", "give", "place", "name"]);

/** What was written in a record, each once, in the order of the file. Its main words come first. */
export function written(past: PastView): string[] {
  const found = new Set<string>(past.words ? [past.words] : []);
  const look = (value: unknown, field: string): void => {
    if (typeof value === "string") {
      if (WRITTEN.has(field) && value.trim() !== "") found.add(value);
    } else if (Array.isArray(value)) for (const one of value) look(one, field);
    else if (value !== null && typeof value === "object") for (const [name, one] of Object.entries(value)) look(one, name === "me" || name === "them" ? field : name);
  };
  look(past.record, "");
  return [...found];
}

/** Records by the list they stood in. */
export function lists(all: PastView[]): [string, PastView[]][] {
  const found = new Map<string, PastView[]>();
  for (const one of all) found.set(one.list, [...(found.get(one.list) ?? []), one]);
  return [...found];
}

