// What the core is told and what it answers. Written by `cargo xtask types` from the types of client-core: do not change it here.

/** Which version the other acknowledged, and the day. */
export type Acknowledged = { version: string, on: Day };

/** An agreement. */
export type Agreement = {
  id: string,
  kind: AgreementKind,
  topic?: string,
  area: Area,
  /** `draft`, `open`, `not_yet`, `in_force`, `lapsed`, `ended`, `closed`. */
  state: "draft" | "open" | "not_yet" | "in_force" | "lapsed" | "ended" | "closed",
  shared: boolean,
  hidden: boolean,
  in_force: InForce | null,
  open: Array<OpenRevision>,
  parts: Sides<Part | null>,
  /** Of a plan: the steps of the wording in force (else of the one read out), with what both say of them. */
  steps?: Array<Step>,
  /** Of a ritual: dates of the last month and the next ones, and all that somebody said something about. */
  dates?: Array<RitualDate>,
  /** Ids of the limits that name it. */
  paused_by: Array<string>,
  waiting_for: Who,
  asks: Array<Ask>,
  history: Array<HistoryLine>,
};

/** What kind of agreement a proposal begins. */
export type AgreementKind = "expectation" | "compromise" | "ground_rules" | "plan" | "goal" | "ritual" | "move";

/** Part of life a record is about. */
export type Area = "emotional" | "physical" | "mental" | "spiritual" | "financial" | "digital" | "time" | "social" | "intimate" | "other";

/** Something this device keeps and does not send by itself. */
export type AsideView = {
  id: string,
  /** What was said: `proposal`, `yes`, `limit`, `promise`, `draft` and the like. */
  what: string,
  on: Day,
  /**
   * The relay's code, or `copy` (another copy of this home was in use), `needs` (it stands on another one set aside),
   * `act_not_allowed` (no app would read it).
   */
  reason: string,
  words?: string,
};

/** One question with one-tap ways on (law L10). */
export type Ask = {
  /** Stable id: a hash of what the question is about. */
  id: string,
  /**
   * `crossed`, `looks_alike`, `earlier_wording`, `taken_back`, `needs_talk`, `seen_differently`, `own_devices_differ`, `clock_looks_wrong`,
   * `same_event`, `two_times`.
   */
  code:
    | "crossed"
    | "looks_alike"
    | "earlier_wording"
    | "taken_back"
    | "needs_talk"
    | "seen_differently"
    | "own_devices_differ"
    | "clock_looks_wrong"
    | "same_event"
    | "two_times",
  /** The list its record stands in; absent where it is about none. */
  list?: "agreements" | "rituals" | "boundaries" | "promises" | "repairs" | "talks" | "openness",
  /** The record it is about; of two the first. */
  record?: string,
  /** The question, with both names where it is for both. */
  sentence: Say,
  /** `both` or `me`. */
  for: "both" | "me",
  /** What can be answered. */
  choices: Array<Choice>,
};

/** What a person can say here. */
export type BesideCommand =
  | { beside: "checkin", round?: Day | null, words: CheckinWords, now: boolean, tell: boolean }
  | { beside: "checkin_take_back", round?: Day | null }
  | { beside: "thanks", text: string, about?: ThanksAbout | null, tag?: string | null }
  | { beside: "heart", id: string, on: boolean }
  | { beside: "thanks_take_back", id: string }
  | { beside: "talk_ask", topic: string, hope?: string | null, not_before?: When | null, not_after?: When | null, place?: string | null }
  | { beside: "talk_time", id: string, at?: When | null }
  | { beside: "talk_time_clear", id: string }
  | { beside: "talked", id: string }
  | { beside: "talk_let_go", id: string }
  | { beside: "time_out", until?: When | null }
  | { beside: "time_out_lift" }
  | { beside: "pause", until?: Day | null }
  | { beside: "resume" }
  | { beside: "stance", topic: string, stance?: Stance | null, note?: string | null }
  | { beside: "keep_between", id: string, on: boolean };

/** What can be looked at or kept here besides saying something. */
export type BesideLook =
  | { look: "checkins" }
  | { look: "thanks" }
  | { look: "keep", id: string }
  | { look: "show", id: string }
  | { look: "talks" }
  | { look: "time_outs" }
  | { look: "openness" }
  | { look: "pause", until?: Day | null, quiet: boolean }
  | { look: "resume" };

/** What the reader wrote stays between the two, or no longer. */
export type Between = { id: string, kept_between: boolean };

/** A limit or permission. */
export type Boundary = {
  id: string,
  polarity: Polarity,
  area: Area,
  owner: Side,
  /** `draft`, `active`, `withdrawn`, `expired`. */
  state: "draft" | "active" | "withdrawn" | "expired",
  shared: boolean,
  /** More than one wording stands: the owner is still wording it. */
  still_wording: boolean,
  versions: Array<BoundaryVersion>,
  acknowledged: Acknowledged | null,
  honour: Said | null,
  questions: Array<Said>,
  notes: Array<Said>,
  limits: string | null,
  /** Ids of the other's boundaries with the very same words. */
  same_as: Array<string>,
  asks: Array<Ask>,
  history?: Array<HistoryLine>,
};

/** One wording of a boundary. */
export type BoundaryVersion = {
  version: string,
  /** Absent where a withdrawn boundary's words are not shown. */
  words?: string,
  standing: boolean,
  on: Day,
  why?: string,
  example?: string,
  helps?: string,
  if_crossed?: string,
  until?: Day,
  look_again?: Day,
  /** Against the version acknowledged, where that is another one. */
  diff?: Array<DiffPart>,
};

/** The parts of a boundary besides its polarity. `None` inherits on edit. */
export type BoundaryWords = {
  area?: Area | null,
  text?: string | null,
  why?: string | null,
  example?: string | null,
  helps?: string | null,
  if_crossed?: string | null,
  until?: Day | null,
  look_again?: Day | null,
  /** The agreement a limit names, and so pauses. */
  limits?: string | null,
};

/** An answer to "can I really do this?". */
export type Can = "yes" | "mostly" | "no";

/** A round of check-ins. */
export type CheckinRound = {
  id: string,
  /** The date in the round's zone. */
  round: Day,
  me: CheckinSide,
  them: CheckinSide,
};

/** One person's side of a round. */
export type CheckinSide = {
  /**
   * Mine: `none`, `draft`, `held_back`, `closed` (it has left this device and is shown once the other's is), `open`, `taken_back`.
   * Theirs: `none`, `ready`, `open`, `not_today`.
   */
  state: "none" | "draft" | "held_back" | "closed" | "open" | "taken_back" | "ready" | "not_today",
  /** The author's own date. */
  on?: Day,
  entry?: Entry,
  /** Other words for the same round, where own devices wrote apart. */
  also?: Array<Entry>,
  /** Mine: whether the other may know that it waits. */
  tell?: boolean,
};

/** The words of a check-in as typed. Everything may be left out. */
export type CheckinWords = {
  /** 1 to 5. */
  mood?: number | null,
  need?: string | null,
  want?: string | null,
  worry?: string | null,
  glad?: string | null,
  /** I would like to talk about it. */
  talk?: boolean,
  /** What I would like from the other. */
  from_you?: string | null,
};

/** One answer to an [`Ask`]. */
export type Choice = { id: string, label: Say, preselected: boolean };

/** Everything a person or a script can ask of a client. */
export type Command =
  | { do: "init", name: string, device_name: string, relay?: RelayAddress | null }
  | { do: "relay_show" }
  | { do: "relay_set", relay: RelayAddress }
  | { do: "words" }
  | { do: "words_renew", remove_others: boolean, lose_private: boolean }
  | { do: "recover", words: string, relay: RelayAddress, device_name: string }
  | { do: "profile_name", name: string }
  | { do: "profile_zone", zone?: string | null }
  | { do: "invite", spoken: boolean, with: Array<string> }
  | { do: "invite_cancel" }
  | { do: "join", invitation: Invitation, name?: string | null, device_name: string, token?: string | null }
  | { do: "pairing" }
  | { do: "pairing_sets" }
  | { do: "pairing_confirm", words: Array<string> }
  | { do: "sync", watch: boolean }
  | { do: "move_relay", relay: RelayAddress }
  | { do: "relay_reset" }
  | { do: "status" }
  | { do: "verify" }
  | { do: "whats_new", seen: boolean }
  | { do: "answer", ask: string, choice: string }
  | { do: "asks" }
  | { do: "say", what: LawCommand, draft: boolean }
  | { do: "agreements", state?: string | null }
  | { do: "agreement", id: string }
  | { do: "agreement_hide", id: string, on: boolean }
  | { do: "today" }
  | { do: "rituals" }
  | { do: "ritual_dates", from?: Day | null, days: number }
  | { do: "boundaries", polarity?: Polarity | null, owner?: Side | null }
  | { do: "boundary", id: string, history: boolean }
  | { do: "promises", maker?: Side | null }
  | { do: "promise", id: string }
  | { do: "promise_record", days: number }
  | { do: "counsellor_sheet", since?: Day | null, promises: boolean, repairs: boolean }
  | { do: "first_session" }
  | { do: "calendar", wanted: Wanted }
  | { do: "repairs" }
  | { do: "repair", id: string }
  | { do: "repair_aside", id: string, on: boolean }
  | { do: "beside" } & BesideLook
  | { do: "joint" } & JointCommand
  | { do: "asides" }
  | { do: "aside_again", id: string }
  | { do: "aside_drop", id: string }
  | { do: "ids" }
  | { do: "drafts" }
  | { do: "draft_share", ids: Array<string> }
  | { do: "draft_delete", id: string }
  | { do: "private", what: PrivateCommand, pin?: Pin | null }
  | { do: "import" } & ImportCommand
  | { do: "devices" }
  | { do: "device_acts", id: string }
  | { do: "unsent_export" }
  | { do: "unsent_review", file: Array<number> }
  | { do: "unsent_issue", file: Array<number>, acts: Array<string> }
  | { do: "devices_seen" }
  | { do: "device_add", spoken: boolean }
  | { do: "device_remove", id: string, lose_private: boolean }
  | { do: "farewell" }
  | { do: "put_away" }
  | { do: "leave", keep: boolean, quiet: boolean }
  | { do: "export", mine: boolean, format: ExportFormat, note: string };

/** What a watching screen is told. */
export type CoreEvent = { event: "changed" } | { event: "synced", sync: SyncView } | { event: "broken", code: string };

/** A calendar day, counted from 1970-01-01, without a zone. Prints and serialises as `2026-11-23`. */
export type Day = string;

/** An own device with what it said. */
export type DeviceActsView = {
  /** In the log of the couple space, oldest first. */
  said: Array<SaidView>,
  id: string,
  name: string | null,
  /** The day on which it first spoke, as it says. */
  added: Day | null,
  /** `active`, `paper`, `removed`. */
  state: "active" | "paper" | "removed",
  this: boolean,
};

/** An own device. */
export type DeviceView = {
  id: string,
  name: string | null,
  /** The day on which it first spoke, as it says. */
  added: Day | null,
  /** `active`, `paper`, `removed`. */
  state: "active" | "paper" | "removed",
  this: boolean,
};

/** One piece of a word diff. */
export type DiffPart = {
  /** `same`, `added` or `removed`. */
  change: "same" | "added" | "removed",
  /** The words. */
  text: string,
};

/** A draft in the vault. */
export type DraftView = Agreement | Boundary | Promise | CheckinRound | Thanks | Talk | Topic;

/** The words of a check-in. */
export type Entry = {
  mood?: number,
  need?: string,
  want?: string,
  worry?: string,
  glad?: string,
  talk: boolean,
  /** What the author would like from the other. */
  from_you?: string,
};

/** What an export is written as. */
export type ExportFormat = "json" | "html" | "automerge";

/** What a message is filled with. */
export type Fill =
  | { name: string | null }
  | { words: string }
  | { code: string }
  | { number: number }
  | { day: Day }
  | { near: Day }
  | { days: Array<Day> }
  | { moment: string };

/** How one person holds a topic. */
export type Held = { stance: Stance, note?: string, on: Day };

/** One line of a record's history. */
export type HistoryLine = { date: Day, by: Side, act: string, revision?: string, note?: string, words?: string };

/** What kind of hurt it is about. */
export type Hurt = "broken_promise" | "crossed_limit" | "hidden_something" | "hurtful_words" | "other";

/** Everything that can be asked about copies of what was. Ids are prefixes as typed. */
export type ImportCommand =
  | { import: "keep", file: Array<number> }
  | { import: "list" }
  | { import: "show", id: string, record?: string | null }
  | { import: "remove", id: string };

/** A copy with everything in it. */
export type ImportShown = {
  list: Array<PastView>,
  id: string,
  kept_on: Day,
  /** Every piece of it is on this device. */
  whole: boolean,
  /** Never: nobody vouches for the words in it. */
  signed: boolean,
  /** The day of the export, as the file said. */
  exported_on: Day | null,
  /** The couple space it was of. */
  space: string | null,
  /** `both`, or `mine`: only what its owner wrote. */
  whose: "both" | "mine" | null,
  records: number,
};

/** A copy of what was. */
export type ImportView = {
  id: string,
  kept_on: Day,
  /** Every piece of it is on this device. */
  whole: boolean,
  /** Never: nobody vouches for the words in it. */
  signed: boolean,
  /** The day of the export, as the file said. */
  exported_on: Day | null,
  /** The couple space it was of. */
  space: string | null,
  /** `both`, or `mine`: only what its owner wrote. */
  whose: "both" | "mine" | null,
  records: number,
};

/** The wording in force. */
export type InForce = { revision: string, words: string, give: Sides<string | null>, since: Day, from?: Day, until?: Day, look_again?: Day, terms?: Terms };

/** Answer to [`Command::Init`]. */
export type InitReply = { device: string, recovery_words: Array<string> };

/** How an invitation arrived. */
export type Invitation =
  | { link: string }
  | {
    spoken: {
      /** As typed. */
      words: Array<string>,
      /** Where. */
      relay: string,
      /** They are for another device of the same person. */
      own: boolean,
    },
  };

/** An invitation under way. */
export type InviteView = {
  link?: string,
  spoken_words?: Array<string>,
  /** The moment it expires, RFC 3339 in UTC. */
  expires: string,
  state: string,
  /** What the one who answers becomes: `partner` or `own_device`. */
  role: "partner" | "own_device",
};

/** One of them. */
export type IssuedAct = {
  /** Its name in the file. */
  act: string,
  /** The record it is about. */
  id: string,
};

/** Which acts of a file were said again. */
export type IssuedView = { issued: Array<IssuedAct> };

/** Answer to [`Command::Join`]. */
export type JoinView = {
  state: string,
  /** What this home becomes, where it is another device of its person. */
  result?: Say,
  recovery_words?: Array<string>,
};

/** What can be asked of the joint page. */
export type JointCommand =
  | { joint: "list", away: boolean }
  | { joint: "show", id: string }
  | { joint: "add_note", title: string, text?: string | null }
  | { joint: "add_list", title: string }
  | { joint: "add_item", list: string, text: string }
  | { joint: "add_wording", text: string, area?: Area | null, kind?: AgreementKind | null }
  | { joint: "edit", id: string, title?: string | null, text?: string | null, seen?: string | null }
  | { joint: "tick", id: string, on: boolean }
  | { joint: "put_away", id: string, on: boolean }
  | { joint: "move", id: string, after?: string | null }
  | { joint: "propose", id: string, seen: string, kind?: AgreementKind | null, words: Wording };

/** One line of a list. */
export type JointItem = {
  id: string,
  text: string,
  hash: string,
  /** Each ticks for themselves. */
  ticked: Sides<boolean>,
  away: boolean,
};

/** A note, a list or the draft of a wording. Nothing says who wrote what, or when. */
export type JointThing = {
  id: string,
  /** `note`, `list` or `wording`. */
  kind: "note" | "list" | "wording",
  /** Of a note or a list. */
  title?: string,
  /** Of a note or a wording. */
  text?: string,
  /** Names title and text exactly. */
  hash: string,
  /** Put away: kept, and out of the usual list. */
  away: boolean,
  /** Of a list. */
  items?: Array<JointItem>,
  /** Of a wording. */
  area?: Area,
  /** What a wording would be proposed as. */
  agreement_kind?: AgreementKind,
  /** The agreement it was last proposed as. */
  agreement?: string,
};

/** Everything the laws decide about. */
export type LawCommand =
  | { say: "name", name: string }
  | { say: "zone", zone?: string | null }
  | { say: "agree_propose", kind: AgreementKind, words: Wording }
  | { say: "agree_counter", id: string, words: Wording, revision?: string | null, joins: Array<string> }
  | { say: "agree_accept", id: string, revision?: string | null, can?: Can | null }
  | { say: "agree_decline", id: string, revision?: string | null, note?: string | null }
  | { say: "agree_retract", id: string, revision?: string | null, note?: string | null }
  | { say: "agree_end", id: string, note?: string | null }
  | { say: "agree_again", id: string }
  | { say: "agree_part", id: string, want?: string | null, why?: string | null, limit?: string | null }
  | { say: "keep_both", a: string, b: string }
  | { say: "ritual" } & RitualCommand
  | { say: "step" } & StepCommand
  | { say: "boundary_add", polarity: Polarity, words: BoundaryWords }
  | { say: "boundary_edit", id: string, words: BoundaryWords }
  | { say: "boundary_withdraw", id: string }
  | { say: "boundary_ack", id: string }
  | { say: "boundary_ask", id: string, text: string }
  | { say: "boundary_honour", id: string, text: string }
  | { say: "boundary_note", id: string, text: string }
  | { say: "boundary_pick", id: string, version: string }
  | { say: "promise_add", text: string, due?: When | null, every?: string | null, size?: Size | null, sure?: Sure | null }
  | { say: "promise_edit", id: string, text: string }
  | { say: "promise_mark", id: string, on?: Day | null, result: MarkResult, note?: string | null }
  | { say: "promise_all_right", id: string, on?: Day | null }
  | { say: "promise_release", id: string, on?: Day | null }
  | { say: "promise_move", id: string, on?: Day | null, to: When }
  | { say: "promise_withdraw", id: string }
  | { say: "promise_ack", id: string }
  | { say: "promise_thank", id: string }
  | { say: "repair" } & RepairCommand
  | { say: "beside" } & BesideCommand;

/** What one person says happened to a promise. */
export type MarkResult = "kept" | "not_kept" | "not_applicable";

/** One open idea for another time. `move` is the agreement to say yes or no to. */
export type MoveIdea = {
  move: string,
  revision: string,
  to: string,
  to_utc?: string,
  /** Who stands by it. */
  by: Who,
};

/** Which occurrence an agreement would move, and where to. */
export type MoveTerms = { ritual: string, on: Day, to: string, to_utc?: string };

/** What a move to another relay came to. */
export type MoveView = {
  /** `moved`, or `pending`: the next exchange goes on with it. */
  state: "moved" | "pending",
  url: string,
  from: string,
  /** `reached`, or `not_reached`: what others sent there since the last exchange may still be only there. */
  old_relay: "reached" | "not_reached",
  /** `moved` or `stays`. */
  vault: "moved" | "stays",
  position: number,
  /** When this device last exchanged, where the old relay was not reached. */
  last_sync?: Day,
};

/** New words, shown once. */
export type NewWordsView = { recovery_words: Array<string>, state: string };

/** What changed since last time, grouped and calm. */
export type NewsGroup = {
  /**
   * `agreements`, `boundaries`, `promises`, `check_ins`, `thanks`, `talks_and_breaks`, `openness`, `people`, `needs_newer_app`, `repairs`,
   * `together`.
   */
  group:
    | "agreements"
    | "boundaries"
    | "promises"
    | "check_ins"
    | "thanks"
    | "talks_and_breaks"
    | "openness"
    | "people"
    | "needs_newer_app"
    | "repairs"
    | "together",
  lines: Array<NewsLine>,
};

/** One sentence about one record. */
export type NewsLine = {
  record?: string,
  on: Day,
  sentence: Say,
  /** The line asks something of the reader. */
  question: boolean,
};

/** What a note said from a day on. */
export type NoteVersion = { on: Day, words: string, stage?: Stage };

/** A private note. */
export type NoteView = {
  id: string,
  /** `private`: nobody else sees it. */
  state: "private",
  kind: PrivateKind,
  on: Day,
  words: string,
  /** The record of the couple space it is about. */
  about?: string,
  stage?: Stage,
  /** Everything it said, the present words among them. */
  versions: Array<NoteVersion>,
};

/**
 * Something to know, by code: `key_not_opened` and `key_wrap_wrong` (this device of this position gave out a key that cannot be used;
 * a new one is made), `removed` (this device is no longer the person's), `never_sent` (acts that stay here because somebody left),
 * and until the person has seen them `device_added`, `device_removed` and `words_renewed`.
 */
export type NoticeView = {
  code: "key_not_opened" | "key_wrap_wrong" | "removed" | "never_sent" | "device_added" | "device_removed" | "words_renewed",
  /** What that device is called, where it is an own one. */
  name?: string,
  /** The device it is about, by its id in the vault where it is an own one, else in its space. */
  device?: string,
  /** Where in that space's log. */
  position?: number,
};

/** One date of a promise; `date` is null where the promise has no due date. */
export type Occurrence = {
  date: Day | null,
  at?: string,
  /** The moment in UTC, where it has a time. */
  at_utc?: string,
  result: "open" | "kept" | "not_kept" | "seen_differently" | "no_word" | "released" | "changed_ahead" | "withdrawn" | "not_applicable",
  mine?: MarkResult,
  /** The reader's own marks where own devices marked apart; then none counts. */
  mine_apart?: Array<MarkResult>,
  theirs?: MarkResult,
  all_right?: boolean,
};

/** A wording somebody stands by and the other has not declined. */
export type OpenRevision = {
  revision: string,
  words: string,
  give: Sides<string | null>,
  by: Who,
  parents: Array<string>,
  /** `yes`, `no`, `taken_back`, `void` or null. */
  my_answer: "yes" | "no" | "taken_back" | "void" | null,
  their_answer: "yes" | "no" | "taken_back" | "void" | null,
  from?: Day,
  until?: Day,
  look_again?: Day,
  terms?: Terms,
  /** Words against the first parent (else the wording in force). */
  diff?: Array<DiffPart>,
};

/** Where pairing stands. */
export type PairingView = {
  /** `none`, `offered`, `answered`, `compare`, `paired`, `expired`, `refused`. */
  state: "none" | "offered" | "answered" | "compare" | "paired" | "expired" | "refused",
  /** What the one who answered becomes: `partner` or `own_device`. */
  role?: "partner" | "own_device",
  result?: Say,
  say?: Array<string>,
  expect?: number,
  /** What the person's confirmation still waits for. */
  pending?: Say,
};

/** One person's own side of a compromise. */
export type Part = { want: string | null, why: string | null, limit: string | null };

/** Which part it is. None is a precondition of another. */
export type PartKind = "account" | "responsibility" | "effects" | "effects_on_us" | "apology" | "amends" | "change" | "answer";

/** One record of a copy: what it read then. It is in force nowhere. */
export type PastView = {
  /** The list it stood in (`agreements`). */
  list: string,
  id: string,
  words: string | null,
  was: string | null,
  /** Everything the file said of it. */
  record: unknown,
};

/** Who takes a break from being asked. */
export type Pause = { me: PauseSide | null, them: PauseSide | null };

/** One person's pause. */
export type PauseSide = {
  until?: Day,
  /** Whether the other may know. */
  said: boolean,
};

/** What a person types to open the private page. Wiped on drop, never printed. */
export type Pin = string;

/** A limit ("please don't") or a permission ("you may, until I say otherwise"). */
export type Polarity = "limit" | "permission";

/** Everything that can be asked of the private page. Ids are prefixes as typed. */
export type PrivateCommand =
  | { private: "add", kind: PrivateKind, text: string, about?: string | null, stage?: Stage | null }
  | { private: "forgive", about: string, text: string, stage?: Stage | null, share: boolean }
  | { private: "edit", id: string, text?: string | null, stage?: Stage | null }
  | { private: "list", notes: boolean }
  | { private: "show", id: string }
  | { private: "share", ids: Array<string>, target?: ShareAs | null, area?: Area | null }
  | { private: "delete", id: string }
  | { private: "export" }
  | { private: "unsent_export" }
  | { private: "unsent_review", file: Array<number> }
  | { private: "unsent_issue", file: Array<number>, acts: Array<string> }
  | { private: "lock_set", new: Pin }
  | { private: "lock_change", new: Pin }
  | { private: "lock_remove" };

/** What nobody else sees: a draft or a note. */
export type PrivateItem = DraftView | NoteView;

/** What a private note is. */
export type PrivateKind = "reflection" | "self_check" | "tender_spot" | "forgiveness" | "question" | "other";

/** Name and zone as published. */
export type ProfileView = { name: string, zone: string | null };

/** A promise. */
export type Promise = {
  id: string,
  text: string,
  maker: Side,
  /** `draft`, `active`, `released`, `withdrawn`. */
  state: "draft" | "active" | "released" | "withdrawn",
  shared: boolean,
  due?: string,
  /** The moment in UTC, where it is due at a time. */
  due_utc?: string,
  zone?: string,
  every?: string,
  version: string,
  /** All wordings that stand, where own devices worded it apart. */
  wordings?: Array<PromiseWording>,
  /** The words were changed before the due date. */
  changed_ahead: boolean,
  acknowledged: Acknowledged | null,
  thanks: Array<Acknowledged>,
  /** `open, kept, not_kept, seen_differently, no_word, released, changed_ahead, withdrawn, not_applicable`. */
  result: "open" | "kept" | "not_kept" | "seen_differently" | "no_word" | "released" | "changed_ahead" | "withdrawn" | "not_applicable",
  occurrences: Array<Occurrence>,
  size?: Size,
  sure?: Sure,
  asks: Array<Ask>,
  history: Array<HistoryLine>,
};

/** Counts by result for each maker; no score. */
export type PromiseRecord = { days: number, made_by: Sides<{ [key in string]: number }> };

/** One of several wordings that stand. */
export type PromiseWording = { version: string, words: string };

/** A record that counts in the log but was not admitted. */
export type QuarantinedView = { author: string, reason: string, position: number };

/** Records moved, both spaces. */
export type RecordCounts = { sent: number, received: number };

/** What a recovery came to. */
export type RecoveredView = {
  state: string,
  device: string,
  name: string,
  /**
   * `none`, `back`, `ended`: somebody left, and it is here to be read; or `not_entered`: the relay keeps it no more, or these words do not
   * open it.
   */
  couple: "none" | "back" | "ended" | "not_entered",
};

/** A refusal: a stable code, its class, and facts for a sentence. */
export type Refusal = {
  /** Stable code, snake_case. */
  code: string,
  /** How a command line exits. */
  class: RefusalClass,
  /** Short facts (ids, counts, dates, limits), never what a person wrote. */
  facts: Array<string>,
};

/** Which exit a refusal takes on a command line. */
export type RefusalClass = "unexpected" | "usage" | "refused" | "not_found" | "unreachable" | "locked";

/** Where a relay is, and what it may ask for at registration. */
export type RelayAddress = {
  /** `http://` or `https://`, host, optional port; `ws://` and `wss://` are taken for the same relay. */
  url: string,
  /** Registration token, where the relay asks for one. Kept sealed, passed on to the partner inside the invitation. */
  token?: string | null,
};

/** The relay as this home sees it. */
export type RelayView = {
  url: string | null,
  /** `agrees`, `shorter`, `recovering`, `parted`. */
  branch: "agrees" | "shorter" | "recovering" | "parted",
  common_position: number,
  to_reissue: number,
  /** After `relay set`: own devices that stay at the relay of before until the same is typed there. */
  other_devices?: number,
};

/** A repair. */
export type Repair = {
  id: string,
  title: string,
  about?: Hurt,
  opened_by: Side,
  on: Day,
  /** `open` or `settled`. Nothing else, and no progress. */
  state: "open" | "settled",
  settled: Sides<boolean>,
  /** The reader set it aside: it asks for nothing more. */
  aside: boolean,
  parts: Array<RepairPart>,
  look_backs: Array<RepairNote>,
  forgiveness: Array<RepairNote>,
  links: Array<RepairLink>,
  /** Other repairs that both said are about the same thing. */
  same_as: Array<string>,
  asks: Array<Ask>,
};

/** Everything that can be said about a repair. Ids are prefixes as typed. */
export type RepairCommand =
  | { repair: "open", title: string, about?: Hurt | null }
  | { repair: "part", id: string, part: PartKind, text: string, replaces?: string | null }
  | { repair: "take_back", id: string, part: string }
  | { repair: "link", id: string, other: string, on: boolean }
  | { repair: "look_back", id: string, text: string }
  | { repair: "settled", id: string }
  | { repair: "reopen", id: string }
  | { repair: "forgiveness", id: string, text: string, stage?: Stage | null };

/** Something that belongs to it, and who said so. */
export type RepairLink = { record: string, by: Sides<boolean> };

/** A text beside the parts. */
export type RepairNote = { by: Side, on: Day, words: string, stage?: Stage };

/** One part, in its author's words. */
export type RepairPart = { part: PartKind, by: Side, version: string, on: Day, words: string };

/** The time of day of a ritual, in minutes since midnight. */
export type RitualAt = "day" | { same: { minutes: number, zone: string } } | { own: { minutes: number } };

/** What is said about a ritual. Yes, no and end are said as for every agreement. */
export type RitualCommand =
  | { what: "propose", words: Wording, ritual: RitualWords }
  | { what: "counter", id: string, words: Wording, ritual: RitualWords, revision?: string | null, joins: Array<string> }
  | { what: "mark", id: string, on?: Day | null, result: RitualResult }
  | { what: "move", id: string, on: Day, to: When };

/** One occurrence of a ritual. `date` is its name: the date in the ritual's zone by the ritual's own rule, also where it was moved. */
export type RitualDate = {
  ritual: string,
  name: string,
  date: Day,
  /** A day, a wall time without a zone (each at own time), or a moment in the ritual's zone. */
  start: string,
  start_utc?: string,
  /** The moment on the reader's clock. */
  for_me?: string,
  /** The moment on the other's clock: where both show their zone, or where it is a wall time of each. */
  for_them?: string,
  /** `planned`, `moved`, `off`, `done` (both did it), or `marked` (look at the marks). */
  state: "planned" | "moved" | "off" | "done" | "marked",
  /** `did_it`, `not_this_time`, `not_applicable`, or null. */
  marks: Sides<RitualResult | null>,
  /** The reader's own marks where own devices marked apart; then none counts. */
  mine_apart?: Array<RitualResult>,
  /** Where a move is in force: what was said about the time before it. */
  marks_before_move?: Sides<RitualResult | null>,
  /** Where it was before a move in force. */
  moved_from?: string,
  /** Open ideas for another time. */
  ideas?: Array<MoveIdea>,
  /** The date is one by an earlier wording and none by the wording in force. */
  under_old_plan?: boolean,
  /** A sentence where the moment is not at the reader's usual time of day. */
  hint?: Say,
  /** Minutes. */
  length?: number,
  place?: string,
};

/** One person's mark of one occurrence of a ritual. */
export type RitualResult = "did_it" | "not_this_time" | "not_applicable";

/** What a ritual says besides its name. */
export type RitualTerms = {
  start: Day,
  /** `day`, `week`, `month`, or an RRULE value. */
  every: string,
  /** Wall time `HH:MM` in `zone`: one moment for both. */
  at?: string,
  zone?: string,
  /** Wall time `HH:MM` of each. */
  own_time?: string,
  /** Minutes. */
  length?: number,
  why?: string,
  place?: string,
  remote?: string,
};

/** When a ritual happens and what belongs to it. `None` means: not said (a first proposal leaves it out, a counter inherits it). */
export type RitualWords = {
  /** `day`, `week`, `month`, or an RRULE value. */
  every?: string | null,
  /** At what time. */
  at?: RitualAt | null,
  /** First day the rule is counted from; today for a first proposal and for a new rule. */
  start?: Day | null,
  /** How long, in minutes. */
  length?: number | null,
  /** Why it does the two good. */
  why?: string | null,
  /** Where, or by which link. */
  place?: string | null,
  /** How it goes when they are apart. */
  remote?: string | null,
};

/** A short text about one version. */
export type Said = { version?: string, on: Day, by: Side, text: string };

/** Something a device said. */
export type SaidView = {
  /** The record it is about. */
  id: string,
  /** As in [`AsideView`]. */
  what: string,
  on: Day,
  words?: string,
};

/** One thing to say. Names and people's words are in it as data, dates and moments as such: how they are set is the reader's language's. */
export type Say = {
  /** The id of the message. */
  say: string,
  /** What fills it. */
  args: { [key in string]: Fill },
};

/** What a note becomes. */
export type ShareAs = "limit" | "permission" | "proposal" | "promise" | "thanks" | "talk";

/** Which record a draft became. */
export type SharedDraft = { draft: string, id: string };

/** Answer to [`Command::DraftShare`]. */
export type SharedView = { shared: Array<SharedDraft> };

/** One of the two people, from the reader's side. */
export type Side = "me" | "them";

/** A value for each side. */
export type Sides<T> = { me: T, them: T };

/** How big a promise is to its maker. */
export type Size = "small" | "big";

/** Where somebody is with forgiving today. It goes back and forth and has no end. */
export type Stage = "hurting" | "trying_to_understand" | "softening" | "letting_go" | "not_now";

/** How somebody holds a topic. */
export type Stance = "private" | "ask" | "tell";

/** A bare state, such as `pending`. */
export type StateView = { state: string };

/** How this home stands. */
export type StatusView = {
  name: string,
  partner_name?: string,
  /** `local_only`, `not_registered`, `kept`. */
  vault: "local_only" | "not_registered" | "kept",
  unsent: number,
  pending: Array<Say>,
  last_sync?: Day,
  last_heard?: Day,
  questions: number,
  relay?: string,
  pairing: PairingView,
  quarantined: number,
  /** Days on which somebody left, by side. */
  left?: Sides<Day | null>,
  /** What the two shared is only here to be read: somebody left, or this person stopped it quietly. Left out where it is not so. */
  over?: boolean,
  set_aside: number,
  /** What a person should know of and need not answer. */
  notices?: Array<NoticeView>,
  /** Who takes a break from being asked. */
  pause?: Pause,
  /** Filled by the driver, which knows the file. */
  store?: StoreView,
};

/** One step with what both say of it. */
export type Step = {
  /** `open`, `done`, `not_yet`, `seen_differently` or `not_applicable`; of one that repeats that of its newest date up to today. */
  result: "open" | "done" | "not_yet" | "seen_differently" | "not_applicable",
  /** Whether there is still something to do. A step that is seen differently stays open. */
  open: boolean,
  /** `done`, `not_yet`, `not_applicable`, or null. */
  marks: Sides<StepResult | null>,
  /** The reader's own marks where own devices marked apart; then none counts. */
  mine_apart?: Array<StepResult>,
  notes: Sides<string | null>,
  /** Of a step that repeats: the dates somebody marked, and the newest and the next date. */
  dates?: Array<StepDate>,
  step: string,
  number: number,
  /** `me`, `them` or `both`. */
  whose: Who,
  text: string,
  due?: string,
  due_utc?: string,
  /** `day`, `week`, `month`, or an RRULE value. */
  every?: string,
  notice?: string,
};

/** Marks a step. One that does not repeat needs no `on`; of one that does it is a date, else the newest up to today. */
export type StepCommand = {
  /** The plan. */
  id: string,
  /** The step's number in the list, or a prefix of its id. */
  step: string,
  /** Which date. */
  on?: Day | null,
  /** What the speaker says of it. */
  result: StepResult,
  /** A note beside it. */
  note?: string | null,
};

/** One date of a step that repeats. */
export type StepDate = {
  date: Day,
  result: "open" | "done" | "not_yet" | "seen_differently" | "not_applicable",
  marks: Sides<StepResult | null>,
  mine_apart?: Array<StepResult>,
  notes: Sides<string | null>,
};

/** One person's mark of one step of a plan. */
export type StepResult = "done" | "not_yet" | "not_applicable";

/** Whose step, from the speaker's side. */
export type StepWhose = "me" | "them" | "both";

/** One step of a wording. */
export type StepWords = { keep: string } | { new: { whose: StepWhose, text: string, due?: When | null, every?: string | null, notice?: string | null } };

/** One step as a wording says it. `number` counts from 1. */
export type StepWordsView = {
  step: string,
  number: number,
  /** `me`, `them` or `both`. */
  whose: Who,
  text: string,
  due?: string,
  due_utc?: string,
  /** `day`, `week`, `month`, or an RRULE value. */
  every?: string,
  notice?: string,
};

/** The store's file. */
export type StoreView = { path: string, bytes: number };

/** How sure a maker is of a promise. */
export type Sure = "yes" | "mostly" | "unsure";

/** Counts of one exchange. */
export type SyncView = {
  /** Acts of the couple space. */
  sent: number,
  received: number,
  waiting: number,
  position: number,
  records: RecordCounts,
  pairing?: PairingView,
  questions: number,
  /** Changes that are not sent by themselves any more. */
  set_aside?: number,
};

/** A talk somebody asked for. */
export type Talk = {
  id: string,
  by: Side,
  on: Day,
  topic: string,
  hope?: string,
  not_before?: Time,
  not_after?: Time,
  place?: string,
  /** `draft`, `asked`, `agreed`, `talked`, `let_go`. */
  state: "draft" | "asked" | "agreed" | "talked" | "let_go",
  shared: boolean,
  /** What each named. Several of one person where own devices named apart. */
  times: Sides<Array<Time>>,
  /** The time both named. */
  agreed?: Time,
  talked: Sides<boolean>,
  let_go_by?: Who,
  kept_between: boolean,
  asks: Array<Ask>,
};

/** What some wordings say besides their words. */
export type Terms = RitualTerms | MoveTerms | { steps: Array<StepWordsView> };

/** Thanks. They ask for nothing back. */
export type Thanks = {
  id: string,
  /** Null for a copy that was kept from a time before this couple. */
  by: Side | null,
  on: Day,
  /** Absent where they were taken back and the reader keeps no copy. */
  text?: string,
  about?: ThanksAbout,
  tag?: string,
  /** `draft`, `shared`, `taken_back`, `keepsake` (taken back, and the reader's own copy). */
  state: "draft" | "shared" | "taken_back" | "keepsake",
  shared: boolean,
  hearted: boolean,
  /** The reader keeps a private copy. The other never learns of it. */
  kept: boolean,
  kept_between: boolean,
};

/** What thanks are for. */
export type ThanksAbout = "act" | "trait";

/** A moment somebody named: in the reader's own zone, and in UTC. A day has neither. */
export type Time = { at: string, utc?: string };

/** A break in a conversation. */
export type TimeOut = {
  id: string,
  by: Side,
  on: Day,
  /** Until about then. Only its author lifts it, whatever the clock says. */
  until?: Time,
  /** `on`, `lifted`. */
  state: "on" | "lifted",
};

/** One day of one person. */
export type TodayView = {
  date: Day,
  /** Rituals of this day, by time. */
  rituals: Array<RitualDate>,
  /** Own promises that are due and open. */
  promises: Array<Promise>,
  /** Questions that wait for this person. */
  questions: number,
};

/** How both hold one topic. */
export type Topic = {
  id: string,
  topic: string,
  /** `draft`, `shared`. */
  state: "draft" | "shared",
  shared: boolean,
  me: Held | null,
  them: Held | null,
  /** Whether both hold it alike, where both said so. */
  alike?: boolean,
  /** Where they hold it differently: that it is fine. */
  sentence?: Say,
  asks: Array<Ask>,
};

/** One act of such a file. */
export type UnsentActView = {
  /** Its name in this file. */
  id: string,
  /** As in [`AsideView`]. */
  what: string,
  /** The day it says. */
  on: Day,
  /**
   * `said` (it is said already), `ready` (it can be said again), `waits` (an earlier one of the file comes first), `by_hand`
   * (a text both write: its owner puts it in where it belongs now), `refused`.
   */
  state: "said" | "ready" | "waits" | "by_hand" | "refused",
  /** Why it is refused. */
  code?: string,
  /** Its own words. */
  words?: string,
  /** The words it is about. */
  about?: string,
};

/** What a file of unsent acts holds. */
export type UnsentView = {
  /** The removed device that wrote it. */
  device: string,
  name: string | null,
  /** When, as that device says. */
  on: Day,
  acts: Array<UnsentActView>,
};

/** The whole log checked again. */
export type VerifyView = {
  position: number,
  records: number,
  acts: number,
  people: number,
  devices: number,
  bad_signatures: number,
  /** Acts of the log that are not held. */
  acts_missing: number,
  /** Acts held that the log does not say. */
  acts_surplus: number,
  /** Acts held otherwise than the log says them. */
  acts_different: number,
  quarantined: Array<QuarantinedView>,
  state_digest: string,
};

/** What goes into the file. */
export type Wanted = {
  /** Only what the reader gives. */
  own: boolean,
  /** This instead of anybody's words, in the reader's language. */
  neutral?: string | null,
};

/** A due date: a day, or a moment given as wall time in a named zone. */
export type When = {
  /** The day, in the zone if there is one. */
  day: Day,
  /** Wall time, minutes since midnight (0 to 1439), with its IANA zone. */
  at?: [number, string] | null,
};

/** Who proposed a wording, or who is waited for. */
export type Who = "me" | "them" | "both" | "nobody";

/** The changeable parts of an agreement's wording. `None` means: not said (a first proposal leaves it out, a counter inherits it). */
export type Wording = {
  /** The words both would stand by. */
  text?: string | null,
  /** Part of life. */
  area?: Area | null,
  /** Digital topic code, such as `answer_time`. */
  topic?: string | null,
  /** What the speaker gives. */
  give?: string | null,
  /** First day it is shown as in force. */
  from?: Day | null,
  /** Last day it is shown as in force. */
  until?: Day | null,
  /** When to look at it again. */
  look_again?: Day | null,
  /** All steps of a plan, in order. */
  steps?: Array<StepWords> | null,
};

/** What is known of the twelve words. */
export type WordsView = {
  made_on: Day,
  /** False while they wait to take the place of older ones. */
  in_place: boolean,
};

/** Commands, as far as it takes to tell them apart, each with its answer. */
export type Answered =
  | [{ do: "init" }, InitReply]
  | [{ do: "relay_show" }, RelayView]
  | [{ do: "relay_set" }, RelayView]
  | [{ do: "words" }, WordsView]
  | [{ do: "words_renew" }, NewWordsView]
  | [{ do: "recover" }, RecoveredView]
  | [{ do: "profile_name" }, ProfileView]
  | [{ do: "profile_zone" }, ProfileView]
  | [{ do: "invite" }, InviteView]
  | [{ do: "invite_cancel" }, StateView]
  | [{ do: "join" }, JoinView]
  | [{ do: "pairing" }, PairingView]
  | [{ do: "pairing_sets" }, Array<Array<string>>]
  | [{ do: "pairing_confirm" }, StateView]
  | [{ do: "sync" }, SyncView]
  | [{ do: "move_relay" }, MoveView]
  | [{ do: "relay_reset" }, SyncView]
  | [{ do: "status" }, StatusView]
  | [{ do: "verify" }, VerifyView]
  | [{ do: "whats_new" }, Array<NewsGroup>]
  | [{ do: "answer" }, Agreement | Boundary | Promise | Repair | Talk | Topic | StateView]
  | [{ do: "asks" }, Array<Ask>]
  | [{ do: "agreements" }, Array<Agreement>]
  | [{ do: "agreement" }, Agreement]
  | [{ do: "agreement_hide" }, Agreement]
  | [{ do: "today" }, TodayView]
  | [{ do: "rituals" }, Array<Agreement>]
  | [{ do: "ritual_dates" }, Array<RitualDate>]
  | [{ do: "boundaries" }, Array<Boundary>]
  | [{ do: "boundary" }, Boundary]
  | [{ do: "promises" }, Array<Promise>]
  | [{ do: "promise" }, Promise]
  | [{ do: "promise_record" }, PromiseRecord]
  | [{ do: "counsellor_sheet" }, never]
  | [{ do: "first_session" }, never]
  | [{ do: "calendar" }, never]
  | [{ do: "repairs" }, Array<Repair>]
  | [{ do: "repair" }, Repair]
  | [{ do: "repair_aside" }, Repair]
  | [{ do: "asides" }, Array<AsideView>]
  | [{ do: "aside_again" }, StateView]
  | [{ do: "aside_drop" }, StateView]
  | [{ do: "ids" }, Array<string>]
  | [{ do: "drafts" }, Array<DraftView>]
  | [{ do: "draft_share" }, SharedView]
  | [{ do: "draft_delete" }, StateView | CheckinRound]
  | [{ do: "devices" }, Array<DeviceView>]
  | [{ do: "device_acts" }, DeviceActsView]
  | [{ do: "unsent_export" }, never]
  | [{ do: "unsent_review" }, UnsentView]
  | [{ do: "unsent_issue" }, IssuedView]
  | [{ do: "devices_seen" }, StateView]
  | [{ do: "device_add" }, InviteView]
  | [{ do: "device_remove" }, StateView]
  | [{ do: "farewell" }, never]
  | [{ do: "put_away" }, StateView]
  | [{ do: "leave" }, StateView]
  | [{ do: "export" }, never]
  | [{ do: "say"; what: { say: "name" } }, StateView]
  | [{ do: "say"; what: { say: "zone" } }, StateView]
  | [{ do: "say"; what: { say: "agree_propose" } }, Agreement]
  | [{ do: "say"; what: { say: "agree_counter" } }, Agreement]
  | [{ do: "say"; what: { say: "agree_accept" } }, Agreement]
  | [{ do: "say"; what: { say: "agree_decline" } }, Agreement]
  | [{ do: "say"; what: { say: "agree_retract" } }, Agreement | StateView]
  | [{ do: "say"; what: { say: "agree_end" } }, Agreement]
  | [{ do: "say"; what: { say: "agree_again" } }, Agreement]
  | [{ do: "say"; what: { say: "agree_part" } }, Agreement]
  | [{ do: "say"; what: { say: "keep_both" } }, Agreement]
  | [{ do: "say"; what: { say: "step" } }, Agreement]
  | [{ do: "say"; what: { say: "boundary_add" } }, Boundary]
  | [{ do: "say"; what: { say: "boundary_edit" } }, Boundary]
  | [{ do: "say"; what: { say: "boundary_withdraw" } }, Boundary | StateView]
  | [{ do: "say"; what: { say: "boundary_ack" } }, Boundary]
  | [{ do: "say"; what: { say: "boundary_ask" } }, Boundary]
  | [{ do: "say"; what: { say: "boundary_honour" } }, Boundary]
  | [{ do: "say"; what: { say: "boundary_note" } }, Boundary]
  | [{ do: "say"; what: { say: "boundary_pick" } }, Boundary]
  | [{ do: "say"; what: { say: "promise_add" } }, Promise]
  | [{ do: "say"; what: { say: "promise_edit" } }, Promise]
  | [{ do: "say"; what: { say: "promise_mark" } }, Promise]
  | [{ do: "say"; what: { say: "promise_all_right" } }, Promise]
  | [{ do: "say"; what: { say: "promise_release" } }, Promise]
  | [{ do: "say"; what: { say: "promise_move" } }, Promise]
  | [{ do: "say"; what: { say: "promise_withdraw" } }, Promise | StateView]
  | [{ do: "say"; what: { say: "promise_ack" } }, Promise]
  | [{ do: "say"; what: { say: "promise_thank" } }, Promise]
  | [{ do: "say"; what: { say: "ritual"; what: "propose" } }, Agreement]
  | [{ do: "say"; what: { say: "ritual"; what: "counter" } }, Agreement]
  | [{ do: "say"; what: { say: "ritual"; what: "mark" } }, Agreement]
  | [{ do: "say"; what: { say: "ritual"; what: "move" } }, Agreement]
  | [{ do: "say"; what: { say: "repair"; repair: "open" } }, Repair]
  | [{ do: "say"; what: { say: "repair"; repair: "part" } }, Repair]
  | [{ do: "say"; what: { say: "repair"; repair: "take_back" } }, Repair]
  | [{ do: "say"; what: { say: "repair"; repair: "link" } }, Repair]
  | [{ do: "say"; what: { say: "repair"; repair: "look_back" } }, Repair]
  | [{ do: "say"; what: { say: "repair"; repair: "settled" } }, Repair]
  | [{ do: "say"; what: { say: "repair"; repair: "reopen" } }, Repair]
  | [{ do: "say"; what: { say: "repair"; repair: "forgiveness" } }, Repair]
  | [{ do: "say"; what: { say: "beside"; beside: "checkin" } }, CheckinRound]
  | [{ do: "say"; what: { say: "beside"; beside: "checkin_take_back" } }, CheckinRound | StateView]
  | [{ do: "say"; what: { say: "beside"; beside: "thanks" } }, Thanks]
  | [{ do: "say"; what: { say: "beside"; beside: "heart" } }, Thanks]
  | [{ do: "say"; what: { say: "beside"; beside: "thanks_take_back" } }, Thanks | StateView]
  | [{ do: "say"; what: { say: "beside"; beside: "talk_ask" } }, Talk]
  | [{ do: "say"; what: { say: "beside"; beside: "talk_time" } }, Talk]
  | [{ do: "say"; what: { say: "beside"; beside: "talk_time_clear" } }, Talk]
  | [{ do: "say"; what: { say: "beside"; beside: "talked" } }, Talk]
  | [{ do: "say"; what: { say: "beside"; beside: "talk_let_go" } }, Talk | StateView]
  | [{ do: "say"; what: { say: "beside"; beside: "time_out" } }, TimeOut]
  | [{ do: "say"; what: { say: "beside"; beside: "time_out_lift" } }, TimeOut | StateView]
  | [{ do: "say"; what: { say: "beside"; beside: "pause" } }, Pause]
  | [{ do: "say"; what: { say: "beside"; beside: "resume" } }, Pause]
  | [{ do: "say"; what: { say: "beside"; beside: "stance" } }, Topic | StateView]
  | [{ do: "say"; what: { say: "beside"; beside: "keep_between" } }, Between]
  | [{ do: "beside"; look: "checkins" }, Array<CheckinRound>]
  | [{ do: "beside"; look: "thanks" }, Array<Thanks>]
  | [{ do: "beside"; look: "keep" }, Thanks]
  | [{ do: "beside"; look: "show" }, CheckinRound | Thanks | Talk | TimeOut | Topic]
  | [{ do: "beside"; look: "talks" }, Array<Talk>]
  | [{ do: "beside"; look: "time_outs" }, Array<TimeOut>]
  | [{ do: "beside"; look: "openness" }, Array<Topic>]
  | [{ do: "beside"; look: "pause" }, Pause]
  | [{ do: "beside"; look: "resume" }, Pause]
  | [{ do: "joint"; joint: "list" }, Array<JointThing>]
  | [{ do: "joint"; joint: "show" }, JointThing]
  | [{ do: "joint"; joint: "add_note" }, JointThing]
  | [{ do: "joint"; joint: "add_list" }, JointThing]
  | [{ do: "joint"; joint: "add_item" }, JointThing]
  | [{ do: "joint"; joint: "add_wording" }, JointThing]
  | [{ do: "joint"; joint: "edit" }, JointThing]
  | [{ do: "joint"; joint: "tick" }, JointThing]
  | [{ do: "joint"; joint: "put_away" }, JointThing]
  | [{ do: "joint"; joint: "move" }, JointThing]
  | [{ do: "joint"; joint: "propose" }, Agreement]
  | [{ do: "private"; what: { private: "add" } }, NoteView]
  | [{ do: "private"; what: { private: "forgive" } }, NoteView]
  | [{ do: "private"; what: { private: "edit" } }, NoteView]
  | [{ do: "private"; what: { private: "list" } }, Array<DraftView> | Array<PrivateItem>]
  | [{ do: "private"; what: { private: "show" } }, NoteView]
  | [{ do: "private"; what: { private: "share" } }, SharedView | Agreement | Boundary | Promise | Thanks | Talk]
  | [{ do: "private"; what: { private: "delete" } }, StateView | CheckinRound]
  | [{ do: "private"; what: { private: "export" } }, never]
  | [{ do: "private"; what: { private: "unsent_export" } }, never]
  | [{ do: "private"; what: { private: "unsent_review" } }, UnsentView]
  | [{ do: "private"; what: { private: "unsent_issue" } }, IssuedView]
  | [{ do: "private"; what: { private: "lock_set" } }, StateView]
  | [{ do: "private"; what: { private: "lock_change" } }, StateView]
  | [{ do: "private"; what: { private: "lock_remove" } }, StateView]
  | [{ do: "import"; import: "keep" }, ImportView]
  | [{ do: "import"; import: "list" }, Array<ImportView>]
  | [{ do: "import"; import: "show" }, ImportShown | PastView]
  | [{ do: "import"; import: "remove" }, StateView];

/** What a command is answered with where it is not refused. */
export type ReplyTo<C extends Command> = AnsweredOf<Answered, C>;

type AnsweredOf<A, C> = A extends [infer Asked, infer Reply] ? (C extends Asked ? Reply : never) : never;
