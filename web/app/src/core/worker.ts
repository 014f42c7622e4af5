// The worker of one tab. One worker of all tabs holds the home; the others pass on to it what their pages ask, and one of them takes over
// when it is gone.

import start, { type Core, Locked, Shut, taken_in } from "@core/accord_web.js";
import wasm from "@core/accord_web_bg.wasm?url";
import { asideOf, keepAside } from "./aside.js";
import { isThere, watch } from "./cleared";
import { type Answer, type Ask, type Heard, type Phase, type Refusal, refusal, type ToWorker } from "./protocol";

const HOME = "accord";
const PHASES: Record<Locked, Phase> = {
  [Locked.New]: "new",
  [Locked.Open]: "shut",
  [Locked.Passphrase]: "shut",
};

/** What changes nothing, and may be asked again of whoever takes over. */
const LOOKS = new Set([
  "status", "today", "asks", "unsent_review", "agreements", "agreement", "boundaries", "boundary", "promises", "promise", "promise_record", "rituals",
  "ritual_dates", "repairs", "repair", "drafts", "devices", "device_acts", "asides", "ids", "words", "relay_show", "pairing", "pairing_sets", "verify",
]);

type Between =
  | { to: "holder"; from: string; id: number; ask: Ask }
  | { to: string; id: number; result: Answer }
  | { to: "all"; heard: Heard };

const scope = self as unknown as DedicatedWorkerGlobalScope;
const me = crypto.randomUUID();
const others = new BroadcastChannel("accord");
const waiting = new Map<number, { ask: Ask; done: (answer: Answer) => void }>();
let asked = 0;
let shut: Shut | undefined;
let core: Core | undefined;
let holds = false;
let phase: Phase | undefined;
/** It opens with a passphrase. */
let locks = false;
let unwatch = () => {};

/** The core, if the page could compile it. */
let give: (core: WebAssembly.Module | undefined) => void;
const given = new Promise<WebAssembly.Module | undefined>((done) => (give = done));

const runs = `accord-worker-${me}`;
void navigator.locks.request(runs, () => {
  scope.postMessage({ event: "runs", lock: runs } satisfies Heard);
  return new Promise(() => undefined);
});

function tell(heard: Heard): void {
  scope.postMessage(heard);
  if (holds) others.postMessage({ to: "all", heard } satisfies Between);
}

function enter(now: Phase): void {
  phase = now;
  tell({ event: "phase", phase: now, here: holds, locks });
}

function refusedBy(error: unknown): Refusal {
  if (error instanceof WebAssembly.RuntimeError) {
    void trapped();
    return refusal("home_failed");
  }
  try {
    return JSON.parse(String(error)) as Refusal;
  } catch {
    return refusal("home_failed");
  }
}

/** The core is of no use any more. What it was taking in is kept apart, so that the next one does not end of it too. */
async function trapped(): Promise<void> {
  try {
    const record = taken_in();
    if (record !== undefined) await keepAside(record, wasm);
  } finally {
    tell({ event: "trapped" });
  }
}

/** What was kept here is gone. The page ends this worker, and the next one finds a device on which nobody has begun. */
function cleared(): void {
  unwatch();
  core = undefined;
  tell({ event: "cleared" });
}

/** Whether a fault of the store is that there is no store any more. */
async function isCleared(code: string): Promise<boolean> {
  if (!code.startsWith("store_") || !holds || (await isThere(HOME))) return false;
  cleared();
  return true;
}

/** A trap where nobody waits for an answer. */
function uncaught(event: Event, error: unknown): void {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  event.preventDefault();
  void trapped();
}

scope.addEventListener("error", (event) => uncaught(event, event.error));
scope.addEventListener("unhandledrejection", (event) => uncaught(event, event.reason));

/** Takes the home, with what is not to be taken in. */
async function taken(waitMs?: number): Promise<Shut> {
  const shut = await Shut.take(HOME, waitMs);
  unwatch();
  unwatch = watch(HOME, cleared);
  for (const record of await asideOf(wasm)) shut.set_aside(record);
  return shut;
}

function happened(json: string): void {
  const heard = JSON.parse(json) as Heard;
  if (heard.event !== "broken") tell(heard);
  else void isCleared(heard.code).then((gone) => gone || tell(heard));
}

async function take(): Promise<void> {
  const locked = shut!.locked();
  locks = locked === Locked.Passphrase;
  if (locked === Locked.Open) await open(null);
  else enter(PHASES[locked]);
}

async function open(passphrase: string | null): Promise<void> {
  const home = shut ?? (await taken(2000));
  shut = undefined;
  try {
    core = await home.open(passphrase, happened);
  } catch (error) {
    // What was typed did not open it: it is taken again for the next try.
    shut = await taken(2000);
    throw error;
  }
  // What was new is locked as it was opened.
  locks = passphrase !== null;
  enter("open");
}

/** A file to take away: bytes, with its sentences in this language. */
async function file(core: Core, { command, language }: Ask & { ask: "file" }): Promise<Uint8Array> {
  const { Voice } = await import("../words/voice");
  const voice = await Voice.of(language, true);
  return core.file(JSON.stringify(command), language, (say: string, args: string) => voice.said({ say, args: JSON.parse(args) }));
}

/** Carries out what was asked, as the one who holds the home. */
async function carryOut(ask: Ask): Promise<Answer> {
  try {
    switch (ask.ask) {
      case "phase":
        return { answer: phase && { phase, locks } };
      case "open":
        if (core === undefined) await open(ask.passphrase);
        return { answer: null };
      case "lock":
      case "end":
        core = undefined;
        return { answer: null };
      case "nudge":
        core?.nudge();
        return { answer: null };
      case "run":
        if (core === undefined) return { refused: refusal("passphrase_needed", "locked") };
        return { answer: JSON.parse(await core.command(JSON.stringify(ask.command), ask.file)) };
      case "relock":
        if (core === undefined) return { refused: refusal("passphrase_needed", "locked") };
        await core.relock(ask.old, ask.passphrase);
        locks = ask.passphrase !== null;
        enter("open");
        return { answer: null };
      case "file":
        if (core === undefined) return { refused: refusal("passphrase_needed", "locked") };
        return { answer: await file(core, ask) };
    }
  } catch (error) {
    const refused = refusedBy(error);
    return { refused: (await isCleared(refused.code)) ? refusal("storage_cleared") : refused };
  }
}

/** What is asked of a worker last: its page ends it, and with it all it knew. */
function endAfter({ ask }: Ask): void {
  if (ask === "lock") scope.postMessage({ event: "locked" } satisfies Heard);
  if (ask === "end") tell({ event: "ended" });
}

function passOn(ask: Ask): Promise<Answer> {
  return new Promise((done) => {
    asked += 1;
    waiting.set(asked, { ask, done });
    others.postMessage({ to: "holder", from: me, id: asked, ask } satisfies Between);
  });
}

others.onmessage = async ({ data }: MessageEvent<Between>) => {
  if (data.to === "holder" && "ask" in data) {
    if (!holds) return;
    const result = await carryOut(data.ask);
    others.postMessage({ to: data.from, id: data.id, result } satisfies Between);
    endAfter(data.ask);
  } else if (data.to === me && "result" in data) {
    waiting.get(data.id)?.done(data.result);
    waiting.delete(data.id);
  } else if (data.to === "all" && "heard" in data && !holds) {
    if (data.heard.event === "phase") ({ phase, locks } = data.heard);
    const heard = data.heard.event === "phase" ? { ...data.heard, here: false } : data.heard;
    scope.postMessage(heard);
  }
};

/** The tab that held the home is gone, and this one has it. */
async function takeOver(): Promise<void> {
  holds = true;
  await take();
  const left = [...waiting.values()];
  waiting.clear();
  for (const { ask, done } of left) {
    const again = ask.ask !== "run" || LOOKS.has(ask.command.do);
    done(again ? await carryOut(ask) : { refused: refusal("holder_gone") });
  }
}

async function begin(): Promise<void> {
  await start({ module_or_path: (await given) ?? wasm });
  try {
    // A page that is loaded again may meet the worker it had before, on its way out.
    shut = await taken(250);
    await takeOver();
  } catch (error) {
    const refused = refusedBy(error);
    if (refused.code !== "home_busy") {
      tell({ event: "broken", code: refused.code });
      return;
    }
    void passOn({ ask: "phase" }).then((result) => {
      if (holds || !("answer" in result) || !result.answer) return;
      const held = result.answer as { phase: Phase; locks: boolean };
      locks = held.locks;
      enter(held.phase);
    });
    shut = await taken();
    await takeOver();
  }
}

const begun = begin();

scope.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if ("core" in data) return give(data.core);
  const { id, ...ask } = data;
  if (!holds) {
    scope.postMessage({ id, ...(await passOn(ask as Ask)) });
    return;
  }
  await begun;
  scope.postMessage({ id, ...(await carryOut(ask as Ask)) });
  endAfter(ask as Ask);
};
