// The words a draft is known by, whatever it is a draft of.

/* eslint-disable @typescript-eslint/no-explicit-any */
export function wordsOf(draft: any): string {
  return draft.text ?? draft.open?.[0]?.words ?? draft.versions?.[0]?.words ?? draft.words ?? draft.topic ?? "";
}
