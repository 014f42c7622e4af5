// Handing a file to the person: by the share sheet where there is one, else as a download. It goes nowhere by itself.

const KINDS: Record<string, string> = {
  html: "text/html",
  json: "application/json",
  ics: "text/calendar",
  automerge: "application/octet-stream",
};

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
