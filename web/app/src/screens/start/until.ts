// How long an invitation is good, in words and by the reader's own clock.

import { t, today, weekday, words } from "../../words/words.svelte";

export function until(expires: string): string {
  const at = new Date(expires);
  const two = (n: number) => String(n).padStart(2, "0");
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = new Intl.DateTimeFormat(words.language, { hour: "2-digit", minute: "2-digit" }).format(at);
  return date === today() ? t("ui-invite-until-time", { time }) : t("ui-invite-until-day", { day: weekday(date) });
}
