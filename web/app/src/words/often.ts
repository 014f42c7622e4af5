// How often something comes again, in words. A rule that has no words here is shown as it is written.

import { t, word, words } from "./words.svelte";

const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

function weekday(code: string): string {
  // The first of January 2024 was a Monday.
  const date = new Date(2024, 0, 1 + DAYS.indexOf(code));
  return new Intl.DateTimeFormat(words.language, { weekday: "long" }).format(date);
}

/** `day`, `week`, `month`, or an RRULE value: "every week", "every Sunday", "every 2 weeks on Saturday, 12 times". */
export function often(every: string): string {
  if (!every.includes("=")) return word("word-every", every);
  const parts = new Map(every.split(";").map((part) => part.split("=") as [string, string]));
  const freq = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" }[parts.get("FREQ") ?? ""];
  const days = parts.get("BYDAY")?.split(",") ?? [];
  const known = ["FREQ", "INTERVAL", "COUNT", "BYDAY", "WKST"];
  const odd = [...parts.keys()].some((name) => !known.includes(name)) || days.some((code) => !DAYS.includes(code));
  if (freq === undefined || odd || (days.length > 0 && freq !== "week")) return every;
  const n = Number(parts.get("INTERVAL") ?? 1);
  const on = new Intl.ListFormat(words.language).format(days.map(weekday));
  const said = t(days.length > 0 ? "ui-every-on" : "ui-every", { n, freq, days: on });
  const count = parts.get("COUNT");
  return count === undefined ? said : t("ui-every-times", { every: said, count: Number(count) });
}
