//! Own devices: the list, and another one on its way in.

use accord_client_core::client::command::{
    DeviceView, InviteView, NewWordsView, NoticeView, PairingView, RecoveredView,
};

use super::page::Page;
use super::people::{becomes, moment, numbered, to_come};

pub(super) fn list(page: &mut Page<'_>, list: &[DeviceView]) {
    let rows: Vec<_> = list
        .iter()
        .map(|device| {
            let id = super::shortest(&device.id, list.iter().map(|other| other.id.as_str()));
            let name = match (&device.name, device.state) {
                (Some(name), _) => name.clone(),
                (None, "paper") => page.scene().text("device-twelve-words", &[]),
                (None, _) => "-".into(),
            };
            let mut state = page.scene().word("device-state", device.state);
            if device.this {
                state = page.scene().text("device-this", &[("state", (&state).into())]);
            }
            let added = device.added.map_or_else(|| "-".to_owned(), |day| page.scene().day(day));
            [id, state, added, name]
        })
        .collect();
    page.table(["word-col-id", "word-col-state", "device-col-added", "word-col-name"], &rows);
}

/// A device that came or went, or new words, until the person has seen it.
pub(super) fn told(page: &mut Page<'_>, notice: &NoticeView) {
    let id = notice.device.as_deref().unwrap_or_default();
    let short = super::shortest(id, std::iter::empty());
    let name = notice.name.clone().unwrap_or_else(|| short.clone());
    let message = match notice.code {
        "device_added" => "device-told-added",
        "device_removed" => "device-told-removed",
        _ => "device-told-words",
    };
    page.say(message, &[("name", name.as_str().into()), ("id", short.as_str().into())]);
}

pub(super) fn new_words(page: &mut Page<'_>, view: &NewWordsView) {
    page.say("device-words-new", &[]);
    page.gap();
    for row in numbered(&view.recovery_words) {
        page.words(&row);
    }
    page.gap();
    page.say("device-words-write", &[]);
}

pub(super) fn recovered(page: &mut Page<'_>, view: &RecoveredView) {
    page.say("device-recovered", &[("name", view.name.as_str().into())]);
    match view.couple {
        "ended" => page.say("device-recovered-ended", &[]),
        "not_entered" => page.say("device-recovered-not-entered", &[]),
        "none" => page.say("device-recovered-none", &[]),
        _ => page.say("device-recovered-back", &[]),
    }
    page.say("device-recovered-next", &[]);
}

pub(super) fn invite(page: &mut Page<'_>, view: &InviteView) {
    let until = moment(page, &view.expires);
    match (&view.link, &view.spoken_words) {
        (Some(link), _) => {
            page.say("device-invite-link", &[]);
            page.gap();
            page.words(link);
            if page.scene().qr {
                page.gap();
                page.drawn(&super::code::rows(link));
            }
        }
        (None, Some(words)) => {
            page.say("device-invite-spoken", &[]);
            page.gap();
            page.words(&words.join(" "));
        }
        (None, None) => {}
    }
    page.gap();
    page.say("device-invite-careful", &[]);
    page.say("device-invite-until", &[("until", (&until).into())]);
}

pub(super) fn joined(page: &mut Page<'_>) {
    page.say("device-joined", &[]);
    page.say("device-joined-next", &[]);
}

pub(super) fn pairing(page: &mut Page<'_>, view: &PairingView) {
    match view.state {
        "offered" => page.say("device-offered", &[]),
        "answered" => page.say("device-answered", &[]),
        "compare" => {
            if let Some(say) = &view.say {
                page.say("device-shows", &[]);
                page.gap();
                page.words(&say.join(" "));
                page.gap();
            }
            if view.expect.is_some() {
                page.say("device-type", &[]);
                if let Some(result) = &view.result {
                    page.line(becomes(page.scene(), result));
                }
            } else {
                page.say("device-words-right", &[]);
            }
        }
        "paired" => page.say("device-added", &[]),
        "expired" => page.say("device-expired", &[]),
        _ => page.say("device-refused", &[]),
    }
    if let Some(pending) = &view.pending {
        page.line(to_come(page.scene(), pending));
    }
}
