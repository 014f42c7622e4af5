// Placeholder until the generated file replaces it.
/* eslint-disable @typescript-eslint/no-explicit-any */
export type Command = { do: string; [field: string]: any };
export type ReplyTo<_C extends Command> = any;
export type StatusView = any;
export type SyncView = any;
export interface Say { say: string; args: Record<string, any> }
export type Side = "me" | "them";
export interface Agreement { [field: string]: any; history: HistoryLine[]; asks: Ask[]; open: any[] }
export interface Ask { id: string; sentence: Say; choices: { id: string; label: Say; preselected: boolean }[] }
export interface HistoryLine { date: string; by: Side; act: string; words?: string; note?: string; revision?: string }
export type VerifyView = any;
export type DeviceView = any;
export type DeviceActsView = any;
export type CheckinRound = any;
export type CheckinSide = any;
export type Entry = any;
export type Thanks = any;
export type AsideView = any;
export type DraftView = any;
export type NoteView = any;
export type RitualDate = any;
export type RitualTerms = any;
export type Repair = any;
export type RepairPart = any;
export type Talk = any;
export type Time = any;
export type TimeOut = any;
export type Topic = any;
export type JointThing = any;
export type JointItem = any;
type Loose = { [field: string]: any };
export type Boundary = Loose & { versions: Loose[]; asks: Ask[]; history?: HistoryLine[] };
export type BoundaryVersion = Loose;
export type Said = Loose;
export type Promise = Loose & { occurrences: Occurrence[]; asks: Ask[]; history: HistoryLine[] };
export type Occurrence = Loose & { date: string | null };
export type PromiseRecord = Loose;
export type NewsGroup = { group: string; lines: NewsLine[] };
export type NewsLine = Loose & { record?: string; sentence: Say; on: string };
export type TodayView = Loose & { rituals: RitualDate[]; promises: Promise[] };
export type Terms = Loose;
export type StepWordsView = Loose;
export type Step = Loose;
export type Part = Loose;
export type InForce = Loose;
export type OpenRevision = Loose;
