//! Repairs: a list, one with its parts, and what one act came to. Nothing presses, nothing counts.

use accord_client_core::client::command::Command;
use accord_client_core::law::command::LawCommand;
use accord_client_core::law::repair::RepairCommand;
use accord_client_core::law::repair::view::{Note, Repair};
use accord_client_core::law::view::Side;

use super::page::{Page, first_line, spoken};
use super::{Scene, news};

pub(super) fn list(page: &mut Page<'_>, list: &[Repair]) {
    let scene = page.scene();
    if list.is_empty() {
        page.line("Nothing here. If something hurts, either of you can open this: `accord repair open \"...\"`.");
        return;
    }
    let row = |view: &Repair| {
        let state = if view.aside { "set aside" } else { view.state };
        [
            scene.short(&view.id),
            state.to_owned(),
            who(view.opened_by, scene),
            scene.day(view.on),
            first_line(&view.title),
        ]
    };
    let rows: Vec<_> = list.iter().map(row).collect();
    page.table(["ID", "State", "Opened by", "On", "Title"], &rows);
}

fn who(side: Side, scene: &Scene) -> String {
    match side {
        Side::Me => "you".into(),
        Side::Them => scene.they().into(),
    }
}

/// What an act came to, else the repair whole.
pub(super) fn said(page: &mut Page<'_>, command: &Command, view: &Repair) {
    let scene = page.scene();
    let (id, they_first) = (scene.short(&view.id), scene.they_first());
    if let Command::RepairAside { on, .. } = command {
        page.line(if *on {
            format!("{id} is set aside: it asks you for nothing more. {they_first} never learns of it. `accord repair unaside {id}` takes it up again.")
        } else {
            format!("{id} is no longer set aside.")
        });
        return;
    }
    let Command::Say { what: LawCommand::Repair(what), .. } = command else {
        return show(page, view);
    };
    match what {
        RepairCommand::Open { .. } => {
            page.line(format!(
                "{id} opened. Each of you can write own parts, in any order; none is needed."
            ));
        }
        RepairCommand::Part { part, .. } => {
            let part = serde_json::to_value(part).ok();
            let part = part.as_ref().and_then(|v| v.as_str()).unwrap_or("part");
            page.line(format!(
                "Your part of {id} ({}) goes out at the next exchange. Only you can change it.",
                spoken(part)
            ));
        }
        RepairCommand::TakeBack { .. } => {
            page.line(format!(
                "Taken back in {id}. What {} has read already stays with them.",
                scene.they()
            ));
        }
        RepairCommand::Settled { .. } if view.state == "settled" => {
            page.line(format!(
                "{id} is settled for both of you. Either can say otherwise at any time."
            ));
        }
        RepairCommand::Settled { .. } => {
            page.line(format!("{id} is settled for you. {they_first} takes the time it takes."));
        }
        RepairCommand::Reopen { .. } => page.line(format!("{id} is open again for you.")),
        _ => show(page, view),
    }
}

/// One repair, whole.
fn show(page: &mut Page<'_>, view: &Repair) {
    let scene = page.scene();
    let state = if view.aside { "set aside by you" } else { view.state };
    page.line(format!(
        "{}  {}  (opened by {} {})",
        scene.short(&view.id),
        state,
        who(view.opened_by, scene),
        scene.on(view.on)
    ));
    page.words(&view.title);
    for part in &view.parts {
        page.gap();
        let kind = serde_json::to_value(part.part).ok();
        let kind = kind.as_ref().and_then(|v| v.as_str()).unwrap_or("part");
        page.line(format!(
            "{} by {}  {}  {}",
            super::page::capital(&spoken(kind)),
            who(part.by, scene),
            scene.on(part.on),
            scene.short(&part.version)
        ));
        page.words(&part.words);
    }
    notes(page, "Looking back", &view.look_backs);
    notes(page, "On forgiving", &view.forgiveness);
    if !view.same_as.is_empty() {
        let ids: Vec<_> = view.same_as.iter().map(|id| scene.short(id)).collect();
        page.gap();
        page.detail(format!("About the same thing, you both say: {}", ids.join(", ")));
    }
    for link in &view.links {
        page.detail(format!("Belongs to it: {}", scene.short(&link.record)));
    }
    match (view.settled.me, view.settled.them) {
        (true, false) => page.detail("Settled for you."),
        (false, true) => page.detail(format!("Settled for {}.", scene.they())),
        _ => {}
    }
    for ask in &view.asks {
        page.gap();
        news::one(page, ask);
    }
}

fn notes(page: &mut Page<'_>, what: &str, notes: &[Note]) {
    let scene = page.scene();
    for note in notes {
        page.gap();
        page.line(format!("{what}: {} {}", who(note.by, scene), scene.on(note.on)));
        page.words(&note.words);
    }
}
