// Longer texts every client shows. Where they name a command of the command line, the app names the place where the same is done.

import de from "@content/texts/de.json";
import en from "@content/texts/en.json";
import { t, words } from "./words.svelte";

/** What a command in a text is called here. */
const PLACES: Record<string, string> = {
  "accord about": "ui-place-of-about",
  "accord helplines": "ui-place-of-help",
  "accord not-right": "ui-place-of-not-right",
  "accord agree decline": "ui-place-of-decline",
  retract: "ui-place-of-retract",
  end: "ui-place-of-end",
  "accord promise release": "ui-place-of-release",
  "accord repair aside": "ui-place-of-aside",
  "accord templates choosing_a_therapist": "ui-place-of-questions",
};

export function texts(): typeof en {
  return words.language === "de" ? (de as typeof en) : en;
}

/** A line of such a text, as it reads in the app. */
export function line(text: string): string {
  return text.replaceAll(/`([^`]+)`/g, (_, command: string) => (PLACES[command] ? t(PLACES[command]) : command));
}
