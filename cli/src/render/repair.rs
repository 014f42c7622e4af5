//! Repairs: a list, one with its parts, and what one act came to. Nothing presses, nothing counts.

use accord_client_core::client::command::Command;
use accord_client_core::law::command::LawCommand;
use accord_client_core::law::repair::RepairCommand;
use accord_client_core::law::repair::view::{Note, Repair};

use super::news;
use super::page::{Page, first_line};

pub(super) fn list(page: &mut Page<'_>, list: &[Repair]) {
    let scene = page.scene();
    if list.is_empty() {
        page.say("repair-none", &[]);
        return;
    }
    let row = |view: &Repair| {
        let state = if view.aside {
            scene.text("repair-aside-state", &[])
        } else {
            scene.word("word-state", view.state)
        };
        [
            scene.short(&view.id),
            state,
            scene.who(view.opened_by),
            scene.day(view.on),
            first_line(&view.title),
        ]
    };
    let rows: Vec<_> = list.iter().map(row).collect();
    let head =
        ["word-col-id", "word-col-state", "word-col-opened-by", "word-col-on", "word-col-title"];
    page.table(head, &rows);
}

/// What an act came to, else the repair whole.
pub(super) fn said(page: &mut Page<'_>, command: &Command, view: &Repair) {
    let scene = page.scene();
    let (id, they_first) = (scene.short(&view.id), scene.they_first());
    if let Command::RepairAside { on, .. } = command {
        if *on {
            page.say("repair-aside", &[("id", (&id).into()), ("They", (&they_first).into())]);
        } else {
            page.say("repair-unaside", &[("id", (&id).into())]);
        }
        return;
    }
    let Command::Say { what: LawCommand::Repair(what), .. } = command else {
        return show(page, view);
    };
    match what {
        RepairCommand::Open { .. } => {
            page.say("repair-opened", &[("id", (&id).into())]);
        }
        RepairCommand::Part { part, .. } => {
            let part = scene.code("word-part", part);
            page.say("repair-part", &[("id", (&id).into()), ("part", (&part).into())]);
        }
        RepairCommand::TakeBack { .. } => {
            page.say(
                "repair-taken-back",
                &[("id", (&id).into()), ("they", (&scene.they()).into())],
            );
        }
        RepairCommand::Settled { .. } if view.state == "settled" => {
            page.say("repair-settled-both", &[("id", (&id).into())]);
        }
        RepairCommand::Settled { .. } => {
            page.say("repair-settled-you", &[("id", (&id).into()), ("They", (&they_first).into())]);
        }
        RepairCommand::Reopen { .. } => page.say("repair-reopened", &[("id", (&id).into())]),
        _ => show(page, view),
    }
}

/// One repair, whole.
fn show(page: &mut Page<'_>, view: &Repair) {
    let scene = page.scene();
    let state = if view.aside {
        scene.text("repair-aside-by-you", &[])
    } else {
        scene.word("word-state", view.state)
    };
    let (who, on) = (scene.who(view.opened_by), scene.on(view.on));
    let by = scene.text("repair-by", &[("who", (&who).into()), ("on", (&on).into())]);
    page.line(format!("{}  {state}  ({by})", scene.short(&view.id)));
    page.words(&view.title);
    for part in &view.parts {
        page.gap();
        let kind = super::page::capital(&scene.code("word-part", &part.part));
        let who = scene.who(part.by);
        let by = scene.text("repair-part-by", &[("part", (&kind).into()), ("who", (&who).into())]);
        page.line(format!("{by}  {}  {}", scene.on(part.on), scene.short(&part.version)));
        page.words(&part.words);
    }
    notes(page, "repair-looking-back", &view.look_backs);
    notes(page, "repair-forgiving", &view.forgiveness);
    if !view.same_as.is_empty() {
        let ids: Vec<_> = view.same_as.iter().map(|id| scene.short(id)).collect();
        page.gap();
        page.tell("repair-same", &[("ids", (&ids.join(", ")).into())]);
    }
    for link in &view.links {
        page.tell("repair-link", &[("id", (&scene.short(&link.record)).into())]);
    }
    match (view.settled.me, view.settled.them) {
        (true, false) => page.tell("repair-is-settled-you", &[]),
        (false, true) => page.tell("repair-is-settled-them", &[("they", (&scene.they()).into())]),
        _ => {}
    }
    for ask in &view.asks {
        page.gap();
        news::one(page, ask);
    }
}

fn notes(page: &mut Page<'_>, id: &str, notes: &[Note]) {
    let scene = page.scene();
    for note in notes {
        page.gap();
        let (who, on) = (scene.who(note.by), scene.on(note.on));
        page.say(id, &[("who", (&who).into()), ("on", (&on).into())]);
        page.words(&note.words);
    }
}
