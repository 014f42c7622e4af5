//! Identity, relay, pairing, exchange and how a home stands.

use accord_client_core::client::command::{
    InitReply, InviteView, JoinView, NoticeView, PairingView, ProfileView, RelayView, StatusView,
    SyncView, VerifyView, WordsView,
};
use accord_client_core::time::Day;
use accord_content::{Lang, texts};

use super::page::{Page, count, spoken};
use crate::args::AboutPage;
use crate::texts::about;

pub(super) fn init(page: &mut Page<'_>, view: &InitReply) {
    let name = page.scene().me.clone();
    page.line(format!(
        "You are {name} on this device. Everything works from here on, offline too."
    ));
    page.gap();
    who_sees_what(page);
    recovery(page, &view.recovery_words);
}

/// What the other can and cannot see, before anything is written: both are shown this same page where they begin.
fn who_sees_what(page: &mut Page<'_>) {
    // In English like everything around it.
    let lang = Lang::En;
    page.block(&about(lang, Some(AboutPage::Privacy)));
    page.gap();
    page.line(&texts(lang).disclaimer.line);
    page.gap();
}

fn recovery(page: &mut Page<'_>, words: &[String]) {
    page.line("Your twelve recovery words, in this order:");
    page.gap();
    for row in numbered(words) {
        page.words(&row);
    }
    page.gap();
    page.line("Write them on paper now: they are shown this once. They bring everything back on another device.");
    page.line("Who has them can read everything. Nobody can give them to you again.");
}

/// Four to a line, numbered down the rows.
fn numbered(words: &[String]) -> Vec<String> {
    let line = |(row, four): (usize, &[String])| {
        let cells =
            four.iter().enumerate().map(|(at, word)| format!("{:>2} {word:<10}", row * 4 + at + 1));
        cells.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    };
    words.chunks(4).enumerate().map(line).collect()
}

pub(super) fn relay(page: &mut Page<'_>, view: &RelayView) {
    let Some(url) = &view.url else {
        page.line(
            "No relay. Everything is kept on this device only. `accord relay set URL` names one.",
        );
        return;
    };
    page.line(format!("Relay: {url}"));
    match view.branch {
        "parted" => {
            page.line(format!("What it keeps and what this device keeps are the same up to record {}, then went apart.", view.common_position));
            page.line("Nothing is lost. `accord relay reset` goes on with the relay's copy and says again what it lacks.");
        }
        "recovering" => page
            .line("It was restored and waits until both of you have been there. Nothing is lost."),
        "shorter" => {
            page.line("It has less than this device. The next exchange gives it what it lacks.")
        }
        _ => page.line("It keeps what this device last passed to it. It can read nothing of it."),
    }
    if view.to_reissue > 0 {
        page.line(format!("{} to be said again.", count(view.to_reissue, "change")));
    }
}

pub(super) fn words(page: &mut Page<'_>, view: &WordsView) {
    let on = page.scene().on(view.made_on);
    page.line(format!("Your twelve words were made {on}. They cannot be shown again."));
}

pub(super) fn profile(page: &mut Page<'_>, view: &ProfileView) {
    page.line(format!("Your name: {}", view.name));
    match &view.zone {
        Some(zone) => page.line(format!("The time zone you show: {zone}")),
        None => page.line("You show no time zone."),
    }
}

pub(super) fn invite(page: &mut Page<'_>, view: &InviteView) {
    if view.role == "own_device" {
        return super::devices::invite(page, view);
    }
    let until = moment(page, &view.expires);
    match (&view.link, &view.spoken_words) {
        (Some(link), _) => {
            page.line("Send this link to your partner by a way you trust:");
            page.gap();
            page.words(link);
        }
        (None, Some(words)) => {
            page.line("Say these six words to your partner on a call:");
            page.gap();
            page.words(&words.join(" "));
        }
        (None, None) => {}
    }
    page.gap();
    page.line(format!("It is good once, until {until}. Nothing is shared yet."));
    page.line("After your partner has answered, `accord sync` and `accord pairing` show four words to compare on a call.");
}

pub(super) fn joined(page: &mut Page<'_>, view: &JoinView) {
    if view.result.is_some() {
        return super::devices::joined(page);
    }
    if let Some(words) = &view.recovery_words {
        let name = page.scene().me.clone();
        page.line(format!("You are {name} on this device."));
        page.gap();
        who_sees_what(page);
        recovery(page, words);
        page.gap();
    } else {
        who_sees_what(page);
    }
    page.line("Your answer is with the relay. Nothing is shared yet.");
    page.line(
        "After your partner's next `accord sync`, yours shows four words to compare on a call.",
    );
}

pub(super) fn pairing(page: &mut Page<'_>, view: &PairingView) {
    if view.role == Some("own_device") {
        return super::devices::pairing(page, view);
    }
    let they = page.scene().they();
    match view.state {
        "offered" => page.line("Your invitation waits for an answer. `accord sync` looks for it; `accord invite cancel` ends it."),
        "answered" => page.line("You have answered. It goes on after your partner's next `accord sync`, with yours after that."),
        "compare" => {
            if let Some(say) = &view.say {
                page.line("Call each other. Read out these four words:");
                page.gap();
                page.words(&say.join(" "));
                page.gap();
            }
            if view.expect.is_some() {
                page.line("Then type the four words you hear: `accord pairing confirm W1 W2 W3 W4`");
                if let Some(result) = &view.result {
                    page.line(format!("If they are right, {result}."));
                }
            } else {
                page.line("The words you heard are right.");
            }
        }
        "paired" if view.pending.is_some() => {
            page.line("Your partner's device is added. It goes on after your partner's next `accord sync`.");
            return;
        }
        "paired" => page.line(format!("You are paired with {they}.")),
        "expired" => page.line("The invitation is over. Nothing was shared. `accord invite` makes a new one."),
        "refused" => page.line("The invitation has ended. Nothing was shared. `accord invite` makes a new one."),
        _ => page.line("You are not paired. `accord invite` invites your partner, `accord join LINK` answers an invitation."),
    }
    if let Some(pending) = view.pending {
        page.line(format!("Still to come: {pending}."));
    }
}

pub(super) fn sync(page: &mut Page<'_>, view: &SyncView) {
    let moved = match (view.sent, view.received) {
        (0, 0) if view.records.received > 0 => "This device has caught up.".to_owned(),
        (0, 0) if view.records.sent > 0 => {
            "Passed to the relay, sealed. Nothing new to read.".to_owned()
        }
        (0, 0) => "Nothing new.".to_owned(),
        (sent, received) => format!("Sent {sent}, received {received}."),
    };
    let questions = match view.questions {
        0 => String::new(),
        n => format!(" {} for you: `accord asks`.", count(n, "question")),
    };
    page.line(format!("{moved}{questions}"));
    if view.waiting > 0 {
        page.line(format!("{} on this device.", wait(view.waiting)));
    }
    aside(page, view.set_aside);
    if let Some(view) = &view.pairing {
        page.gap();
        pairing(page, view);
    }
}

fn aside(page: &mut Page<'_>, n: u64) {
    if n > 0 {
        let these = count(n, "change");
        page.line(format!("Kept on this device and not sent by itself: {these}. `accord aside` shows them and says how it goes on."));
    }
}

fn wait(n: u64) -> String {
    if n == 1 { "1 change still waits".into() } else { format!("{n} changes still wait") }
}

pub(super) fn status(page: &mut Page<'_>, view: &StatusView) {
    let scene = page.scene();
    let devices =
        if scene.devices > 1 { format!(" ({} devices)", scene.devices) } else { String::new() };
    let with = view.partner_name.as_deref().map_or("nobody yet", |name| name);
    // After leaving nothing goes any more.
    let over = view.left.is_some() || view.notices.iter().any(|notice| notice.code == "never_sent");
    let unsent = match (view.unsent, over) {
        (0, _) => "Not sent yet: nothing".to_owned(),
        (n, false) => format!("Not sent yet: {}", count(n, "change")),
        (n, true) => format!("Never sent: {}", count(n, "change")),
    };
    let day = |day: Option<Day>| day.map_or_else(|| "never".to_owned(), |day| scene.day(day));
    let rows = [
        [format!("You: {}{devices}", view.name), format!("With: {with}"), unsent],
        [
            format!("Waiting for you: {}", view.questions),
            format!("Last heard: {}", day(view.last_heard)),
            format!("Last exchange: {}", day(view.last_sync)),
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
        ("local_only", _) => page.line("No relay: everything is kept on this device only."),
        ("not_registered", Some(relay)) => {
            page.line(format!("Relay: {relay}. What is only yours is not kept there yet: `accord sync` sees to it."));
        }
        (_, Some(relay)) => page.line(format!("Relay: {relay}")),
        _ => {}
    }
    super::beside::pauses(page, &view.pause);
    for pending in &view.pending {
        page.line(format!("Still to come: {pending}."));
    }
    if let Some(left) = &view.left {
        if let Some(day) = left.me {
            page.line(format!("You left {}. What was shared stays readable.", scene.on(day)));
        }
        if let Some(day) = left.them {
            page.line(format!(
                "{} left {}. What was shared stays readable.",
                scene.they_first(),
                scene.on(day)
            ));
        }
    }
    aside(page, view.set_aside);
    for notice in &view.notices {
        page.line(told(notice));
    }
    if view.quarantined > 0 {
        page.line(format!(
            "{} could not be accepted. `accord verify` says more.",
            count(view.quarantined, "record")
        ));
    }
    if !matches!(view.pairing.state, "none" | "paired") {
        page.gap();
        pairing(page, &view.pairing);
    }
}

/// Something to know that needs no answer.
fn told(notice: &NoticeView) -> String {
    let device = notice
        .device
        .as_deref()
        .map_or_else(String::new, |id| super::shortest(id, std::iter::empty()));
    let place = notice.position.map_or_else(String::new, |at| format!(" with record {at}"));
    let key = "A new one is made by itself. Nothing is lost.";
    match notice.code {
        "key_not_opened" => {
            format!("Device {device} gave out a key{place} that this device cannot open. {key}")
        }
        "key_wrap_wrong" => {
            format!("Device {device} gave out a key{place} that does not lead to the one before it. {key}")
        }
        "removed" => "This device was removed by another of your devices. It can read what it has, and sends nothing any more.".into(),
        "never_sent" => {
            "What was not sent before one of you left stays on this device only. It can be read here.".into()
        }
        code => format!("To know: {}.", spoken(code)),
    }
}

pub(super) fn verify(page: &mut Page<'_>, view: &VerifyView) {
    let unlike = [view.acts_missing, view.acts_surplus, view.acts_different];
    if view.bad_signatures == 0 && view.quarantined.is_empty() && unlike == [0; 3] {
        page.line("Everything kept here fits together.");
    } else {
        page.line("Not everything kept here fits together. Nothing was changed.");
    }
    page.line(format!(
        "{}, {}, {} on {}. Bad signatures: {}.",
        count(view.records, "record"),
        count(view.acts, "act"),
        if view.people == 1 { "1 person".into() } else { format!("{} people", view.people) },
        count(view.devices, "device"),
        view.bad_signatures,
    ));
    if unlike != [0; 3] {
        page.line(format!(
            "Read again from the records, {} missing on this device, {} in no record, {} differently there.",
            are(view.acts_missing, "is", "are"),
            are(view.acts_surplus, "stands", "stand"),
            are(view.acts_different, "stands", "stand"),
        ));
    }
    for one in &view.quarantined {
        page.detail(format!("record {} was not accepted: {}", one.position, spoken(&one.reason)));
    }
    page.line(format!("At position {} the shared state reads", view.position));
    page.words(&view.state_digest);
    if unlike == [0; 3] {
        page.line("Your partner's `accord verify` shows the same at the same position.");
    }
}

fn are(n: u64, one: &str, more: &str) -> String {
    format!("{} {}", count(n, "act"), if n == 1 { one } else { more })
}

/// The day and time of a moment in UTC.
pub(super) fn moment(page: &Page<'_>, text: &str) -> String {
    let Ok(moment) = text.parse::<jiff::Timestamp>() else { return text.to_owned() };
    let zoned = moment.to_zoned(jiff::tz::TimeZone::UTC);
    format!("{}, {} UTC", page.scene().day(Day::from_date(zoned.date())), zoned.strftime("%H:%M"))
}
