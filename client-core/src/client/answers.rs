//! Which answer each command has.
//!
//! A [`Reply`] is written without a name of its kind, so whoever reads one has to know what was asked. The tables here say it: for the
//! types of other languages, which are made from them (`docs/decisions/0350`), and for whoever drives a client under test and holds every
//! answer against them. A new command or reply does not compile before it stands here.
//!
//! What a command says of an id holds for an id of its kind: every look at one record shows whatever its id names.

use std::collections::BTreeSet;

use super::beside::Beside;
use super::command::*;
use super::import::ImportCommand;
use super::joint::JointCommand;
use super::joint::view::JointThing;
use super::notes::PrivateCommand;
use super::today::TodayView;
use crate::law::beside::command::BesideCommand;
use crate::law::beside::view::{self as beside, Listed, Shown};
use crate::law::command::{LawCommand, RitualCommand};
use crate::law::private::NoteView;
use crate::law::repair::RepairCommand;
use crate::law::{repair, view};

/// The kinds of answers by where they stand in a [`Reply`], each with what a reader of its JSON gets. An export, a sheet and a file have
/// none: a driver makes a file of them.
macro_rules! kinds {
    ($($within:ident { $($kind:ident = $variant:ident: $type:ty;)+ })+) => {
        /// What an answer is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is the reply, or the part of one, that it is named after")]
        pub enum Kind {
            $($($kind,)+)+
            Export,
            Sheet,
            File,
        }

        #[cfg(feature = "types")]
        impl Kind {
            /// What it is in TypeScript.
            #[must_use]
            pub fn typescript(self, types: &ts_rs::Config) -> String {
                match self {
                    $($(Self::$kind => <$type as ts_rs::TS>::name(types),)+)+
                    Self::Export | Self::Sheet | Self::File => "never".to_owned(),
                }
            }

            /// Shows a visitor what all kinds are made of.
            pub fn visit(visitor: &mut impl ts_rs::TypeVisitor) {
                $($(visitor.visit::<$type>();)+)+
            }
        }

        $(kinds!(@of $within { $($kind = $variant: $type;)+ });)+
    };
    (@of Reply { $($kind:ident = $variant:ident: $type:ty;)+ }) => {
        impl From<&Reply> for Kind {
            fn from(reply: &Reply) -> Self {
                match reply {
                    Reply::Beside(shown) => Self::from(&**shown),
                    Reply::BesideList(listed) => Self::from(listed),
                    $(Reply::$variant(view) => {
                        let _: &$type = view;
                        Self::$kind
                    })+
                    Reply::Export(_) => Self::Export,
                    Reply::Sheet(_) => Self::Sheet,
                    Reply::File(_) => Self::File,
                }
            }
        }
    };
    (@of $within:ident { $($kind:ident = $variant:ident: $type:ty;)+ }) => {
        impl From<&$within> for Kind {
            fn from(within: &$within) -> Self {
                match within {
                    $($within::$variant(view) => {
                        let _: &$type = view;
                        Self::$kind
                    })+
                }
            }
        }
    };
}

kinds! {
    Reply {
        Init = Init: InitReply;
        Relay = Relay: RelayView;
        Moved = Moved: MoveView;
        Words = Words: WordsView;
        NewWords = NewWords: NewWordsView;
        Recovered = Recovered: RecoveredView;
        Profile = Profile: ProfileView;
        Invite = Invite: InviteView;
        Joined = Joined: JoinView;
        Pairing = Pairing: PairingView;
        PairingSets = PairingSets: Vec<Vec<String>>;
        Sync = Sync: SyncView;
        Status = Status: StatusView;
        Verify = Verify: VerifyView;
        News = News: Vec<view::NewsGroup>;
        Asks = Asks: Vec<view::Ask>;
        Agreement = Agreement: view::Agreement;
        Agreements = Agreements: Vec<view::Agreement>;
        Boundary = Boundary: view::Boundary;
        Boundaries = Boundaries: Vec<view::Boundary>;
        Today = Today: TodayView;
        RitualDates = RitualDates: Vec<view::RitualDate>;
        Promise = Promise: view::Promise;
        Promises = Promises: Vec<view::Promise>;
        PromiseRecord = PromiseRecord: view::PromiseRecord;
        Repair = Repair: repair::view::Repair;
        Repairs = Repairs: Vec<repair::view::Repair>;
        JointThing = JointThing: JointThing;
        JointThings = JointThings: Vec<JointThing>;
        Asides = Asides: Vec<AsideView>;
        Ids = Ids: BTreeSet<String>;
        Drafts = Drafts: Vec<DraftView>;
        Note = Note: NoteView;
        Private = Private: Vec<PrivateItem>;
        Shared = Shared: SharedView;
        Imports = Imports: Vec<ImportView>;
        Imported = Imported: ImportView;
        Import = Import: ImportShown;
        Past = Past: PastView;
        Devices = Devices: Vec<DeviceView>;
        DeviceActs = DeviceActs: DeviceActsView;
        Unsent = Unsent: UnsentView;
        Issued = Issued: IssuedView;
        State = State: StateView;
        Nothing = Nothing: StateView;
    }
    Shown {
        CheckinRound = Checkin: beside::CheckinRound;
        Thanks = Thanks: beside::Thanks;
        Talk = Talk: beside::Talk;
        TimeOut = TimeOut: beside::TimeOut;
        Topic = Topic: beside::Topic;
        Pause = Pause: beside::Pause;
        Between = Between: beside::Between;
    }
    Listed {
        CheckinRounds = Checkins: Vec<beside::CheckinRound>;
        AllThanks = Thanks: Vec<beside::Thanks>;
        Talks = Talks: Vec<beside::Talk>;
        TimeOuts = TimeOuts: Vec<beside::TimeOut>;
        Topics = Topics: Vec<beside::Topic>;
    }
}

/// What a command with a tag of its own is answered with.
#[derive(Debug, Clone, Copy)]
pub enum Answered {
    /// One of these.
    With(&'static [Kind]),
    /// By what stands in it: under a field of this name, or beside its own fields.
    By(Option<&'static str>, &'static Table),
}

/// The variants of one enum of commands.
#[derive(Debug)]
pub struct Table {
    /// The field that names the variant.
    pub tag: &'static str,
    /// Each variant by its name in Rust.
    pub rows: &'static [(&'static str, Answered)],
}

/// A table and a function that looks up a value in it.
macro_rules! answers {
    ($name:ident, $of:ident: $type:ident by $tag:literal {
        $($variant:ident => $($kind:ident)|+;)+
        $(; $($wrapped:ident $({ $field:ident })? => $inner:ident, $inner_of:ident;)+)?
    }) => {
        /// What its commands are answered with.
        pub static $name: Table = Table {
            tag: $tag,
            rows: &[
                $((stringify!($variant), Answered::With(&[$(Kind::$kind),+])),)+
                $($((stringify!($wrapped), Answered::By(answers!(@field $($field)?), &$inner)),)+)?
            ],
        };

        fn $of(command: &$type) -> &'static [Kind] {
            match command {
                $($type::$variant { .. } => &[$(Kind::$kind),+],)+
                $($(answers!(@inner $type $wrapped what $($field)?) => $inner_of(what),)+)?
            }
        }
    };
    (@field) => { None };
    (@field $field:ident) => { Some(stringify!($field)) };
    (@inner $type:ident $wrapped:ident $what:ident) => { $type::$wrapped($what) };
    (@inner $type:ident $wrapped:ident $what:ident $field:ident) => { $type::$wrapped { $field: $what, .. } };
}

answers! { COMMANDS, of: Command by "do" {
    Init => Init;
    RelayShow => Relay;
    RelaySet => Relay;
    Words => Words;
    WordsRenew => NewWords;
    Recover => Recovered;
    ProfileName => Profile;
    ProfileZone => Profile;
    Invite => Invite;
    InviteCancel => State;
    Join => Joined;
    Pairing => Pairing;
    PairingSets => PairingSets;
    PairingConfirm => State;
    Sync => Sync;
    MoveRelay => Moved;
    RelayReset => Sync;
    Status => Status;
    Verify => Verify;
    WhatsNew => News;
    Answer => Agreement | Boundary | Promise | Repair | Talk | Topic | State;
    Asks => Asks;
    Agreements => Agreements;
    Agreement => Agreement;
    AgreementHide => Agreement;
    Today => Today;
    Rituals => Agreements;
    RitualDates => RitualDates;
    Boundaries => Boundaries;
    Boundary => Boundary;
    Promises => Promises;
    Promise => Promise;
    PromiseRecord => PromiseRecord;
    CounsellorSheet => Sheet;
    FirstSession => Sheet;
    Calendar => File;
    Repairs => Repairs;
    Repair => Repair;
    RepairAside => Repair;
    Asides => Asides;
    AsideAgain => State;
    AsideDrop => State;
    Ids => Ids;
    Drafts => Drafts;
    DraftShare => Shared;
    DraftDelete => State | CheckinRound;
    Devices => Devices;
    DeviceActs => DeviceActs;
    UnsentExport => File;
    UnsentReview => Unsent;
    UnsentIssue => Issued;
    DevicesSeen => State;
    DeviceAdd => Invite;
    DeviceRemove => State | Nothing;
    Farewell => File;
    PutAway => State;
    Leave => State;
    Export => Export | Sheet | File;
    ;
    Say { what } => LAW, of_law;
    Beside => BESIDE, of_beside;
    Joint => JOINT, of_joint;
    Private { what } => PRIVATE, of_private;
    Import => IMPORT, of_import;
} }

answers! { LAW, of_law: LawCommand by "say" {
    Name => State;
    Zone => State;
    AgreePropose => Agreement;
    AgreeCounter => Agreement;
    AgreeAccept => Agreement;
    AgreeDecline => Agreement;
    AgreeRetract => Agreement | State;
    AgreeEnd => Agreement;
    AgreeAgain => Agreement;
    AgreePart => Agreement;
    KeepBoth => Agreement;
    Step => Agreement;
    BoundaryAdd => Boundary;
    BoundaryEdit => Boundary;
    BoundaryWithdraw => Boundary | State;
    BoundaryAck => Boundary;
    BoundaryAsk => Boundary;
    BoundaryHonour => Boundary;
    BoundaryNote => Boundary;
    BoundaryPick => Boundary;
    PromiseAdd => Promise;
    PromiseEdit => Promise;
    PromiseMark => Promise;
    PromiseAllRight => Promise;
    PromiseRelease => Promise;
    PromiseMove => Promise;
    PromiseWithdraw => Promise | State;
    PromiseAck => Promise;
    PromiseThank => Promise;
    ;
    Ritual => RITUAL, of_ritual;
    Repair => REPAIR, of_repair;
    Beside => SAID_BESIDE, of_said_beside;
} }

answers! { RITUAL, of_ritual: RitualCommand by "what" {
    Propose => Agreement;
    Counter => Agreement;
    Mark => Agreement;
    Move => Agreement;
} }

answers! { REPAIR, of_repair: RepairCommand by "repair" {
    Open => Repair;
    Part => Repair;
    TakeBack => Repair;
    Link => Repair;
    LookBack => Repair;
    Settled => Repair;
    Reopen => Repair;
    Forgiveness => Repair;
} }

answers! { SAID_BESIDE, of_said_beside: BesideCommand by "beside" {
    Checkin => CheckinRound;
    CheckinTakeBack => CheckinRound | State;
    Thanks => Thanks;
    Heart => Thanks;
    ThanksTakeBack => Thanks | State;
    TalkAsk => Talk;
    TalkTime => Talk;
    TalkTimeClear => Talk;
    Talked => Talk;
    TalkLetGo => Talk | State;
    TimeOut => TimeOut;
    TimeOutLift => TimeOut | State;
    Pause => Pause;
    Resume => Pause;
    Stance => Topic | State;
    KeepBetween => Between;
} }

answers! { BESIDE, of_beside: Beside by "look" {
    Checkins => CheckinRounds;
    Thanks => AllThanks;
    Keep => Thanks;
    Show => CheckinRound | Thanks | Talk | TimeOut | Topic;
    Talks => Talks;
    TimeOuts => TimeOuts;
    Openness => Topics;
    Pause => Pause;
    Resume => Pause;
} }

answers! { JOINT, of_joint: JointCommand by "joint" {
    List => JointThings;
    Show => JointThing;
    AddNote => JointThing;
    AddList => JointThing;
    AddItem => JointThing;
    AddWording => JointThing;
    Edit => JointThing;
    Tick => JointThing;
    PutAway => JointThing;
    Move => JointThing;
    Propose => Agreement;
} }

answers! { PRIVATE, of_private: PrivateCommand by "private" {
    Add => Note;
    Forgive => Note;
    Edit => Note;
    List => Drafts | Private;
    Show => Note;
    Share => Shared | Agreement | Boundary | Promise | Thanks | Talk;
    Delete => State | CheckinRound;
    Export => Export;
    UnsentExport => File;
    UnsentReview => Unsent;
    UnsentIssue => Issued;
    LockSet => State;
    LockChange => State;
    LockRemove => State;
} }

answers! { IMPORT, of_import: ImportCommand by "import" {
    Keep => Imported;
    List => Imports;
    Show => Import | Past;
    Remove => State;
} }

/// The kinds a command is answered with where it is not refused.
#[must_use]
pub fn answers(command: &Command) -> &'static [Kind] {
    of(command)
}

/// Whether an answer is one of these, or a refusal.
#[must_use]
pub fn fits(kinds: &[Kind], outcome: &Outcome) -> bool {
    outcome.as_ref().map_or(true, |reply| kinds.contains(&Kind::from(reply)))
}
