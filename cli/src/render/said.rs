//! What one act came to, in a sentence: what happened, what is safe, what comes next.

use accord_client_core::client::command::{AsideView, Command, SharedView, StateView};
use accord_client_core::law::command::{Can, LawCommand, MarkResult, RitualCommand};
use accord_client_core::law::view::{Agreement, Boundary, Promise, Who};

use super::page::Page;
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
        page.say("done-hidden", &[("id", (&id).into()), ("They", (&they_first).into())]);
        return;
    }
    if matches!(command, Command::AgreementHide { .. }) {
        page.say("done-unhidden", &[("id", (&id).into())]);
        return;
    }
    if matches!(command, Command::Answer { .. }) {
        page.say("done-answered", &[]);
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
            page.say("done-cannot", &[("id", (&id).into())]);
        }
        LawCommand::Step(command) => ritual::step(page, command, view),
        LawCommand::Ritual(command @ (RitualCommand::Mark { .. } | RitualCommand::Move { .. })) => {
            ritual::said(page, command, view)
        }
        LawCommand::Ritual(_)
        | LawCommand::AgreePropose { .. }
        | LawCommand::AgreeCounter { .. }
        | LawCommand::AgreeAgain { .. }
            if view.waiting_for != Who::Nobody || in_force.is_none() =>
        {
            page.say("done-proposed", &[("id", (&id).into()), ("they", (&they).into())]);
            if let Some(words) = newest {
                page.words(words);
            }
            if in_force.is_some() {
                page.say("done-until-then", &[]);
            }
        }
        LawCommand::Ritual(_)
        | LawCommand::AgreePropose { .. }
        | LawCommand::AgreeCounter { .. }
        | LawCommand::AgreeAgain { .. }
        | LawCommand::AgreeAccept { .. } => match in_force {
            Some(now) => {
                match (view.state, now.from) {
                    ("not_yet", Some(from)) => {
                        page.say(
                            "done-agreed-from",
                            &[("day", (&scene.day(from)).into()), ("They", (&they_first).into())],
                        );
                    }
                    _ => {
                        let since = scene.day(now.since);
                        page.say(
                            "done-agreed-since",
                            &[("day", (&since).into()), ("They", (&they_first).into())],
                        );
                    }
                }
                page.words(&now.words);
            }
            None => page.say("done-yes-kept", &[("id", (&id).into()), ("they", (&they).into())]),
        },
        LawCommand::AgreeDecline { .. } => page.say("done-declined", &[("id", (&id).into())]),
        LawCommand::AgreeRetract { .. } => {
            page.say("done-retracted", &[("id", (&id).into()), ("They", (&they_first).into())])
        }
        LawCommand::AgreeEnd { .. } => {
            page.say("done-ended", &[("id", (&id).into()), ("They", (&they_first).into())])
        }
        LawCommand::AgreePart { .. } => {
            page.say("done-own-side", &[("id", (&id).into()), ("They", (&they_first).into())])
        }
        LawCommand::KeepBoth { .. } => page.say("done-both-stay", &[("id", (&id).into())]),
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
            page.say("done-boundary-shared", &[("id", (&id).into())]);
            if let Some(words) = standing {
                page.words(words);
            }
            if let Some(agreement) = &view.limits {
                page.say("done-needs-talk", &[("id", (&scene.short(agreement)).into())]);
            }
        }
        LawCommand::BoundaryWithdraw { .. } => {
            page.say(
                "done-boundary-withdrawn",
                &[("id", (&id).into()), ("they", (&scene.they()).into())],
            );
        }
        LawCommand::BoundaryAck { .. } => {
            page.say("done-boundary-read", &[("id", (&id).into()), ("They", (&they_first).into())])
        }
        LawCommand::BoundaryAsk { .. } => page.say("done-boundary-asked", &[("id", (&id).into())]),
        LawCommand::BoundaryHonour { .. } => {
            page.say("done-boundary-honoured", &[("id", (&id).into())])
        }
        LawCommand::BoundaryNote { .. } => page.say("done-boundary-noted", &[("id", (&id).into())]),
        LawCommand::BoundaryPick { .. } => {
            page.say("done-boundary-picked", &[("id", (&id).into())])
        }
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
            match view.due.as_deref().map(|due| scene.when(due)) {
                Some(due) => {
                    page.say(
                        "done-promised-due",
                        &[
                            ("id", (&id).into()),
                            ("due", (&due).into()),
                            ("They", (&they_first).into()),
                        ],
                    );
                }
                None => page
                    .say("done-promised", &[("id", (&id).into()), ("They", (&they_first).into())]),
            }
            page.words(&view.text);
        }
        LawCommand::PromiseEdit { .. } => {
            page.say("done-promise-words", &[("id", (&id).into()), ("They", (&they_first).into())]);
            page.words(&view.text);
        }
        LawCommand::PromiseMark { on, result, .. } => {
            let code = match result {
                MarkResult::Kept => "kept",
                MarkResult::NotKept => "not_kept",
                MarkResult::NotApplicable => "not_applicable",
            };
            match on.map(|on| scene.day(on)) {
                Some(day) => page.say(
                    "done-promise-marked-on",
                    &[
                        ("code", code.into()),
                        ("id", (&id).into()),
                        ("day", (&day).into()),
                        ("They", (&they_first).into()),
                    ],
                ),
                None => page.say(
                    "done-promise-marked",
                    &[("code", code.into()), ("id", (&id).into()), ("They", (&they_first).into())],
                ),
            }
            if view.result == "seen_differently" {
                page.say("done-seen-differently", &[("they", (&they).into())]);
            }
        }
        LawCommand::PromiseAllRight { .. } => page.say("done-all-right", &[("id", (&id).into())]),
        LawCommand::PromiseRelease { .. } => {
            page.say("done-released", &[("They", (&they_first).into()), ("id", (&id).into())])
        }
        LawCommand::PromiseMove { to, .. } => page.say(
            "done-promise-moved",
            &[("id", (&id).into()), ("day", (&scene.day(to.day)).into())],
        ),
        LawCommand::PromiseWithdraw { .. } => page
            .say("done-promise-withdrawn", &[("id", (&id).into()), ("They", (&they_first).into())]),
        LawCommand::PromiseAck { .. } => page.say("done-promise-read", &[("id", (&id).into())]),
        LawCommand::PromiseThank { .. } => {
            page.say("done-promise-thanked", &[("id", (&id).into())])
        }
        _ => promise::show(page, view),
    }
}

fn draft(page: &mut Page<'_>, id: &str, words: Option<&str>) {
    page.say("done-draft", &[("id", id.into())]);
    if let Some(words) = words {
        page.words(words);
    }
    if page.scene().paired {
        page.say("done-draft-share", &[("id", id.into())]);
    } else {
        page.say("done-draft-share-later", &[("id", id.into())]);
    }
}

pub(super) fn shared(page: &mut Page<'_>, view: &SharedView) {
    let scene = page.scene();
    page.say("done-shared", &[("n", view.shared.len().into())]);
    for one in &view.shared {
        if one.draft == one.id {
            page.detail(scene.short(&one.id));
        } else {
            let draft = super::shortest(&one.draft, std::iter::empty());
            let id = scene.short(&one.id);
            page.tell("done-shared-as", &[("draft", (&draft).into()), ("id", (&id).into())]);
        }
    }
}

pub(super) fn asides(page: &mut Page<'_>, list: &[AsideView]) {
    if list.is_empty() {
        page.say("done-aside-none", &[]);
        return;
    }
    for one in list {
        let id = super::shortest(&one.id, list.iter().map(|other| other.id.as_str()));
        let what = page.scene().word("word-aside", &one.what.replace(' ', "_"));
        let on = page.scene().on(one.on);
        let said = page.scene().text(
            "done-aside",
            &[("reason", one.reason.into()), ("what", (&what).into()), ("on", (&on).into())],
        );
        page.line(format!("{id}  {said}"));
        if let Some(words) = &one.words {
            page.words(words);
        }
    }
    page.gap();
    page.say("done-aside-kept", &[]);
    page.say("done-aside-ways", &[]);
}

pub(super) fn state(page: &mut Page<'_>, command: &Command, view: &StateView) {
    if let Command::Private { what, .. } = command {
        return super::private::state(page, what, view.state);
    }
    let they = page.scene().they_first();
    match (command, view.state) {
        (Command::InviteCancel, _) => page.say("done-invite-cancelled", &[]),
        (Command::PairingConfirm { .. }, _) => page.say("done-words-right", &[]),
        (Command::Import(_), _) => page.say("import-removed", &[]),
        (_, "deleted") => page.say("done-draft-deleted", &[]),
        (_, "taken_back") => page.say("done-taken-back", &[]),
        (_, "answered") => page.say("done-answered", &[]),
        (_, "said_again") => page.say("done-said-again", &[]),
        (_, "let_go") => page.say("done-let-go", &[]),
        (Command::Leave { .. }, "quiet") => page.say("done-left-quiet", &[]),
        (Command::Leave { .. }, _) => page.say("done-left", &[("They", (&they).into())]),
        (Command::DevicesSeen, _) => page.say("device-seen", &[]),
        (Command::DeviceRemove { .. }, "pending") => page.say("done-device-removed", &[]),
        (Command::DeviceRemove { .. }, _) => page.say("done-device-removed-already", &[]),
        _ => page.say("done-done", &[]),
    }
}
