// What a draft is, and where it is changed.

import type { DraftView } from "../../core/types";

export interface Draft {
  id: string;
  /** A code of `word-draft-of`. */
  kind: string;
  text: string;
  /** The screen that shows it. */
  screen?: string;
}

export function draftOf(view: DraftView): Draft {
  // The core's answer has no tag: each kind is known by what only it has.
  const draft = view as Record<string, unknown> & { id: string };
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  if ("polarity" in draft) {
    const [version] = draft.versions as { words?: string }[];
    return { id: draft.id, kind: text(draft.polarity), text: text(version?.words), screen: "limit" };
  }
  if ("maker" in draft) return { id: draft.id, kind: "promise", text: text(draft.text), screen: "promise" };
  if ("waiting_for" in draft) {
    const [open] = draft.open as { words: string }[];
    return { id: draft.id, kind: "agreement", text: text(open?.words), screen: "agreement" };
  }
  if ("round" in draft) {
    const entry = (draft.me as { entry?: Record<string, unknown> }).entry ?? {};
    const said = ["need", "want", "worry", "glad", "from_you"].map((part) => text(entry[part])).filter((part) => part !== "");
    return { id: draft.id, kind: "check_in", text: said.join("\n"), screen: "checkin" };
  }
  if ("hearted" in draft) return { id: draft.id, kind: "thanks", text: text(draft.text), screen: "thanks" };
  if ("talked" in draft) return { id: draft.id, kind: "talk", text: text(draft.topic), screen: "talks" };
  if ("topic" in draft) return { id: draft.id, kind: "openness", text: text(draft.topic), screen: "openness" };
  return { id: draft.id, kind: "draft", text: "" };
}
