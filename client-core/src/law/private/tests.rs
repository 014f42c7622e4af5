//! Two own devices write on the private page, apart and together.

use super::{Note, NoteCommand, again, decide, note_view, notes};
use crate::act::repair::Stage;
use crate::act::vault::{PrivateKind, VaultBody};
use crate::act::{Body, RecordId};
use crate::law::testing::{ANA, ANA2, Couple};

fn words(note: &Note) -> Vec<String> {
    note_view(note).versions.into_iter().map(|version| version.words).collect()
}

fn say(couple: &mut Couple, device: usize, command: &NoteCommand, fresh: u8) {
    let decision = decide(couple.acts(device), command, RecordId([fresh; 32])).unwrap();
    for new in decision.acts {
        couple.act(device, new.record, new.body);
    }
}

fn add(text: &str) -> NoteCommand {
    let stage = Some(Stage::LettingGo);
    NoteCommand::Add { kind: PrivateKind::Forgiveness, text: text.into(), about: None, stage }
}

fn edit(id: u8, text: &str) -> NoteCommand {
    let id = RecordId([id; 32]).hex();
    NoteCommand::Edit { id, text: Some(text.into()), stage: None }
}

fn delete(id: u8) -> NoteCommand {
    NoteCommand::Delete { id: RecordId([id; 32]).hex() }
}

#[test]
fn an_edit_keeps_what_was_said_before_and_what_it_leaves_out() {
    let mut couple = Couple::on("2026-11-23");
    say(&mut couple, ANA, &add("letting go"), 1);
    say(&mut couple, ANA, &edit(1, "hurting again"), 2);
    let acts = couple.seen();
    let [note] = &notes(&acts)[..] else { panic!("one note") };
    assert_eq!(words(note), ["letting go", "hurting again"]);
    assert_eq!(note_view(note).words, "hurting again");
    assert_eq!(note_view(note).stage, Some(Stage::LettingGo));
}

#[test]
fn a_note_that_was_deleted_is_gone_with_all_its_versions() {
    let mut couple = Couple::on("2026-11-23");
    say(&mut couple, ANA, &add("one"), 1);
    say(&mut couple, ANA, &edit(1, "two"), 2);
    say(&mut couple, ANA, &add("three"), 3);
    couple.meet();
    say(&mut couple, ANA2, &delete(1), 4);
    couple.meet();
    let left = notes(&couple.seen());
    assert_eq!(left.iter().map(words).collect::<Vec<_>>(), [["three"]]);
    let gone = decide(couple.acts(ANA), &edit(1, "again"), RecordId([9; 32]));
    assert!(gone.is_err_and(|refused| refused.is("not_found")));
}

#[test]
fn words_written_apart_from_a_deletion_stay() {
    let mut couple = Couple::on("2026-11-23");
    say(&mut couple, ANA, &add("one"), 1);
    couple.meet();
    say(&mut couple, ANA2, &edit(1, "two"), 2);
    say(&mut couple, ANA, &delete(1), 3);
    couple.meet();
    let left = notes(&couple.seen());
    assert_eq!(left.iter().map(words).collect::<Vec<_>>(), [["two"]]);
}

#[test]
fn words_written_apart_both_stand_among_the_versions() {
    let mut couple = Couple::on("2026-11-23");
    say(&mut couple, ANA, &add("one"), 1);
    couple.meet();
    say(&mut couple, ANA2, &edit(1, "two"), 2);
    say(&mut couple, ANA, &edit(1, "three"), 3);
    couple.meet();
    let acts = couple.seen();
    let [note] = &notes(&acts)[..] else { panic!("one note") };
    assert_eq!(words(note).len(), 3);
    let newest = ["two", "three"].contains(&note_view(note).words.as_str());
    assert!(newest);
}

#[test]
fn saying_the_same_words_again_says_nothing() {
    let mut couple = Couple::on("2026-11-23");
    say(&mut couple, ANA, &add("one"), 1);
    let again = decide(couple.acts(ANA), &edit(1, "one"), RecordId([2; 32])).unwrap();
    assert!(again.acts.is_empty());
    let empty = decide(couple.acts(ANA), &edit(1, " "), RecordId([2; 32]));
    assert!(empty.is_err());
}

#[test]
fn what_another_device_wrote_is_written_anew_exactly_or_not_at_all() {
    let mut couple = Couple::on("2026-11-23");
    let record = RecordId([1; 32]);
    let of = |couple: &Couple, command: &NoteCommand| {
        let decision = decide(couple.acts(ANA), command, record).unwrap();
        decision.acts.into_iter().next().unwrap().body
    };
    let first = of(&couple, &add("letting go"));
    let gone = {
        let mut apart = Couple::on("2026-11-23");
        say(&mut apart, ANA, &add("letting go"), 1);
        of(&apart, &delete(1))
    };
    let code = |couple: &Couple, body| again(couple.acts(ANA), record, body).map_err(|no| no.code);
    // It keeps its id, so that other words for it still fit.
    let said = code(&couple, &first).unwrap();
    assert_eq!((said.record, said.acts.len()), (record, 1));
    assert!(said.acts[0].body == first);
    assert_eq!(code(&couple, &gone).err(), Some("said_already"), "there is nothing to end");
    say(&mut couple, ANA, &add("letting go"), 1);
    assert_eq!(code(&couple, &first).err(), Some("said_already"));
    let other = of(&couple, &edit(1, "hurting again"));
    assert!(code(&couple, &other).is_ok_and(|said| said.acts[0].body == other));
    assert!(code(&couple, &gone).is_ok_and(|said| said.acts[0].body == gone));
    // A note about something else is not this one with other words.
    let Body::Vault(VaultBody::Private(note)) = &other else { panic!("a note") };
    let mut note = note.clone();
    note.about = Some(RecordId([9; 32]));
    let moved = Body::Vault(VaultBody::Private(note));
    assert_eq!(code(&couple, &moved).err(), Some("changed_since"));
}
