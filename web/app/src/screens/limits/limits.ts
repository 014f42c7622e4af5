// How limits and permissions are grouped and read. What stands, and for whom, is the core's.

import type { Boundary, BoundaryVersion } from "../../core/types";
import { word } from "../../words/words.svelte";
import { AREAS } from "../codes";

/** By part of life, in the order of the codes; parts nobody spoke of are left out. */
export function byArea(list: Boundary[]): [string, Boundary[]][] {
  const areas = [...AREAS, ...new Set(list.map(({ area }) => area).filter((area) => !(AREAS as readonly string[]).includes(area)))];
  return areas.map((area): [string, Boundary[]] => [area, list.filter((one) => one.area === area)]).filter(([, of]) => of.length > 0);
}

/** The words that stand; where none does, the newest that are still shown. */
export function standing(limit: Boundary): BoundaryVersion[] {
  const now = limit.versions.filter((version) => version.standing);
  return now.length > 0 ? now : limit.versions.slice(-1);
}

/** Its words for a list: one wording, or all that stand until their owner picks one. */
export function wordings(limit: Boundary): string[] {
  return standing(limit).flatMap((version) => version.words ?? []);
}

/** The picture of its state: a limit and a permission differ as long as they stand. */
export function look(limit: Boundary): string {
  return limit.state === "active" ? limit.polarity : limit.state;
}

/** Its state or, while it stands, what it is. */
export function stateWord(limit: Boundary): string {
  return limit.state === "active" ? word("ui-boundary", limit.polarity) : word("word-state", limit.state);
}
