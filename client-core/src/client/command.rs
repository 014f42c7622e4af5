//! What a client can be told, and what it answers, as plain data: the same for a command line, a browser and a phone.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::beside::Beside;
use super::import::ImportCommand;
use super::joint::JointCommand;
use super::joint::view::JointThing;
use super::notes::{Pin, PrivateCommand};
pub use super::reply::*;
use crate::law::beside::view::{Listed, Shown};
use crate::law::command::{LawCommand, Prefix};
use crate::law::private::NoteView;
use crate::law::{repair, view};
use crate::refused::Refused;
use crate::silent::{silent, silent_enum};
use crate::time::Day;

/// Where a relay is, and what it may ask for at registration.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct RelayAddress {
    /// `http://` or `https://`, host, optional port; `ws://` and `wss://` are taken for the same relay.
    pub url: String,
    /// Registration token, where the relay asks for one. Kept sealed, passed on to the partner inside the invitation.
    pub token: Option<String>,
}

/// Everything a person or a script can ask of a client.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(tag = "do", optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "fields are named as in the command line's contract; variants are documented"
)]
pub enum Command {
    /// Makes the identity: a vault, its first device and twelve words. Works alone.
    Init {
        name: String,
        device_name: String,
        relay: Option<RelayAddress>,
    },
    /// Shows or sets the relay.
    RelayShow,
    RelaySet {
        relay: RelayAddress,
    },
    /// When the twelve words were made.
    Words,
    /// Makes new words in the place of the old, and removes all other own devices if that is wanted. `lose_private`: even if nothing opens
    /// the private notes any more.
    WordsRenew {
        remove_others: bool,
        #[serde(default)]
        lose_private: bool,
    },
    /// Brings everything back on an empty machine.
    Recover {
        words: String,
        relay: RelayAddress,
        device_name: String,
    },
    /// Changes my name, here and (once paired) for my partner.
    ProfileName {
        name: String,
    },
    /// Publishes my zone to my partner, or takes it back.
    ProfileZone {
        zone: Option<String>,
    },

    /// Founds a couple space and makes an invitation. `with` are drafts to share once paired.
    Invite {
        spoken: bool,
        with: Vec<Prefix>,
    },
    InviteCancel,
    /// Answers an invitation, making an identity if the home is new.
    Join {
        invitation: Invitation,
        name: Option<String>,
        device_name: String,
        token: Option<String>,
    },
    Pairing,
    /// Sets of four words to pick from, one of which is what the other reads out: for a screen. The same each time they are looked at.
    PairingSets,
    /// The four words heard from the other.
    PairingConfirm {
        words: Vec<String>,
    },

    /// Exchanges with the relay until nothing is left to do. With `watch` it goes on and reports by events.
    Sync {
        watch: bool,
    },
    /// Takes the couple space to another relay, and the vault where it lives at the same one.
    MoveRelay {
        relay: RelayAddress,
    },
    /// Goes on with the relay's log where the branches parted: the person's consent.
    RelayReset,
    Status,
    Verify,
    /// What changed since the last mark; `seen` moves the mark.
    WhatsNew {
        seen: bool,
    },
    Answer {
        ask: Prefix,
        choice: String,
    },
    Asks,

    /// Says something the laws decide about. With `draft` it stays in the vault.
    Say {
        what: LawCommand,
        draft: bool,
    },
    Agreements {
        state: Option<String>,
    },
    Agreement {
        id: Prefix,
    },
    AgreementHide {
        id: Prefix,
        on: bool,
    },
    /// What is on today.
    Today,
    /// Agreements that are rituals.
    Rituals,
    /// Occurrences of all rituals, from a day on (today without it).
    RitualDates {
        from: Option<Day>,
        days: u32,
    },
    Boundaries {
        polarity: Option<crate::law::command::Polarity>,
        owner: Option<view::Side>,
    },
    Boundary {
        id: Prefix,
        history: bool,
    },
    Promises {
        maker: Option<view::Side>,
    },
    Promise {
        id: Prefix,
    },
    PromiseRecord {
        days: u32,
    },
    /// The sheet for a counsellor.
    CounsellorSheet {
        since: Option<Day>,
        promises: bool,
        repairs: bool,
    },
    /// Questions for a first session, with room to write by hand.
    FirstSession,
    /// A calendar file of what is due and what repeats, for this person's own calendar.
    Calendar {
        wanted: crate::sheet::calendar::Wanted,
    },
    Repairs,
    Repair {
        id: Prefix,
    },
    /// A repair asks me for nothing more, or may again. Nobody else learns of it.
    RepairAside {
        id: Prefix,
        on: bool,
    },
    /// Check-ins, thanks, talks, breaks and openness, as far as it is not said.
    Beside(Beside),

    /// What the two write together.
    Joint(JointCommand),

    /// What is not sent by itself any more.
    Asides,
    /// Says what was set aside again, as of today, with what it stands on.
    AsideAgain {
        id: Prefix,
    },
    /// Lets what was set aside go, with what stands on it. Nothing of it stays.
    AsideDrop {
        id: Prefix,
    },

    /// Every id a person can name here: records of every kind, drafts and asks. For a screen that shortens ids.
    Ids,
    Drafts,
    DraftShare {
        ids: Vec<Prefix>,
    },
    DraftDelete {
        id: Prefix,
    },

    /// The private page; with what opens it, where it has a lock of its own.
    Private {
        what: PrivateCommand,
        pin: Option<Pin>,
    },

    /// Copies of what was, which only this person's devices have.
    Import(ImportCommand),

    /// Own devices and their names.
    Devices,
    /// One of them, with all it said to the partner.
    DeviceActs {
        id: Prefix,
    },
    /// Seals what this removed device could not send into a file for another own device.
    UnsentExport,
    /// Shows what such a file holds.
    UnsentReview {
        file: Vec<u8>,
    },
    /// Says acts of such a file again, as of today.
    UnsentIssue {
        file: Vec<u8>,
        acts: Vec<Prefix>,
    },
    /// The person has seen which own devices came and went.
    DevicesSeen,
    /// Makes an invitation for another own device.
    DeviceAdd {
        spoken: bool,
    },
    /// Removes an own device, named by its id in the vault. The next exchange carries it out. `lose_private`: even if nothing opens the
    /// private notes any more.
    DeviceRemove {
        id: Prefix,
        #[serde(default)]
        lose_private: bool,
    },
    /// The ENDs that no relay is known to have, as bytes that another program can hand in without this home.
    Farewell,
    /// The copy of a space that is over goes from all own devices, so that another can be founded or joined.
    PutAway,
    /// Leaves the couple. `keep` keeps an own copy; without it this device is erased.
    Leave {
        keep: bool,
        quiet: bool,
    },
    /// `note` is what the file says of itself, in the words of whoever asks.
    Export {
        mine: bool,
        format: ExportFormat,
        note: String,
    },
}

/// How an invitation arrived.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
pub enum Invitation {
    /// The link as sent.
    Link(String),
    /// Six words heard, and the relay they are for.
    Spoken {
        /// As typed.
        words: Vec<String>,
        /// Where.
        relay: String,
        /// They are for another device of the same person.
        own: bool,
    },
}

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Everything with hashes and signatures.
    Json,
    /// The same as a page to read and print.
    Html,
    /// A readable Automerge document built fresh from the pages.
    Automerge,
}

/// What a command answers.
#[derive(Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant carries the view it is named after")]
pub enum Reply {
    Init(InitReply),
    Relay(RelayView),
    Moved(MoveView),
    Words(WordsView),
    NewWords(NewWordsView),
    Recovered(RecoveredView),
    Profile(ProfileView),
    Invite(InviteView),
    Joined(JoinView),
    Pairing(PairingView),
    PairingSets(Vec<Vec<String>>),
    Sync(SyncView),
    Status(Box<StatusView>),
    Verify(Box<VerifyView>),
    News(Vec<view::NewsGroup>),
    Asks(Vec<view::Ask>),
    Agreement(Box<view::Agreement>),
    Agreements(Vec<view::Agreement>),
    Boundary(Box<view::Boundary>),
    Boundaries(Vec<view::Boundary>),
    Today(Box<super::today::TodayView>),
    RitualDates(Vec<view::RitualDate>),
    Promise(Box<view::Promise>),
    Promises(Vec<view::Promise>),
    PromiseRecord(view::PromiseRecord),
    Repair(Box<repair::view::Repair>),
    Repairs(Vec<repair::view::Repair>),
    JointThing(Box<JointThing>),
    JointThings(Vec<JointThing>),
    Asides(Vec<AsideView>),
    Beside(Box<Shown>),
    BesideList(Listed),
    Ids(BTreeSet<String>),
    Drafts(Vec<DraftView>),
    Note(Box<NoteView>),
    Private(Vec<PrivateItem>),
    Shared(SharedView),
    Imports(Vec<ImportView>),
    Imported(Box<ImportView>),
    Import(Box<ImportShown>),
    Past(Box<PastView>),
    Devices(Vec<DeviceView>),
    DeviceActs(Box<DeviceActsView>),
    Unsent(UnsentView),
    Issued(IssuedView),
    State(StateView),
    /// The full record with its evidence, before its sentences have words.
    #[serde(skip)]
    Export(Box<serde_json::Value>),
    /// A page to print, before it has its words.
    #[serde(skip)]
    Sheet(Box<crate::sheet::Sheet>),
    /// Bytes of an exported file.
    #[serde(skip)]
    File(Vec<u8>),
    /// Nothing was there to change.
    Nothing(StateView),
}

/// What a command came to.
pub type Outcome = Result<Reply, Refused>;

silent!(RelayAddress);
silent_enum!(
    Command: Init,
    RelayShow,
    RelaySet,
    Words,
    WordsRenew,
    Recover,
    ProfileName,
    ProfileZone,
    Invite,
    InviteCancel,
    Join,
    Pairing,
    PairingSets,
    PairingConfirm,
    Sync,
    MoveRelay,
    RelayReset,
    Status,
    Verify,
    WhatsNew,
    Answer,
    Asks,
    Say,
    Agreements,
    Agreement,
    AgreementHide,
    Today,
    Rituals,
    RitualDates,
    Boundaries,
    Boundary,
    Promises,
    Promise,
    PromiseRecord,
    CounsellorSheet,
    FirstSession,
    Calendar,
    Repairs,
    Repair,
    RepairAside,
    Beside,
    Joint,
    Asides,
    AsideAgain,
    AsideDrop,
    Ids,
    Drafts,
    DraftShare,
    DraftDelete,
    Private,
    Import,
    Devices,
    DeviceActs,
    UnsentExport,
    UnsentReview,
    UnsentIssue,
    DevicesSeen,
    DeviceAdd,
    DeviceRemove,
    Farewell,
    PutAway,
    Leave,
    Export,
);
silent_enum!(Invitation: Link, Spoken);
silent_enum!(
    Reply: Init,
    Relay,
    Moved,
    Words,
    NewWords,
    Recovered,
    Profile,
    Invite,
    Joined,
    Pairing,
    PairingSets,
    Sync,
    Status,
    Verify,
    News,
    Asks,
    Agreement,
    Agreements,
    Boundary,
    Boundaries,
    Today,
    RitualDates,
    Promise,
    Promises,
    PromiseRecord,
    Repair,
    Repairs,
    Beside,
    BesideList,
    JointThing,
    JointThings,
    Asides,
    Ids,
    Drafts,
    Note,
    Private,
    Shared,
    Imports,
    Imported,
    Import,
    Past,
    Export,
    Sheet,
    Devices,
    DeviceActs,
    Unsent,
    Issued,
    State,
    File,
    Nothing,
);
