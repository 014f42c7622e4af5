//! Own devices: the list, and another one on its way in.

use accord_client_core::client::command::{DeviceView, InviteView, PairingView, RecoveredView};

use super::page::Page;
use super::people::{becomes, moment, to_come};

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
            [id, state, name]
        })
        .collect();
    page.table(["word-col-id", "word-col-state", "word-col-name"], &rows);
}

pub(super) fn recovered(page: &mut Page<'_>, view: &RecoveredView) {
    page.line(format!("Everything your words open is back. You are {} on this device.", view.name));
    match view.couple {
        "not_entered" => page.line("The space with your partner lets no device in any more: one of you left, or the words of that time were replaced."),
        "none" => page.line("There is no space with a partner."),
        _ => page.line("What you share with your partner is here."),
    }
    page.line("Is your old device lost? `accord devices` shows it, `accord devices remove ID` removes it. Did somebody see your words? `accord words renew` makes new ones.");
}

pub(super) fn invite(page: &mut Page<'_>, view: &InviteView) {
    let until = moment(page, &view.expires);
    match (&view.link, &view.spoken_words) {
        (Some(link), _) => {
            page.say("device-invite-link", &[]);
            page.gap();
            page.words(link);
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
    if let Some(pending) = view.pending {
        page.line(to_come(page.scene(), pending));
    }
}
