// Drafts by the words they are known by, whatever they are drafts of.

type Draft = { id?: string; text?: string; words?: string; topic?: string; open?: { words: string }[]; versions?: { words?: string }[] };

export function named(drafts: unknown[]): { id: string; words: string }[] {
  return (drafts as Draft[]).flatMap((draft) => {
    const words = draft.text ?? draft.open?.[0]?.words ?? draft.versions?.[0]?.words ?? draft.words ?? draft.topic;
    return draft.id !== undefined && words ? [{ id: draft.id, words }] : [];
  });
}
