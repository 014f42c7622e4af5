//! What one act came to, in a sentence: what happened, what is safe, what comes next.

use accord_client_core::client::command::{AsideView, Command, SharedView, StateView};
use accord_client_core::law::command::{Can, LawCommand, MarkResult, RitualCommand};
use accord_client_core::law::view::{Agreement, Boundary, Promise, Who};

use super::page::{Page, count, spoken};
use super::{agreement, boundary, promise, ritual};

/// The law a command speaks of.
const fn law(command: &Command) -> Option<&LawCommand> {
    match command {
        Command::Say { what, .. } => Some(what),
        _ => None,
    }
}

pub(super) fn agreement(page: &mut Page<'_>, command: &Command, view: &Agreement) {
    let scene = page.scene();
    let (id, they, they_first) = (scene.short(&view.id), scene.they(), scene.they_first());
    if matches!(command, Command::AgreementHide { on: true, .. }) {
        page.line(format!("{id} is hidden in your lists. {they_first} never learns of it. `accord agree unhide {id}` shows it again."));
        return;
    }
    if matches!(command, Command::AgreementHide { .. }) {
        page.line(format!("{id} is in your lists again."));
        return;
    }
    if matches!(command, Command::Answer { .. }) {
        page.line("Answered.");
    }
    let Some(what) = law(command) else { return agreement::show(page, view) };
    if view.state == "draft" {
        return draft(page, &id, view.open.first().map(|open| open.words.as_str()));
    }
    let newest =
        view.open.iter().find(|open| open.my_answer == Some("yes")).map(|open| open.words.as_str());
    let in_force = view.in_force.as_ref();
    match what {
        LawCommand::AgreeAccept { can: Some(Can::No), .. } => {
            page.line(format!("Noted on {id}: you can't do this. That is not a yes, and nothing is in force by it."));
        }
        LawCommand::Step(command) => ritual::step(page, command, view),
        LawCommand::Ritual(command @ (RitualCommand::Mark { .. } | RitualCommand::Move { .. })) => ritual::said(page, command, view),
        LawCommand::Ritual(_) | LawCommand::AgreePropose { .. } | LawCommand::AgreeCounter { .. } | LawCommand::AgreeAgain { .. } if view.waiting_for != Who::Nobody || in_force.is_none() => {
            page.line(format!("{id} proposed. It counts when {they} says yes to these words."));
            if let Some(words) = newest {
                page.words(words);
            }
            if in_force.is_some() {
                page.line("Until then the words in force stay in force.");
            }
        }
        LawCommand::Ritual(_) | LawCommand::AgreePropose { .. } | LawCommand::AgreeCounter { .. } | LawCommand::AgreeAgain { .. } | LawCommand::AgreeAccept { .. } => match in_force {
            Some(now) => {
                let begins = match (view.state, now.from) {
                    ("not_yet", Some(from)) => format!("Agreed. In force from {}.", scene.day(from)),
                    _ => format!("In force on this device since {}.", scene.day(now.since)),
                };
                page.line(format!("{begins} {they_first}'s devices will agree when they meet the network."));
                page.words(&now.words);
            }
            None => page.line(format!("Your yes to {id} is kept. It counts when {they} says yes to the same words.")),
        },
        LawCommand::AgreeDecline { .. } => page.line(format!("You said no to these words of {id}. No reason is needed. Other words: `accord agree counter {id} -m \"...\"`.")),
        LawCommand::AgreeRetract { .. } => page.line(format!("Your yes on {id} is taken back. {they_first} will see that at the next exchange.")),
        LawCommand::AgreeEnd { .. } => page.line(format!("{id} has ended. Its words stay in what happened, for you both. {they_first} will see that at the next exchange.")),
        LawCommand::AgreePart { .. } => page.line(format!("Your side of {id} is kept. {they_first} will see it at the next exchange.")),
        LawCommand::KeepBoth { .. } => page.line(format!("{id} and the other one both stay.")),
        _ => agreement::show(page, view),
    }
}

pub(super) fn boundary(page: &mut Page<'_>, command: &Command, view: &Boundary) {
    let scene = page.scene();
    let (id, they_first) = (scene.short(&view.id), scene.they_first());
    let Some(what) = law(command) else { return boundary::show(page, view) };
    let standing = view
        .versions
        .iter()
        .find(|version| version.standing)
        .and_then(|version| version.words.as_deref());
    if view.state == "draft" {
        return draft(page, &id, standing);
    }
    match what {
        LawCommand::BoundaryAdd { .. } | LawCommand::BoundaryEdit { .. } => {
            page.line(format!("{id} is shared at the next exchange. It needs no yes."));
            if let Some(words) = standing {
                page.words(words);
            }
            if let Some(agreement) = &view.limits {
                page.line(format!("Agreement {} now needs a talk.", scene.short(agreement)));
            }
        }
        LawCommand::BoundaryWithdraw { .. } => {
            page.line(format!(
                "{id} is withdrawn, at once. Its words leave {}'s lists at the next exchange.",
                scene.they()
            ));
        }
        LawCommand::BoundaryAck { .. } => {
            page.line(format!("You said that you have read {id}. {they_first} will see that."))
        }
        LawCommand::BoundaryAsk { .. } => {
            page.line(format!("Your question about {id} goes out at the next exchange."))
        }
        LawCommand::BoundaryHonour { .. } => {
            page.line(format!("How you will honour {id} goes out at the next exchange."))
        }
        LawCommand::BoundaryNote { .. } => {
            page.line(format!("Your note beside {id} goes out at the next exchange."))
        }
        LawCommand::BoundaryPick { .. } => page.line(format!("These words of {id} stand now.")),
        _ => boundary::show(page, view),
    }
}

pub(super) fn promise(page: &mut Page<'_>, command: &Command, view: &Promise) {
    let scene = page.scene();
    let (id, they, they_first) = (scene.short(&view.id), scene.they(), scene.they_first());
    let Some(what) = law(command) else { return promise::show(page, view) };
    if view.state == "draft" {
        return draft(page, &id, Some(&view.text));
    }
    match what {
        LawCommand::PromiseAdd { .. } => {
            let due = view
                .due
                .as_deref()
                .map(|due| format!(", due {}", scene.when(due)))
                .unwrap_or_default();
            page.line(format!(
                "{id} promised{due}. {they_first} will see it at the next exchange."
            ));
            page.words(&view.text);
        }
        LawCommand::PromiseEdit { .. } => {
            page.line(format!("{id} has these words now. {they_first} sees the earlier ones too."));
            page.words(&view.text);
        }
        LawCommand::PromiseMark { on, result, .. } => {
            let word = match result {
                MarkResult::Kept => "kept",
                MarkResult::NotKept => "not kept",
                MarkResult::NotApplicable => "did not apply",
            };
            let day = on.map(|on| format!(", {}", scene.day(on))).unwrap_or_default();
            page.line(format!("Marked {id}{day}: {word}. {they_first}'s own mark stays theirs."));
            if view.result == "seen_differently" {
                page.line(format!("You and {they} see it differently. Both marks stay."));
            }
        }
        LawCommand::PromiseAllRight { .. } => {
            page.line(format!("You said about {id}: it is all right."))
        }
        LawCommand::PromiseRelease { .. } => page.line(format!("{they_first} is free of {id}.")),
        LawCommand::PromiseMove { to, .. } => page.line(format!(
            "{id} is moved to {}. It reads \"changed ahead\", not \"not kept\".",
            scene.day(to.day)
        )),
        LawCommand::PromiseWithdraw { .. } => page
            .line(format!("{id} is withdrawn. {they_first} will see that at the next exchange.")),
        LawCommand::PromiseAck { .. } => page.line(format!("You said that you have read {id}.")),
        LawCommand::PromiseThank { .. } => {
            page.line(format!("Your thanks for {id} go out at the next exchange."))
        }
        _ => promise::show(page, view),
    }
}

fn draft(page: &mut Page<'_>, id: &str, words: Option<&str>) {
    page.line(format!("{id} is kept as a draft. Nobody else sees it."));
    if let Some(words) = words {
        page.words(words);
    }
    if page.scene().paired {
        page.line(format!("`accord private share {id}` shares it."));
    } else {
        page.line(format!("Once you are paired, `accord private share {id}` shares it."));
    }
}

pub(super) fn shared(page: &mut Page<'_>, view: &SharedView) {
    let scene = page.scene();
    page.line(format!(
        "{} shared at the next exchange, dated today.",
        count(view.shared.len() as u64, "draft")
    ));
    for one in &view.shared {
        if one.draft == one.id {
            page.detail(scene.short(&one.id));
        } else {
            page.detail(format!(
                "{} is {} now; the old id still finds it.",
                super::shortest(&one.draft, std::iter::empty()),
                scene.short(&one.id)
            ));
        }
    }
}

pub(super) fn asides(page: &mut Page<'_>, list: &[AsideView]) {
    if list.is_empty() {
        page.line("Nothing is set aside.");
        return;
    }
    for one in list {
        let id = super::shortest(&one.id, list.iter().map(|other| other.id.as_str()));
        let why = match one.reason {
            "copy" => "another copy of this home was in use",
            "needs" => "it stands on another one here",
            "act_not_allowed" => "no app would read it as it is",
            "too_large" => "the relay says it is too large",
            _ => "the relay would not take it",
        };
        let on = page.scene().on(one.on);
        page.line(format!("{id}  {}, made {on}: {why}.", one.what));
        if let Some(words) = &one.words {
            page.words(words);
        }
    }
    page.gap();
    page.line("It is kept on this device and not sent by itself.");
    page.line("`accord aside again ID` says it again, dated today. `accord aside drop ID` lets it go; nothing of it stays.");
}

pub(super) fn state(page: &mut Page<'_>, command: &Command, view: &StateView) {
    let text = match (command, view.state) {
        (Command::InviteCancel, _) => {
            "The invitation is called off. The next exchange tells the relay. Nothing was shared."
                .to_owned()
        }
        (Command::PairingConfirm { .. }, _) => {
            "These are the right words. The next `accord sync` goes on from here.".to_owned()
        }
        (_, "deleted") => "The draft is gone. Nothing of it stays.".to_owned(),
        (_, "taken_back") => {
            "Taken back. It had not left this device, so nothing of it stays.".to_owned()
        }
        (_, "answered") => "Answered.".to_owned(),
        (_, "said_again") => {
            "Said again, dated today. It goes out at the next exchange.".to_owned()
        }
        (_, "let_go") => "Let go. Nothing of it stays.".to_owned(),
        (Command::Leave { .. }, "quiet") => {
            "Stopped. Nothing goes out or comes in any more, and nothing is said.".to_owned()
        }
        (Command::Leave { .. }, _) => format!(
            "You have left. Your copy is kept here. {} is told at the next exchange.",
            page.scene().they_first()
        ),
        (Command::DeviceRemove { .. }, "pending") => {
            "It is removed with the next `accord sync`, and gets nothing more from then on. Until every place has it, `accord status` says so.".to_owned()
        }
        (Command::DeviceRemove { .. }, _) => "It is removed already.".to_owned(),
        (_, "done") => "Done.".to_owned(),
        (_, other) => format!("{}.", super::page::capital(&spoken(other))),
    };
    page.line(text);
}
