// Handing a file to the person: by the share sheet where there is one, else as a download. It goes nowhere by itself.

import { Refused } from "./core/link";

const KINDS: Record<string, string> = {
  html: "text/html",
  json: "application/json",
  ics: "text/calendar",
  automerge: "application/octet-stream",
};

/** What is read at once: far more than any export, and what a phone's memory bears. */
const MOST_BYTES = 64 << 20;

/** The bytes of a file that somebody picked. */
export async function bytesOf(file: File): Promise<Uint8Array> {
  if (file.size > MOST_BYTES) throw new Refused({ code: "import_too_large", class: "refused", facts: [] });
  return new Uint8Array(await file.arrayBuffer());
}

export async function give(bytes: Uint8Array, name: string, kind: string): Promise<void> {
  const file = new File([bytes as Uint8Array<ArrayBuffer>], `${name}.${kind}`, { type: KINDS[kind] ?? "application/octet-stream" });
  if (matchMedia("(pointer: coarse)").matches && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return;
    } catch (error) {
      // Put away by the person: nothing more is asked of them.
      if (error instanceof DOMException && error.name === "AbortError") return;
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
