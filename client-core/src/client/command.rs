//! What a client can be told, and what it answers, as plain data: the same for a command line, a browser and a phone.

use serde::Serialize;

use super::beside::Beside;
use crate::law::beside::view::{Listed, Pause, Shown};
use crate::law::command::{LawCommand, Prefix};
use crate::law::{repair, view};
use crate::refused::Refused;
use crate::silent::{silent, silent_enum};
use crate::time::Day;

/// Where a relay is, and what it may ask for at registration.
#[derive(Clone, PartialEq, Eq)]
pub struct RelayAddress {
    /// `http://` or `https://`, host, optional port; `ws://` and `wss://` are taken for the same relay.
    pub url: String,
    /// Registration token, where the relay asks for one. Kept sealed, passed on to the partner inside the invitation.
    pub token: Option<String>,
}

/// Everything a person or a script can ask of a client.
#[derive(Clone, PartialEq, Eq)]
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
    /// The four words heard from the other.
    PairingConfirm {
        words: Vec<String>,
    },

    /// Exchanges with the relay until nothing is left to do. With `watch` it goes on and reports by events.
    Sync {
        watch: bool,
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
    /// Agreements that are rituals.
    /// What is on today.
    Today,
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
        wanted: crate::law::calendar::Wanted,
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

    Drafts,
    DraftShare {
        ids: Vec<Prefix>,
    },
    DraftDelete {
        id: Prefix,
    },

    /// Own devices and their names.
    Devices,
    /// Removes an own device, named by its id in the vault. The next exchange carries it out.
    DeviceRemove {
        id: Prefix,
    },
    /// Leaves the couple. `keep` keeps an own copy; without it this device is erased.
    Leave {
        keep: bool,
        quiet: bool,
    },
    Export {
        mine: bool,
        format: ExportFormat,
    },
}

/// How an invitation arrived.
#[derive(Clone, PartialEq, Eq)]
pub enum Invitation {
    /// The link as sent.
    Link(String),
    /// Six words heard, and the relay they are for.
    Spoken {
        /// As typed.
        words: Vec<String>,
        /// Where.
        relay: String,
    },
}

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    Words(WordsView),
    Profile(ProfileView),
    Invite(InviteView),
    Joined(JoinView),
    Pairing(PairingView),
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
    Asides(Vec<AsideView>),
    Beside(Box<Shown>),
    BesideList(Listed),
    Drafts(Vec<DraftView>),
    Shared(SharedView),
    Devices(Vec<DeviceView>),
    State(StateView),
    /// Bytes of an exported file.
    #[serde(skip)]
    File(Vec<u8>),
    /// Nothing was there to change.
    Nothing(StateView),
}

/// Answer to [`Command::Init`].
#[derive(Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct InitReply {
    pub device: String,
    pub recovery_words: Vec<String>,
}

/// The relay as this home sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct RelayView {
    pub url: Option<String>,
    /// `agrees`, `shorter`, `recovering`, `parted`.
    pub branch: &'static str,
    pub common_position: u64,
    pub to_reissue: u64,
}

fn nobody_pauses(pause: &Pause) -> bool {
    *pause == Pause::default()
}

/// What is known of the twelve words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct WordsView {
    pub made_on: Day,
}

/// Name and zone as published.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct ProfileView {
    pub name: String,
    pub zone: Option<String>,
}

/// An invitation under way.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct InviteView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoken_words: Option<Vec<String>>,
    /// The moment it expires, RFC 3339 in UTC.
    pub expires: String,
    pub state: &'static str,
}

/// Answer to [`Command::Join`].
#[derive(Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct JoinView {
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovery_words: Option<Vec<String>>,
}

/// Where pairing stands.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct PairingView {
    /// `none`, `offered`, `answered`, `compare`, `paired`, `expired`, `refused`.
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub say: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect: Option<u8>,
    /// What the person's confirmation still waits for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<&'static str>,
}

/// Counts of one exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct SyncView {
    /// Acts of the couple space.
    pub sent: u64,
    pub received: u64,
    pub waiting: u64,
    pub position: u64,
    pub records: RecordCounts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairing: Option<PairingView>,
    pub questions: u64,
    /// Changes that are not sent by themselves any more.
    #[serde(skip_serializing_if = "is_zero")]
    pub set_aside: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape serde asks for")]
const fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// Records moved, both spaces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct RecordCounts {
    pub sent: u64,
    pub received: u64,
}

/// How this home stands.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct StatusView {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_name: Option<String>,
    /// `local_only`, `not_registered`, `kept`.
    pub vault: &'static str,
    pub unsent: u64,
    pub pending: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_sync: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_heard: Option<Day>,
    pub questions: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relay: Option<String>,
    pub pairing: PairingView,
    pub quarantined: u64,
    /// Days on which somebody left, by side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<view::Sides<Option<Day>>>,
    pub set_aside: u64,
    /// What a person should know of and need not answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<NoticeView>,
    /// Who takes a break from being asked.
    #[serde(skip_serializing_if = "nobody_pauses")]
    pub pause: Pause,
    /// Filled by the driver, which knows the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreView>,
}

/// Something to know, by code: `key_not_opened` and `key_wrap_wrong` (this device of this position gave out a key that cannot be used;
/// a new one is made), `removed` (this device is no longer the person's), `never_sent` (acts that stay here because somebody left).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct NoticeView {
    pub code: &'static str,
    /// The device it is about, by its id in the vault where it is an own one, else in its space.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Where in that space's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
}

/// The store's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct StoreView {
    pub path: String,
    pub bytes: u64,
}

/// The whole log checked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct VerifyView {
    pub position: u64,
    pub records: u64,
    pub acts: u64,
    pub people: u64,
    pub devices: u64,
    pub bad_signatures: u64,
    /// Acts of the log that are not held.
    pub acts_missing: u64,
    /// Acts held that the log does not say.
    pub acts_surplus: u64,
    /// Acts held otherwise than the log says them.
    pub acts_different: u64,
    pub quarantined: Vec<QuarantinedView>,
    pub state_digest: String,
}

/// A record that counts in the log but was not admitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct QuarantinedView {
    pub author: String,
    pub reason: String,
    pub position: u64,
}

/// A draft in the vault.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is the view it is named after")]
pub enum DraftView {
    Agreement(Box<view::Agreement>),
    Boundary(Box<view::Boundary>),
    Promise(Box<view::Promise>),
    Beside(Box<Shown>),
}

/// Something this device keeps and does not send by itself.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct AsideView {
    pub id: String,
    /// What was said: `proposal`, `yes`, `limit`, `promise`, `draft` and the like.
    pub what: &'static str,
    pub on: Day,
    /// The relay's code, or `copy` (another copy of this home was in use), `needs` (it stands on another one set aside),
    /// `act_not_allowed` (no app would read it).
    pub reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Answer to [`Command::DraftShare`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct SharedView {
    pub shared: Vec<SharedDraft>,
}

/// Which record a draft became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct SharedDraft {
    pub draft: String,
    pub id: String,
}

/// An own device.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct DeviceView {
    pub id: String,
    pub name: Option<String>,
    /// `active`, `paper`, `removed`.
    pub state: &'static str,
    pub this: bool,
}

/// A bare state, such as `pending`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct StateView {
    pub state: &'static str,
}

/// What a command came to.
pub type Outcome = Result<Reply, Refused>;

silent!(
    ProfileView,
    StatusView,
    DeviceView,
    RelayAddress,
    AsideView,
    InitReply,
    InviteView,
    JoinView,
    PairingView
);
silent_enum!(
    Command: Init,
    RelayShow,
    RelaySet,
    Words,
    ProfileName,
    ProfileZone,
    Invite,
    InviteCancel,
    Join,
    Pairing,
    PairingConfirm,
    Sync,
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
    Asides,
    AsideAgain,
    AsideDrop,
    Drafts,
    DraftShare,
    DraftDelete,
    Devices,
    DeviceRemove,
    Leave,
    Export,
);
silent_enum!(Invitation: Link, Spoken);
silent_enum!(
    Reply: Init,
    Relay,
    Words,
    Profile,
    Invite,
    Joined,
    Pairing,
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
    Asides,
    Drafts,
    Shared,
    Devices,
    State,
    File,
    Nothing,
);
