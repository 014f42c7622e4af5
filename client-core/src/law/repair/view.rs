//! A repair as plain data for a screen or `--json`.

use serde::Serialize;

pub use crate::act::repair::PartKind;
use crate::act::repair::{Hurt, Stage};
use crate::law::view::{Ask, Side, Sides};
use crate::silent::silent;
use crate::time::Day;

/// A repair.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Repair {
    pub id: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Hurt>,
    pub opened_by: Side,
    pub on: Day,
    /// `open` or `settled`. Nothing else, and no progress.
    #[cfg_attr(feature = "types", ts(type = r#""open" | "settled""#))]
    pub state: &'static str,
    pub settled: Sides<bool>,
    /// The reader set it aside: it asks for nothing more.
    pub aside: bool,
    pub parts: Vec<Part>,
    pub look_backs: Vec<Note>,
    pub forgiveness: Vec<Note>,
    pub links: Vec<Link>,
    /// Other repairs that both said are about the same thing.
    pub same_as: Vec<String>,
    pub asks: Vec<Ask>,
}

/// One part, in its author's words.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RepairPart"))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Part {
    pub part: PartKind,
    pub by: Side,
    pub version: String,
    pub on: Day,
    pub words: String,
}

/// A text beside the parts.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RepairNote"))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Note {
    pub by: Side,
    pub on: Day,
    pub words: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
}

/// Something that belongs to it, and who said so.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RepairLink"))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct Link {
    pub record: String,
    pub by: Sides<bool>,
}

silent!(Repair, Part, Note, Link);
