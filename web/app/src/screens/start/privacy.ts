// Who sees what, as every client shows it. Where the page names a command, a screen names its own page instead.

import de from "@content/texts/de.json";
import en from "@content/texts/en.json";
import { t, words } from "../../words/words.svelte";

const PAGES: Record<string, string> = { "accord not-right": "ui-start-page-not-right", "accord helplines": "ui-start-page-helplines" };

function named(line: string): string {
  return line.replaceAll(/`([^`]+)`/g, (whole, command: string) => {
    const page = PAGES[command];
    return page === undefined ? whole : t(page);
  });
}

/** The page in the reader's language. */
export function privacy(): { title: string; lead: string; groups: { who: string; what: string[] }[] } {
  const { title, lead, groups } = { de, en }[words.language].privacy;
  return { title, lead, groups: groups.map(({ who, what }) => ({ who, what: what.map(named) })) };
}
