// What changed from one text to the next, word by word, for reading. What counts as the same wording is the core's.

export interface Part { change: "same" | "added" | "removed"; text: string }

/** Beyond so many pairs of words two texts are shown as one gone and one come. */
const MOST = 250_000;

function pieces(text: string): string[] {
  return text.match(/\s+|\S+/g) ?? [];
}

/** The later text whole, with what came in and what went. */
export function between(before: string, after: string): Part[] {
  const [a, b] = [pieces(before), pieces(after)];
  if (a.length * b.length > MOST) return [{ change: "removed", text: before }, { change: "added", text: after }];
  // The longest run of words both have, from each place to the end.
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const parts: Part[] = [];
  const put = (change: Part["change"], text: string) => {
    const last = parts.at(-1);
    if (last?.change === change) last.text += text;
    else parts.push({ change, text });
  };
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put("same", b[j]!);
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      put("removed", a[i]!);
      i += 1;
    } else {
      put("added", b[j]!);
      j += 1;
    }
  }
  return parts;
}
