//! Own devices: the list, and another one on its way in.

use accord_client_core::client::command::{DeviceView, InviteView, PairingView, RecoveredView};

use super::page::Page;
use super::people::moment;

pub(super) fn list(page: &mut Page<'_>, list: &[DeviceView]) {
    let rows: Vec<_> = list
        .iter()
        .map(|device| {
            let id = super::shortest(&device.id, list.iter().map(|other| other.id.as_str()));
            let name = match (&device.name, device.state) {
                (Some(name), _) => name.clone(),
                (None, "paper") => "your twelve words".into(),
                (None, _) => "-".into(),
            };
            let this = if device.this { ", this one" } else { "" };
            [id, format!("{}{this}", device.state), name]
        })
        .collect();
    page.table(["ID", "State", "Name"], &rows);
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
            page.line("On your new device, in an empty home, type `accord join` and this link:");
            page.gap();
            page.words(link);
        }
        (None, Some(words)) => {
            page.line("On your new device, in an empty home, type `accord join --own --relay URL --spoken` and these six words:");
            page.gap();
            page.words(&words.join(" "));
        }
        (None, None) => {}
    }
    page.gap();
    page.line(
        "Give it to nobody: the device that answers becomes YOURS and reads everything you can.",
    );
    page.line(format!("It is good once, until {until}. After the new device has answered, `accord sync` and `accord pairing` on both show four words to compare."));
}

pub(super) fn joined(page: &mut Page<'_>) {
    page.line("Your answer is with the relay. This becomes another device of YOURS, once you have compared words.");
    page.line("After the next `accord sync` on your other device, `accord sync` and `accord pairing` here show four words.");
}

pub(super) fn pairing(page: &mut Page<'_>, view: &PairingView) {
    match view.state {
        "offered" => page.line("Your invitation waits for your new device. `accord sync` looks for it; `accord invite cancel` ends it."),
        "answered" => page.line("You have answered. It goes on after the next `accord sync` on your other device, with one here after that."),
        "compare" => {
            if let Some(say) = &view.say {
                page.line("This device shows these four words:");
                page.gap();
                page.words(&say.join(" "));
                page.gap();
            }
            if view.expect.is_some() {
                page.line("Type the four words that your other device shows: `accord pairing confirm W1 W2 W3 W4`");
                if let Some(result) = &view.result {
                    page.line(format!("If they are right, {result}."));
                }
            } else {
                page.line("The words are right.");
            }
        }
        "paired" => page.line("Your new device is added."),
        "expired" => page.line("The invitation is over. No device was added. `accord devices add` makes a new one."),
        _ => page.line("The invitation has ended. No device was added. `accord devices add` makes a new one."),
    }
    if let Some(pending) = view.pending {
        page.line(format!("Still to come: {pending}."));
    }
}
