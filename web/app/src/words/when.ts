// Days and times as they are typed into a form, and as the core takes and gives them.

/** A due date: a day, or a wall time in a named zone. */
export interface When { day: string; at: [number, string] | null }

/** The zone of this device. */
export function zone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What was typed, on this device's clock. Nothing without a day. */
export function when(day: string, time: string): When | null {
  if (day === "") return null;
  const [hours, minutes] = time.split(":").map(Number);
  return { day, at: hours === undefined || minutes === undefined ? null : [hours * 60 + minutes, zone()] };
}
