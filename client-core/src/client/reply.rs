//! What a command answers with, as plain data for a screen or `--json`. Field names are a contract with every client.

use serde::Serialize;

use crate::law::beside::view::{Pause, Shown};
use crate::law::private::NoteView;
use crate::law::say::Say;
use crate::law::view;
use crate::silent::{silent, silent_enum};
use crate::time::Day;

/// Answer to [`Command::Init`].
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct InitReply {
    pub device: String,
    pub recovery_words: Vec<String>,
}

/// The relay as this home sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct RelayView {
    pub url: Option<String>,
    /// `agrees`, `shorter`, `recovering`, `parted`.
    #[cfg_attr(feature = "types", ts(type = r#""agrees" | "shorter" | "recovering" | "parted""#))]
    pub branch: &'static str,
    pub common_position: u64,
    pub to_reissue: u64,
    /// After `relay set`: own devices that stay at the relay of before until the same is typed there.
    #[serde(default, skip_serializing_if = "is_none_of_them")]
    pub other_devices: u64,
}

/// What a move to another relay came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct MoveView {
    /// `moved`, or `pending`: the next exchange goes on with it.
    #[cfg_attr(feature = "types", ts(type = r#""moved" | "pending""#))]
    pub state: &'static str,
    pub url: String,
    pub from: String,
    /// `reached`, or `not_reached`: what others sent there since the last exchange may still be only there.
    #[cfg_attr(feature = "types", ts(type = r#""reached" | "not_reached""#))]
    pub old_relay: &'static str,
    /// `moved` or `stays`.
    #[cfg_attr(feature = "types", ts(type = r#""moved" | "stays""#))]
    pub vault: &'static str,
    pub position: u64,
    /// When this device last exchanged, where the old relay was not reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sync: Option<Day>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape serde asks for; said on 64 bits only"
)]
fn is_none_of_them(n: &u64) -> bool {
    *n == 0
}

fn nobody_pauses(pause: &Pause) -> bool {
    *pause == Pause::default()
}

/// What is known of the twelve words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct WordsView {
    pub made_on: Day,
    /// False while they wait to take the place of older ones.
    pub in_place: bool,
}

/// New words, shown once.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct NewWordsView {
    pub recovery_words: Vec<String>,
    pub state: &'static str,
}

/// What a recovery came to.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct RecoveredView {
    pub state: &'static str,
    pub device: String,
    pub name: String,
    /// `none`, `back`, `ended`: somebody left, and it is here to be read; or `not_entered`: the relay keeps it no more, or these words do not
    /// open it.
    #[cfg_attr(feature = "types", ts(type = r#""none" | "back" | "ended" | "not_entered""#))]
    pub couple: &'static str,
}

/// Name and zone as published.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct ProfileView {
    pub name: String,
    pub zone: Option<String>,
}

/// An invitation under way.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct InviteView {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken_words: Option<Vec<String>>,
    /// The moment it expires, RFC 3339 in UTC.
    pub expires: String,
    pub state: &'static str,
    /// What the one who answers becomes: `partner` or `own_device`.
    #[cfg_attr(feature = "types", ts(type = r#""partner" | "own_device""#))]
    pub role: &'static str,
}

/// Answer to [`Command::Join`].
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct JoinView {
    pub state: &'static str,
    /// What this home becomes, where it is another device of its person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Say>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_words: Option<Vec<String>>,
}

/// Where pairing stands.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct PairingView {
    /// `none`, `offered`, `answered`, `compare`, `paired`, `expired`, `refused`.
    #[cfg_attr(
        feature = "types",
        ts(
            type = r#""none" | "offered" | "answered" | "compare" | "paired" | "expired" | "refused""#
        )
    )]
    pub state: &'static str,
    /// What the one who answered becomes: `partner` or `own_device`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = r#""partner" | "own_device""#))]
    pub role: Option<&'static str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Say>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub say: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<u8>,
    /// What the person's confirmation still waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Say>,
}

/// Counts of one exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct SyncView {
    /// Acts of the couple space.
    pub sent: u64,
    pub received: u64,
    pub waiting: u64,
    pub position: u64,
    pub records: RecordCounts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairing: Option<PairingView>,
    pub questions: u64,
    /// Changes that are not sent by themselves any more.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub set_aside: u64,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape serde asks for; said on 64 bits only"
)]
const fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// Records moved, both spaces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct RecordCounts {
    pub sent: u64,
    pub received: u64,
}

/// How this home stands.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct StatusView {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_name: Option<String>,
    /// `local_only`, `not_registered`, `kept`.
    #[cfg_attr(feature = "types", ts(type = r#""local_only" | "not_registered" | "kept""#))]
    pub vault: &'static str,
    pub unsent: u64,
    pub pending: Vec<Say>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sync: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_heard: Option<Day>,
    pub questions: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relay: Option<String>,
    pub pairing: PairingView,
    pub quarantined: u64,
    /// Days on which somebody left, by side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<view::Sides<Option<Day>>>,
    /// What the two shared is only here to be read: somebody left, or this person stopped it quietly. Left out where it is not so.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub over: bool,
    pub set_aside: u64,
    /// What a person should know of and need not answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<NoticeView>,
    /// Who takes a break from being asked.
    #[serde(default, skip_serializing_if = "nobody_pauses")]
    pub pause: Pause,
    /// Filled by the driver, which knows the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreView>,
}

/// Something to know, by code: `key_not_opened` and `key_wrap_wrong` (this device of this position gave out a key that cannot be used;
/// a new one is made), `removed` (this device is no longer the person's), `never_sent` (acts that stay here because somebody left),
/// and until the person has seen them `device_added`, `device_removed` and `words_renewed`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct NoticeView {
    #[cfg_attr(
        feature = "types",
        ts(
            type = r#""key_not_opened" | "key_wrap_wrong" | "removed" | "never_sent" | "device_added" | "device_removed" | "words_renewed""#
        )
    )]
    pub code: &'static str,
    /// What that device is called, where it is an own one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The device it is about, by its id in the vault where it is an own one, else in its space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Where in that space's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
}

/// The store's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct StoreView {
    pub path: String,
    pub bytes: u64,
}

/// The whole log checked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
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
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct QuarantinedView {
    pub author: String,
    pub reason: String,
    pub position: u64,
}

/// A draft in the vault.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is the view it is named after")]
pub enum DraftView {
    Agreement(Box<view::Agreement>),
    Boundary(Box<view::Boundary>),
    Promise(Box<view::Promise>),
    #[cfg_attr(feature = "types", ts(type = "CheckinRound | Thanks | Talk | Topic"))]
    Beside(Box<Shown>),
}

/// What nobody else sees: a draft or a note.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is the view it is named after")]
pub enum PrivateItem {
    Draft(DraftView),
    Note(Box<NoteView>),
}

silent_enum!(PrivateItem: Draft, Note);

/// Something this device keeps and does not send by itself.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct AsideView {
    pub id: String,
    /// What was said: `proposal`, `yes`, `limit`, `promise`, `draft` and the like.
    pub what: &'static str,
    pub on: Day,
    /// The relay's code, or `copy` (another copy of this home was in use), `needs` (it stands on another one set aside),
    /// `act_not_allowed` (no app would read it).
    pub reason: &'static str,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Answer to [`Command::DraftShare`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct SharedView {
    pub shared: Vec<SharedDraft>,
}

/// Which record a draft became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct SharedDraft {
    pub draft: String,
    pub id: String,
}

/// An own device.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct DeviceView {
    pub id: String,
    pub name: Option<String>,
    /// The day on which it first spoke, as it says.
    pub added: Option<Day>,
    /// `active`, `paper`, `removed`.
    #[cfg_attr(feature = "types", ts(type = r#""active" | "paper" | "removed""#))]
    pub state: &'static str,
    pub this: bool,
}

/// An own device with what it said.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct DeviceActsView {
    #[serde(flatten)]
    pub device: DeviceView,
    /// In the log of the couple space, oldest first.
    pub said: Vec<SaidView>,
}

/// Something a device said.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct SaidView {
    /// The record it is about.
    pub id: String,
    /// As in [`AsideView`].
    pub what: &'static str,
    pub on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// A copy of what was.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct ImportView {
    pub id: String,
    pub kept_on: Day,
    /// Every piece of it is on this device.
    pub whole: bool,
    /// Never: nobody vouches for the words in it.
    pub signed: bool,
    /// The day of the export, as the file said.
    pub exported_on: Option<Day>,
    /// The couple space it was of.
    pub space: Option<String>,
    /// `both`, or `mine`: only what its owner wrote.
    #[cfg_attr(feature = "types", ts(type = r#""both" | "mine" | null"#))]
    pub whose: Option<&'static str>,
    pub records: u64,
}

/// A copy with everything in it.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct ImportShown {
    #[serde(flatten)]
    pub copy: ImportView,
    pub list: Vec<PastView>,
}

/// One record of a copy: what it read then. It is in force nowhere.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct PastView {
    /// The list it stood in (`agreements`).
    pub list: String,
    pub id: String,
    pub words: Option<String>,
    pub was: Option<String>,
    /// Everything the file said of it.
    #[cfg_attr(feature = "types", ts(type = "unknown"))]
    pub record: serde_json::Value,
    /// The same, line by line.
    #[serde(skip)]
    pub facts: Vec<(String, String)>,
}

/// What a file of unsent acts holds.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct UnsentView {
    /// The removed device that wrote it.
    pub device: String,
    pub name: Option<String>,
    /// When, as that device says.
    pub on: Day,
    pub acts: Vec<UnsentActView>,
}

/// One act of such a file.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct UnsentActView {
    /// Its name in this file.
    pub id: String,
    /// As in [`AsideView`].
    pub what: &'static str,
    /// The day it says.
    pub on: Day,
    /// `said` (it is said already), `ready` (it can be said again), `waits` (an earlier one of the file comes first), `by_hand`
    /// (a text both write: its owner puts it in where it belongs now), `refused`.
    #[cfg_attr(
        feature = "types",
        ts(type = r#""said" | "ready" | "waits" | "by_hand" | "refused""#)
    )]
    pub state: &'static str,
    /// Why it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// Its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The words it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// Which acts of a file were said again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct IssuedView {
    pub issued: Vec<IssuedAct>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct IssuedAct {
    /// Its name in the file.
    pub act: String,
    /// The record it is about.
    pub id: String,
}

/// A bare state, such as `pending`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct StateView {
    pub state: &'static str,
}

silent!(
    ProfileView,
    StatusView,
    DeviceView,
    DeviceActsView,
    SaidView,
    UnsentView,
    UnsentActView,
    RecoveredView,
    NewWordsView,
    NoticeView,
    AsideView,
    ImportView,
    ImportShown,
    PastView,
    InitReply,
    InviteView,
    JoinView,
    PairingView
);
