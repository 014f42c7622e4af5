// What this device keeps for itself about how the app looks: nothing that anybody wrote.

export type Theme = "auto" | "light" | "dark";

class Preferences {
  theme = $state<Theme>("auto");
  /** Minutes out of sight after which a home with a passphrase is locked; 0 is never. */
  relock = $state(5);
}

export const preferences = new Preferences();

const THEME = "accord-theme";
const RELOCK = "accord-relock";

export function takePreferences(): void {
  const theme = localStorage.getItem(THEME);
  if (theme === "light" || theme === "dark") preferences.theme = theme;
  const relock = Number(localStorage.getItem(RELOCK) ?? "5");
  if (Number.isInteger(relock) && relock >= 0) preferences.relock = relock;
  apply();
}

export function chooseTheme(theme: Theme): void {
  preferences.theme = theme;
  localStorage.setItem(THEME, theme);
  apply();
}

export function chooseRelock(minutes: number): void {
  preferences.relock = minutes;
  localStorage.setItem(RELOCK, String(minutes));
}

function apply(): void {
  if (preferences.theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = preferences.theme;
}
