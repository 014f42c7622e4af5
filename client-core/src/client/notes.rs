//! Private notes: commands on the private page, and what of it becomes something shared.
//!
//! The page is opened for one command and closed again; how its key is come by is [`super::lock`]. What the law decides about is in
//! [`crate::law::private`].

use serde::Deserialize;
use serde_json::json;
use zeroize::Zeroizing;

use super::command::{Command, PrivateItem, Reply, SharedDraft, SharedView, StateView};
use super::opened::OpenedPage;
use super::{Client, Env, pen};
use crate::act::RecordId;
use crate::act::repair::Stage;
use crate::act::vault::PrivateKind;
use crate::law::beside::command::BesideCommand;
use crate::law::command::{
    AgreementKind, Area, BoundaryWords, LawCommand, Polarity, Prefix, Wording,
};
use crate::law::private::{Note, NoteCommand, decide, note_view, notes};
use crate::law::repair::RepairCommand;
use crate::law::{self, Decision, NewAct};
use crate::refused::Refused;
use crate::silent::{silent, silent_enum};

/// What a person types to open the private page. Wiped on drop, never printed.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
#[serde(from = "String")]
pub struct Pin(Zeroizing<String>);

impl From<String> for Pin {
    fn from(typed: String) -> Self {
        Self(Zeroizing::new(typed))
    }
}

impl std::ops::Deref for Pin {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// Everything that can be asked of the private page. Ids are prefixes as typed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(tag = "private", optional_fields = nullable))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are named as in the command line's contract")]
pub enum PrivateCommand {
    /// Writes a note, perhaps about a record of the couple space.
    Add {
        kind: PrivateKind,
        text: String,
        about: Option<Prefix>,
        stage: Option<Stage>,
    },
    /// Writes where one is with forgiving, about a repair; with `share` the partner sees it too.
    Forgive {
        about: Prefix,
        text: String,
        stage: Option<Stage>,
        share: bool,
    },
    Edit {
        id: Prefix,
        text: Option<String>,
        stage: Option<Stage>,
    },
    /// Drafts, and the notes where the page opens without asking. With `notes` the notes alone.
    List {
        notes: bool,
    },
    Show {
        id: Prefix,
    },
    /// Shares drafts; of notes those about forgiving, and with `target` one note becomes a draft.
    Share {
        ids: Vec<Prefix>,
        target: Option<ShareAs>,
        area: Option<Area>,
    },
    /// Deletes a draft or a note.
    Delete {
        id: Prefix,
    },
    /// All notes with all their versions, as a file.
    Export,
    /// Seals what this removed device could not send into a file, private notes with it.
    UnsentExport,
    /// Shows the private notes of such a file.
    UnsentReview {
        file: Vec<u8>,
    },
    /// Writes private notes of such a file anew.
    UnsentIssue {
        file: Vec<u8>,
        acts: Vec<Prefix>,
    },
    /// Closes the page with words of its own on this device.
    LockSet {
        new: Pin,
    },
    LockChange {
        new: Pin,
    },
    /// Opens the page with the home again, on this device.
    LockRemove,
}

silent!(Pin);

silent_enum!(
    PrivateCommand: Add,
    Forgive,
    Edit,
    List,
    Show,
    Share,
    Delete,
    Export,
    UnsentExport,
    UnsentReview,
    UnsentIssue,
    LockSet,
    LockChange,
    LockRemove,
);

/// What a note becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ShareAs {
    Limit,
    Permission,
    Proposal,
    Promise,
    Thanks,
    Talk,
}

impl Client {
    /// Carries out a command on the private page.
    pub(super) fn private(
        &mut self,
        env: &mut Env<'_>,
        what: &PrivateCommand,
        pin: Option<&Pin>,
    ) -> Result<Option<Reply>, Refused> {
        Ok(Some(match what {
            PrivateCommand::Add { kind, text, about, stage } => {
                let about = about.as_ref().map(|about| self.resolve(about)).transpose()?;
                let (kind, text, stage) = (*kind, text.clone(), *stage);
                self.write(env, pin, &NoteCommand::Add { kind, text, about, stage })?
            }
            PrivateCommand::Forgive { about, text, stage, share } => {
                self.forgive(env, pin, (about, text, *stage), *share)?
            }
            PrivateCommand::Edit { id, text, stage } => {
                let (id, text, stage) = (id.clone(), text.clone(), *stage);
                self.write(env, pin, &NoteCommand::Edit { id, text, stage })?
            }
            PrivateCommand::List { notes } => self.private_list(env, pin, *notes)?,
            PrivateCommand::Show { id } => {
                let note = self.note_named(env, pin, id)?;
                Reply::Note(Box::new(note_view(&note)))
            }
            PrivateCommand::Share { ids, target, area } => {
                self.share_private(env, pin, ids, *target, *area)?
            }
            PrivateCommand::Delete { id } => match self.drafts_named(std::slice::from_ref(id)) {
                Ok(_) => {
                    let command = Command::DraftDelete { id: id.clone() };
                    return self.carry_out(env, 0, command);
                }
                Err(_) => self.delete_note(env, pin, id)?,
            },
            PrivateCommand::Export => self.private_file(env, pin)?,
            PrivateCommand::UnsentExport => self.export_private_unsent(env, pin)?,
            PrivateCommand::UnsentReview { file } => {
                Reply::Unsent(self.review_private_unsent(env, pin, file)?)
            }
            PrivateCommand::UnsentIssue { file, acts } => {
                self.issue_private_unsent(env, pin, file, acts)?
            }
            PrivateCommand::LockSet { new } => self.lock_set(env, pin, new)?,
            PrivateCommand::LockChange { new } => self.lock_change(env, pin, new)?,
            PrivateCommand::LockRemove => self.lock_remove(env, pin)?,
        }))
    }

    pub(super) fn open_page(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
    ) -> Result<OpenedPage, Refused> {
        let keys = self.private_keys(env, pin)?;
        Ok(OpenedPage::open(&self.home()?.vault, keys))
    }

    pub(super) fn close_page(&mut self, env: &mut Env<'_>, page: OpenedPage) {
        if let Some(home) = &mut self.home {
            page.close(&mut home.vault, &mut pen!(self, env));
        }
    }

    /// All notes; what was held back is made anew by the way.
    fn all_notes(&mut self, env: &mut Env<'_>, pin: Option<&Pin>) -> Result<Vec<Note>, Refused> {
        let page = self.open_page(env, pin)?;
        let all = notes(page.acts());
        self.close_page(env, page);
        Ok(all)
    }

    fn note_named(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
        id: &str,
    ) -> Result<Note, Refused> {
        let all = self.all_notes(env, pin)?;
        let record = law::resolve(id, all.iter().map(|note| note.record))?;
        let found = all.into_iter().find(|note| note.record == record);
        found.ok_or_else(|| Refused::not_found("record"))
    }

    /// Says what the law comes to, and shows the note.
    fn write(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
        command: &NoteCommand,
    ) -> Result<Reply, Refused> {
        let mut page = self.open_page(env, pin)?;
        let mut fresh = [0; 32];
        env.rng.fill_bytes(&mut fresh);
        let Decision { record, acts } = decide(page.acts(), command, RecordId(fresh))?;
        let vault = &self.home()?.vault;
        for NewAct { record, body } in acts {
            page.make(vault, env.now.today(), record, body);
        }
        let note = notes(page.acts()).into_iter().find(|note| note.record == record);
        self.close_page(env, page);
        let note = note.ok_or_else(|| Refused::not_found("record"))?;
        Ok(Reply::Note(Box::new(note_view(&note))))
    }

    /// A note of which nothing is in a record yet goes without a trace; else its end is said.
    fn delete_note(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
        id: &str,
    ) -> Result<Reply, Refused> {
        let mut page = self.open_page(env, pin)?;
        let command = NoteCommand::Delete { id: id.to_owned() };
        let Decision { record, acts } = decide(page.acts(), &command, RecordId::ZERO)?;
        let vault = &self.home()?.vault;
        if !page.unmake(vault, record) {
            for NewAct { record, body } in acts {
                page.make(vault, env.now.today(), record, body);
            }
        }
        self.close_page(env, page);
        Ok(Reply::State(StateView { state: "deleted" }))
    }

    /// A note of where one is with forgiving. Shared, it is the repair's own act as well; it is said to the other only if both can be done.
    fn forgive(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
        (about, text, stage): (&str, &str, Option<Stage>),
        share: bool,
    ) -> Result<Reply, Refused> {
        let about = self.resolve(about)?;
        // A locked page says so before anything is shared.
        self.private_keys(env, pin)?;
        if share {
            self.tell(env, about, text, stage)?;
        }
        let (kind, text) = (PrivateKind::Forgiveness, text.to_owned());
        self.write(env, pin, &NoteCommand::Add { kind, text, about: Some(about), stage })
    }

    /// Tells the partner, by the act the repair has for it.
    fn tell(
        &mut self,
        env: &mut Env<'_>,
        about: RecordId,
        text: &str,
        stage: Option<Stage>,
    ) -> Result<(), Refused> {
        let (id, text) = (about.hex(), text.to_owned());
        let what = LawCommand::Repair(RepairCommand::Forgiveness { id, text, stage });
        self.carry_out(env, 0, Command::Say { what, draft: false }).map(drop)
    }

    /// Drafts; the notes as well where the page opens without asking or was opened.
    fn private_list(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
        only_notes: bool,
    ) -> Result<Reply, Refused> {
        let drafts = if only_notes { Vec::new() } else { self.drafts(env)? };
        let opens = pin.is_some() || self.home()?.vault.private.bare().is_some();
        let all = if opens || only_notes { self.all_notes(env, pin)? } else { Vec::new() };
        if all.is_empty() && !only_notes {
            return Ok(Reply::Drafts(drafts));
        }
        let drafts = drafts.into_iter().map(PrivateItem::Draft);
        let all = all.iter().map(|note| PrivateItem::Note(Box::new(note_view(note))));
        Ok(Reply::Private(drafts.chain(all).collect()))
    }

    fn share_private(
        &mut self,
        env: &mut Env<'_>,
        pin: Option<&Pin>,
        ids: &[Prefix],
        target: Option<ShareAs>,
        area: Option<Area>,
    ) -> Result<Reply, Refused> {
        if target.is_none() {
            match self.drafts_named(ids) {
                Err(refused) if refused.is("not_found") => {}
                Err(refused) => return Err(refused),
                Ok(_) => {
                    let share = Command::DraftShare { ids: ids.to_vec() };
                    let shared = self.carry_out(env, 0, share)?;
                    return shared.ok_or_else(|| Refused::not_found("draft"));
                }
            }
        }
        let mut chosen: Vec<Note> = Vec::new();
        for id in ids {
            let note = self.note_named(env, pin, id)?;
            if !chosen.iter().any(|other| other.record == note.record) {
                chosen.push(note);
            }
        }
        match (target, &chosen[..]) {
            (Some(target), [note]) => {
                let what = become_of(note, target, area);
                let draft = self.carry_out(env, 0, Command::Say { what, draft: true })?;
                draft.ok_or_else(|| Refused::not_found("draft"))
            }
            (Some(_), _) => Err(Refused::usage("share_one")),
            (None, chosen) => {
                let forgiving = |note: &Note| {
                    note.now.note.about.filter(|_| note.now.note.what == PrivateKind::Forgiveness)
                };
                if chosen.iter().any(|note| forgiving(note).is_none()) {
                    return Err(Refused::usage("share_as_what"));
                }
                let mut shared = Vec::new();
                for note in chosen {
                    let said = &note.now.note;
                    let about = said.about.unwrap_or(RecordId::ZERO);
                    self.tell(env, about, said.text.as_str(), said.stage)?;
                    shared.push(SharedDraft { draft: note.record.hex(), id: about.hex() });
                }
                Ok(Reply::Shared(SharedView { shared }))
            }
        }
    }

    fn private_file(&mut self, env: &mut Env<'_>, pin: Option<&Pin>) -> Result<Reply, Refused> {
        let all: Vec<_> = self.all_notes(env, pin)?.iter().map(note_view).collect();
        let file = json!({
            "format": "accord-private-1",
            "exported_on": env.now.today().to_string(),
            "note": "Private notes of one person. Nobody else has them unless this file is given away.",
            "notes": all,
        });
        Ok(Reply::Export(Box::new(file)))
    }
}

/// What a note says, as something both could see. It becomes a draft first.
fn become_of(note: &Note, target: ShareAs, area: Option<Area>) -> LawCommand {
    let text = note.now.note.text.as_str().to_owned();
    let boundary = |polarity, text| LawCommand::BoundaryAdd {
        polarity,
        words: BoundaryWords { area, text: Some(text), ..BoundaryWords::default() },
    };
    match target {
        ShareAs::Limit => boundary(Polarity::Limit, text),
        ShareAs::Permission => boundary(Polarity::Permission, text),
        ShareAs::Proposal => LawCommand::AgreePropose {
            kind: AgreementKind::Expectation,
            words: Wording { area, text: Some(text), ..Wording::default() },
        },
        ShareAs::Promise => {
            LawCommand::PromiseAdd { text, due: None, every: None, size: None, sure: None }
        }
        ShareAs::Thanks => {
            LawCommand::Beside(BesideCommand::Thanks { text, about: None, tag: None })
        }
        ShareAs::Talk => LawCommand::Beside(BesideCommand::TalkAsk {
            topic: text,
            hope: None,
            not_before: None,
            not_after: None,
            place: None,
        }),
    }
}
