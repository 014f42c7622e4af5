//! Pages as they lie on disk: a row for the state, one for the snapshot, one for each change since.
//!
//! Owns how much of a page is saved. It does not know what pages hold, nor how records are admitted to them.

use std::collections::BTreeMap;

use super::joint::JOINT;
use super::rows::page_key;
use super::seat::{Pen, SeatError};
use super::stored::Opened;
use crate::document::joint::JointPage;
use crate::document::{OwnPage, SavedPage};
use crate::store::Table;

const SNAPSHOT: u8 = b's';

/// A page and how much of its tail lies on disk.
#[derive(Debug, Default)]
pub(super) struct PageFile<P = OwnPage> {
    pub(super) page: P,
    /// Number of the first tail row.
    first_tail: u64,
    /// How many of the tail's changes are on disk.
    saved_tail: usize,
}

impl<P: SavedPage> PageFile<P> {
    fn loaded(page: P, first_tail: u64) -> Self {
        let saved_tail = page.tail().len();
        Self { page, first_tail, saved_tail }
    }

    /// Folds a long tail into a snapshot.
    pub(super) fn fold(&mut self, pen: &mut Pen<'_>, n: u8, number: u8) {
        // What is not on disk yet is written first, by the input that brought it.
        if !self.page.snapshot_due() || self.saved_tail != self.page.tail().len() {
            return;
        }
        if !self.page.fold() {
            return;
        }
        for at in 0..self.saved_tail as u64 {
            pen.delete(Table::Tail, page_key(n, number, self.first_tail + at));
        }
        self.first_tail += self.saved_tail as u64;
        self.saved_tail = 0;
        let snapshot = self.page.snapshot_bytes().to_vec();
        pen.put(Table::Page, [n, number, SNAPSHOT], &snapshot);
    }

    /// Writes the page's state and what is new in its tail.
    pub(super) fn put(&mut self, pen: &mut Pen<'_>, n: u8, number: u8) {
        let tail = self.page.tail();
        for (at, change) in tail.iter().enumerate().skip(self.saved_tail) {
            pen.put(Table::Tail, page_key(n, number, self.first_tail + at as u64), change);
        }
        self.saved_tail = tail.len();
        let state = self.page.state();
        pen.put(Table::Page, [n, number], &state);
    }
}

/// A page's parts as they are read.
#[derive(Default)]
struct Parts {
    state: Vec<u8>,
    snapshot: Vec<u8>,
    first_tail: u64,
    tail: Vec<Vec<u8>>,
}

/// A seat's own pages, and its joint page.
pub(super) fn load_pages<'a>(
    states: impl Iterator<Item = Opened<'a>>,
    tails: impl Iterator<Item = Result<Opened<'a>, SeatError>>,
) -> Result<(BTreeMap<u8, PageFile>, PageFile<JointPage>), SeatError> {
    let mut parts: BTreeMap<u8, Parts> = BTreeMap::new();
    for row in states {
        match row {
            ([page], value) => parts.entry(*page).or_default().state = value.into_vec(),
            ([page, SNAPSHOT], value) => {
                parts.entry(*page).or_default().snapshot = value.into_vec();
            }
            _ => return Err(SeatError::Row(Table::Page)),
        }
    }
    for row in tails {
        let bad = || SeatError::Row(Table::Tail);
        let (key, change) = row?;
        let (page, number) = key.split_first().ok_or_else(bad)?;
        let number = u64::from_be_bytes(number.try_into().map_err(|_| bad())?);
        let page = parts.entry(*page).or_default();
        if page.tail.is_empty() {
            page.first_tail = number;
        }
        page.tail.push(change.into_vec());
    }
    let mut pages = BTreeMap::new();
    let mut joint = PageFile::default();
    for (number, Parts { state, snapshot, first_tail, tail }) in parts {
        if number == JOINT {
            joint = PageFile::loaded(JointPage::open(&state, snapshot, tail)?, first_tail);
        } else {
            let page = OwnPage::open(&state, snapshot, tail)?;
            pages.insert(number, PageFile::loaded(page, first_tail));
        }
    }
    Ok((pages, joint))
}
