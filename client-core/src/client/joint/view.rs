//! What the joint page looks like to a reader. Field names are a contract with every client.

use serde::Serialize;

use crate::law::command::{AgreementKind, Area};
use crate::law::view::Sides;
use crate::silent::silent;

/// A note, a list or the draft of a wording. Nothing says who wrote what, or when.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct JointThing {
    pub id: String,
    /// `note`, `list` or `wording`.
    #[cfg_attr(feature = "types", ts(type = r#""note" | "list" | "wording""#))]
    pub kind: &'static str,
    /// Of a note or a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Of a note or a wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Names title and text exactly.
    pub hash: String,
    /// Put away: kept, and out of the usual list.
    pub away: bool,
    /// Of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<JointItem>>,
    /// Of a wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// What a wording would be proposed as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_kind: Option<AgreementKind>,
    /// The agreement it was last proposed as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
}

/// One line of a list.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[expect(missing_docs, reason = "field names are the contract")]
pub struct JointItem {
    pub id: String,
    pub text: String,
    pub hash: String,
    /// Each ticks for themselves.
    pub ticked: Sides<bool>,
    pub away: bool,
}

silent!(JointThing, JointItem);
