//! Identity, relay, pairing, exchange and how a home stands.

use accord_client_core::client::command::{
    InitReply, InviteView, JoinView, MoveView, NoticeView, PairingView, ProfileView, RelayView,
    StatusView, SyncView, VerifyView, WordsView,
};
use accord_client_core::law::say::Say;
use accord_client_core::time::Day;
use accord_content::texts;

use super::Scene;
use super::page::Page;
use crate::args::AboutPage;
use crate::texts::about;

pub(super) fn init(page: &mut Page<'_>, view: &InitReply) {
    page.say("people-init", &[("name", (&page.scene().me).into())]);
    page.gap();
    who_sees_what(page);
    recovery(page, &view.recovery_words);
}

/// What the other can and cannot see, before anything is written: both are shown this same page where they begin.
fn who_sees_what(page: &mut Page<'_>) {
    let lang = page.scene().lang;
    page.block(&about(lang, Some(AboutPage::Privacy)));
    page.gap();
    page.line(&texts(lang).disclaimer.line);
    page.gap();
}

fn recovery(page: &mut Page<'_>, words: &[String]) {
    page.say("people-recovery-words", &[]);
    page.gap();
    for row in numbered(words) {
        page.words(&row);
    }
    page.gap();
    page.say("people-recovery-paper", &[]);
    page.say("people-recovery-careful", &[]);
}

/// Four to a line, numbered down the rows.
pub(super) fn numbered(words: &[String]) -> Vec<String> {
    let line = |(row, four): (usize, &[String])| {
        let cells =
            four.iter().enumerate().map(|(at, word)| format!("{:>2} {word:<10}", row * 4 + at + 1));
        cells.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    };
    words.chunks(4).enumerate().map(line).collect()
}

/// Where everything is now, and what a person has to tell the other.
pub(super) fn moved(page: &mut Page<'_>, view: &MoveView) {
    let url = [("url", (&view.url).into()), ("from", (&view.from).into())];
    page.say(if view.state == "moved" { "people-moved" } else { "people-moving" }, &url);
    if view.vault == "moved" {
        page.say("people-moved-vault", &[]);
    }
    if view.old_relay != "reached" {
        match view.last_sync {
            Some(day) => {
                let day = page.scene().day(day);
                page.say(
                    "people-moved-left-since",
                    &[("from", (&view.from).into()), ("day", (&day).into())],
                );
            }
            None => page.say("people-moved-left", &url),
        }
    }
    page.say("people-moved-tell", &url);
}

pub(super) fn relay(page: &mut Page<'_>, view: &RelayView) {
    let Some(url) = &view.url else {
        page.say("people-no-relay-set", &[]);
        return;
    };
    page.say("people-relay", &[("url", url.into())]);
    match view.branch {
        "parted" => {
            page.say("people-relay-parted", &[("position", view.common_position.into())]);
            page.say("people-relay-reset", &[]);
        }
        "recovering" => page.say("people-relay-recovering", &[]),
        "shorter" => page.say("people-relay-shorter", &[]),
        _ => page.say("people-relay-agrees", &[]),
    }
    if view.to_reissue > 0 {
        page.say("people-relay-again", &[("n", view.to_reissue.into())]);
    }
    if view.other_devices > 0 {
        page.say("people-relay-others", &[("n", view.other_devices.into()), ("url", url.into())]);
    }
}

pub(super) fn words(page: &mut Page<'_>, view: &WordsView) {
    let on = page.scene().on(view.made_on);
    page.say("people-words-made", &[("on", (&on).into())]);
    if !view.in_place {
        page.say("device-words-later", &[]);
    }
}

pub(super) fn profile(page: &mut Page<'_>, view: &ProfileView) {
    page.say("people-your-name", &[("name", (&view.name).into())]);
    match &view.zone {
        Some(zone) => page.say("people-zone", &[("zone", zone.into())]),
        None => page.say("people-no-zone", &[]),
    }
}

pub(super) fn invite(page: &mut Page<'_>, view: &InviteView) {
    if view.role == "own_device" {
        return super::devices::invite(page, view);
    }
    let until = moment(page, &view.expires);
    match (&view.link, &view.spoken_words) {
        (Some(link), _) => {
            page.say("people-invite-link", &[]);
            page.gap();
            page.words(link);
            if page.scene().qr {
                page.gap();
                page.drawn(&super::code::rows(link));
            }
        }
        (None, Some(words)) => {
            page.say("people-invite-spoken", &[]);
            page.gap();
            page.words(&words.join(" "));
        }
        (None, None) => {}
    }
    page.gap();
    page.say("people-invite-until", &[("until", (&until).into())]);
    page.say("people-invite-next", &[]);
}

pub(super) fn joined(page: &mut Page<'_>, view: &JoinView) {
    if view.result.is_some() {
        return super::devices::joined(page);
    }
    if let Some(words) = &view.recovery_words {
        page.say("people-you-are", &[("name", (&page.scene().me).into())]);
        page.gap();
        who_sees_what(page);
        recovery(page, words);
        page.gap();
    } else {
        who_sees_what(page);
    }
    page.say("people-joined", &[]);
    page.say("people-joined-next", &[]);
}

pub(super) fn pairing(page: &mut Page<'_>, view: &PairingView) {
    if view.role == Some("own_device") {
        return super::devices::pairing(page, view);
    }
    let they = page.scene().they();
    match view.state {
        "offered" => page.say("people-pairing-offered", &[]),
        "answered" => page.say("people-pairing-answered", &[]),
        "compare" => {
            if let Some(say) = &view.say {
                page.say("people-pairing-read-out", &[]);
                page.gap();
                page.words(&say.join(" "));
                page.gap();
            }
            if view.expect.is_some() {
                page.say("people-pairing-type", &[]);
                if let Some(result) = &view.result {
                    page.line(becomes(page.scene(), result));
                }
            } else {
                page.say("people-pairing-words-right", &[]);
            }
        }
        "paired" if view.pending.is_some() => {
            page.say("people-pairing-device-added", &[]);
            return;
        }
        "paired" => page.say("people-paired", &[("they", (&they).into())]),
        "expired" => page.say("people-pairing-expired", &[]),
        "refused" => page.say("people-pairing-refused", &[]),
        _ => page.say("people-pairing-none", &[]),
    }
    if let Some(pending) = &view.pending {
        page.line(to_come(page.scene(), pending));
    }
}

pub(super) fn sync(page: &mut Page<'_>, view: &SyncView) {
    let scene = page.scene();
    let mut moved = match (view.sent, view.received) {
        (0, 0) if view.records.received > 0 => scene.text("people-synced-caught-up", &[]),
        (0, 0) if view.records.sent > 0 => scene.text("people-synced-sealed", &[]),
        (0, 0) => scene.text("people-synced-nothing", &[]),
        (sent, received) => {
            scene.text("people-synced", &[("sent", sent.into()), ("received", received.into())])
        }
    };
    if view.questions > 0 {
        moved.push(' ');
        moved.push_str(&scene.text("people-questions", &[("n", view.questions.into())]));
    }
    page.line(moved);
    if view.waiting > 0 {
        page.say("people-waits", &[("n", view.waiting.into())]);
    }
    aside(page, view.set_aside);
    if let Some(view) = &view.pairing {
        page.gap();
        pairing(page, view);
    }
}

fn aside(page: &mut Page<'_>, n: u64) {
    if n > 0 {
        page.say("people-set-aside", &[("n", n.into())]);
    }
}

pub(super) fn status(page: &mut Page<'_>, view: &StatusView) {
    let scene = page.scene();
    let you = &[("name", (&view.name).into()), ("n", scene.devices.into())];
    let you = scene.text("people-you", you);
    let with = match &view.partner_name {
        Some(name) => scene.text("people-with", &[("they", name.into())]),
        None => scene.text("people-with-nobody", &[]),
    };
    // After leaving nothing goes any more.
    let over = view.left.is_some() || view.notices.iter().any(|notice| notice.code == "never_sent");
    let unsent = match (view.unsent, over) {
        (0, _) => scene.text("people-unsent-none", &[]),
        (n, false) => scene.text("people-unsent", &[("n", n.into())]),
        (n, true) => scene.text("people-never-sent", &[("n", n.into())]),
    };
    let day = |day: Option<Day>| {
        day.map_or_else(|| scene.text("people-never", &[]), |day| scene.day(day))
    };
    let (heard, synced) = (day(view.last_heard), day(view.last_sync));
    let rows = [
        [you, with, unsent],
        [
            scene.text("people-waiting-for-you", &[("n", view.questions.into())]),
            scene.text("people-last-heard", &[("day", (&heard).into())]),
            scene.text("people-last-exchange", &[("day", (&synced).into())]),
        ],
    ];
    let mut widths = [0; 2];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for [a, b, c] in &rows {
        page.line(format!("{a:0$}   {b:1$}   {c}", widths[0], widths[1]));
    }
    match (view.vault, &view.relay) {
        ("local_only", _) => page.say("people-local-only", &[]),
        ("not_registered", Some(relay)) => {
            page.say("people-relay-not-kept", &[("url", relay.into())]);
        }
        (_, Some(relay)) => page.say("people-relay", &[("url", relay.into())]),
        _ => {}
    }
    super::beside::pauses(page, &view.pause);
    for pending in &view.pending {
        page.line(to_come(page.scene(), pending));
    }
    if let Some(left) = &view.left {
        if let Some(day) = left.me {
            page.say("people-you-left", &[("on", (&scene.on(day)).into())]);
        }
        if let Some(day) = left.them {
            let (they, on) = (scene.they_first(), scene.on(day));
            page.say("people-they-left", &[("They", (&they).into()), ("on", (&on).into())]);
        }
    }
    aside(page, view.set_aside);
    for notice in &view.notices {
        match notice.code {
            "device_added" | "device_removed" | "words_renewed" => {
                super::devices::told(page, notice);
            }
            _ => page.line(told(scene, notice)),
        }
    }
    if view.quarantined > 0 {
        page.say("people-quarantined", &[("n", view.quarantined.into())]);
    }
    if !matches!(view.pairing.state, "none" | "paired") {
        page.gap();
        pairing(page, &view.pairing);
    }
}

/// Something to know that needs no answer.
fn told(scene: &Scene, notice: &NoticeView) -> String {
    let device = notice
        .device
        .as_deref()
        .map_or_else(String::new, |id| super::shortest(id, std::iter::empty()));
    let name = notice.code.replace('_', " ");
    scene.text(
        "people-notice",
        &[
            ("code", notice.code.into()),
            ("device", (&device).into()),
            ("position", notice.position.unwrap_or_default().into()),
            ("name", (&name).into()),
        ],
    )
}

/// What right words lead to.
pub(super) fn becomes(scene: &Scene, result: &Say) -> String {
    scene.text("people-pairing-result", &[("what", (&scene.said(result)).into())])
}

/// What the next exchange carries out.
pub(super) fn to_come(scene: &Scene, pending: &Say) -> String {
    scene.text("people-pending", &[("what", (&scene.said(pending)).into())])
}

pub(super) fn verify(page: &mut Page<'_>, view: &VerifyView) {
    let unlike = [view.acts_missing, view.acts_surplus, view.acts_different];
    if view.bad_signatures == 0 && view.quarantined.is_empty() && unlike == [0; 3] {
        page.say("people-verify-fits", &[]);
    } else {
        page.say("people-verify-unlike", &[]);
    }
    page.say(
        "verify-counted",
        &[
            ("records", view.records.into()),
            ("acts", view.acts.into()),
            ("people", view.people.into()),
            ("devices", view.devices.into()),
            ("bad", view.bad_signatures.into()),
        ],
    );
    if unlike != [0; 3] {
        page.say(
            "verify-again",
            &[
                ("missing", view.acts_missing.into()),
                ("surplus", view.acts_surplus.into()),
                ("different", view.acts_different.into()),
            ],
        );
    }
    for one in &view.quarantined {
        let reason = one.reason.replace('_', " ");
        page.tell(
            "verify-quarantined",
            &[("position", one.position.into()), ("reason", (&reason).into())],
        );
    }
    page.say("verify-digest", &[("position", view.position.into())]);
    page.words(&view.state_digest);
    if unlike == [0; 3] {
        page.say("verify-same", &[]);
    }
}

/// The day and time of a moment in UTC.
pub(super) fn moment(page: &Page<'_>, text: &str) -> String {
    let Ok(moment) = text.parse::<jiff::Timestamp>() else { return text.to_owned() };
    let zoned = moment.to_zoned(jiff::tz::TimeZone::UTC);
    format!("{}, {} UTC", page.scene().day(Day::from_date(zoned.date())), zoned.strftime("%H:%M"))
}
