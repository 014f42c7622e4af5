// Days and times as a person picks them, for the core.

export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** "20:15" in minutes since midnight. */
export function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(":").map(Number);
  return hours * 60 + rest;
}

/** A day, or a moment by this device's zone; nothing where no day is picked. */
export function when(day: string, time: string): { day: string; at: [number, string] | null } | null {
  return day === "" ? null : { day, at: time === "" ? null : [minutes(time), zone()] };
}

/** `date` and `time` of a picked "2026-11-23T20:15". */
export function picked(text: string): { day: string; at: [number, string] | null } | null {
  return when(text.slice(0, 10), text.slice(11, 16));
}
