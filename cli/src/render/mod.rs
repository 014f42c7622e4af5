//! Answers as text for people, or as one JSON value for scripts.
//!
//! Owns words, tables, short ids and dates as people read them. It renders what the core derived and holds no rule. What a person wrote
//! stands on its own lines; what the program says stands beside it.

mod agreement;
mod beside;
mod boundary;
mod code;
mod devices;
mod import;
mod joint;
mod news;
mod page;
mod people;
mod private;
mod promise;
mod repair;
mod ritual;
mod said;
mod say;
#[cfg(test)]
mod tests;
mod today;
mod unsent;

use std::collections::BTreeSet;
use std::ops::Bound;

use accord_client_core::client::command::{Command, DraftView, Reply};
use accord_client_core::law::view::Side;
use accord_client_core::time::Day;
use accord_content::{Arg, Lang, Messages};

pub use page::Page;
pub use say::{in_english, page as sheet};

/// What a text needs to know besides the answer itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// The reader's own name.
    pub me: String,
    /// The partner's, once known.
    pub them: Option<String>,
    /// Whether there is a partner to share with.
    pub paired: bool,
    /// Ids of every record and question, to shorten by.
    pub ids: BTreeSet<String>,
    /// The reader's date.
    pub today: Day,
    /// How many devices the reader uses.
    pub devices: usize,
    /// The reader's language.
    pub lang: Lang,
    /// Colour and weight are wanted.
    pub colour: bool,
    /// Differences between wordings are wanted.
    pub diff: bool,
    /// Hidden records are wanted in lists.
    pub hidden: bool,
    /// A link is drawn as a code too.
    pub qr: bool,
}

impl Scene {
    /// The partner by name, else `your partner`.
    #[must_use]
    pub fn they(&self) -> String {
        self.them.clone().unwrap_or_else(|| self.text("word-partner", &[]))
    }

    /// The same at the beginning of a sentence.
    #[must_use]
    pub fn they_first(&self) -> String {
        self.them.clone().unwrap_or_else(|| self.text("word-partner-first", &[]))
    }

    /// The reader as `you`, the partner by name.
    #[must_use]
    pub fn who(&self, side: Side) -> String {
        match side {
            Side::Me => self.text("word-you", &[]),
            Side::Them => self.they(),
        }
    }

    /// A code in words: a choice of the message `id`. One that is newer than the messages is read with blanks.
    #[must_use]
    pub fn word(&self, id: &str, code: &str) -> String {
        let name = code.replace('_', " ");
        self.text(id, &[("code", code.into()), ("name", (&name).into())])
    }

    /// The same for a code that is a value of the core's.
    #[must_use]
    pub fn code(&self, id: &str, value: &impl serde::Serialize) -> String {
        let code = serde_json::to_value(value).ok();
        self.word(id, code.as_ref().and_then(|code| code.as_str()).unwrap_or_default())
    }

    /// How often, in words; a rule as it is.
    #[must_use]
    pub fn often(&self, every: &str) -> String {
        if every.contains(['=', ' ']) { every.to_owned() } else { self.word("word-every", every) }
    }

    /// The shortest prefix of at least four characters that no other id here shares.
    #[must_use]
    pub fn short(&self, id: &str) -> String {
        // Of ids in order those beside it begin most alike.
        let before = self.ids.range::<str, _>((Bound::Unbounded, Bound::Excluded(id))).next_back();
        let after = self.ids.range::<str, _>((Bound::Excluded(id), Bound::Unbounded)).next();
        shortest(id, before.into_iter().chain(after).map(String::as_str))
    }

    /// A message in the reader's language.
    #[must_use]
    pub fn text(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        Messages::of(self.lang).text(id, args)
    }

    /// A day as people write it: `today`, `3 Nov`, and the year where it is another one.
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        if day == self.today {
            return self.text("date-today", &[]);
        }
        let Some(date) = day.date() else { return day.to_string() };
        let (day, month) = (Arg::from(date.day()), Arg::from(date.month()));
        if self.today.date().is_some_and(|today| today.year() == date.year()) {
            return self.text("date-day", &[("day", day), ("month", month)]);
        }
        let year = Arg::from(i64::from(date.year()));
        self.text("date-day-year", &[("day", day), ("month", month), ("year", year)])
    }

    /// A day after "on" or alone: `today`, `on 3 Nov`.
    #[must_use]
    pub fn on(&self, day: Day) -> String {
        let said = self.day(day);
        if day == self.today { said } else { self.text("date-on", &[("day", (&said).into())]) }
    }

    /// A due date as the core prints it: a day, or an RFC 9557 moment, which reads `23 Nov, 21:00 in Berlin`.
    #[must_use]
    pub fn when(&self, text: &str) -> String {
        if let Some(day) = Day::parse(text) {
            return self.day(day);
        }
        let Ok(moment) = text.parse::<jiff::Zoned>() else { return text.to_owned() };
        let day = self.day(Day::from_date(moment.date()));
        let time = moment.strftime("%H:%M").to_string();
        let (day, time) = (Arg::from(&day), Arg::from(&time));
        let Some(zone) = moment.time_zone().iana_name() else {
            return self.text("date-own-zone", &[("day", day), ("time", time)]);
        };
        let place = place(zone);
        self.text("date-moment", &[("day", day), ("time", time), ("place", (&place).into())])
    }
}

/// The place a zone is named after.
fn place(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

/// The shortest prefix of `id`, at least four characters, that is no prefix of another of `ids`.
pub(crate) fn shortest<'a>(id: &str, ids: impl Iterator<Item = &'a str>) -> String {
    let shared = |other: &str| id.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let most = ids.filter(|other| *other != id).map(shared).max().unwrap_or(0);
    id.chars().take(4.max(most + 1)).collect()
}

/// An answer as text for a person.
#[must_use]
pub fn text(command: &Command, reply: &Reply, scene: &Scene) -> String {
    let mut page = Page::new(scene);
    match reply {
        Reply::Init(view) => people::init(&mut page, view),
        Reply::Relay(view) => people::relay(&mut page, view),
        Reply::Moved(view) => people::moved(&mut page, view),
        Reply::NewWords(view) => devices::new_words(&mut page, view),
        Reply::Recovered(view) => devices::recovered(&mut page, view),
        Reply::Words(view) => people::words(&mut page, view),
        Reply::Profile(view) => people::profile(&mut page, view),
        Reply::Invite(view) => people::invite(&mut page, view),
        Reply::Joined(view) => people::joined(&mut page, view),
        Reply::Pairing(view) => people::pairing(&mut page, view),
        Reply::Sync(view) => people::sync(&mut page, view),
        Reply::Status(view) => people::status(&mut page, view),
        Reply::Verify(view) => people::verify(&mut page, view),
        Reply::Devices(list) => devices::list(&mut page, list),
        Reply::DeviceActs(view) => unsent::device(&mut page, view),
        Reply::Unsent(view) => unsent::review(&mut page, view),
        Reply::Issued(view) => unsent::issued(&mut page, view),
        Reply::News(groups) => news::news(&mut page, groups),
        Reply::Asks(asks) => news::asks(&mut page, asks),
        Reply::Agreement(view) => {
            said::agreement(&mut page, command, view);
        }
        Reply::Boundary(view) => said::boundary(&mut page, command, view),
        Reply::Promise(view) => said::promise(&mut page, command, view),
        Reply::Agreements(list) if matches!(command, Command::Rituals) => {
            ritual::list(&mut page, list);
        }
        Reply::Today(view) => today::today(&mut page, view),
        Reply::RitualDates(list) => ritual::dates(&mut page, list),
        Reply::Agreements(list) => agreement::list(&mut page, list),
        Reply::Boundaries(list) => boundary::list(&mut page, command, list),
        Reply::Promises(list) => promise::list(&mut page, list),
        Reply::PromiseRecord(view) => promise::record(&mut page, view),
        Reply::Repair(view) => repair::said(&mut page, command, view),
        Reply::Repairs(list) => repair::list(&mut page, list),
        Reply::JointThing(view) => joint::said(&mut page, command, view),
        Reply::JointThings(list) => joint::list(&mut page, list),
        Reply::Asides(list) => said::asides(&mut page, list),
        Reply::Beside(view) => beside::said(&mut page, command, view),
        Reply::BesideList(list) => beside::list(&mut page, list),
        Reply::Drafts(list) => drafts(&mut page, list),
        Reply::Note(view) => private::note(&mut page, command, view),
        Reply::Private(list) => private::list(&mut page, list),
        Reply::Shared(view) => said::shared(&mut page, view),
        Reply::Imports(list) => import::list(&mut page, list),
        Reply::Imported(view) => import::kept(&mut page, view),
        Reply::Import(view) => import::show(&mut page, view),
        Reply::Past(view) => import::past(&mut page, view),
        Reply::State(view) | Reply::Nothing(view) => said::state(&mut page, command, view),
        // For this program alone, or for a screen.
        Reply::Export(_)
        | Reply::Sheet(_)
        | Reply::File(_)
        | Reply::Ids(_)
        | Reply::PairingSets(_) => {}
    }
    page.finish()
}

/// An answer as one line of JSON, its sentences in English.
///
/// # Errors
/// Never for the core's own views; the serialiser's word for it otherwise.
pub fn json(reply: &Reply) -> Result<String, serde_json::Error> {
    let line = serde_json::to_string(reply)?;
    // Quotes in what people write are escaped, so this stands only where something is said.
    if !line.contains("{\"say\":\"") {
        return Ok(line);
    }
    let mut view = serde_json::to_value(reply)?;
    in_english(&mut view);
    serde_json::to_string(&view)
}

fn drafts(page: &mut Page<'_>, list: &[DraftView]) {
    if list.is_empty() {
        page.say("done-drafts-none", &[]);
        return;
    }
    let rows: Vec<_> = list.iter().map(|draft| draft_row(page.scene(), draft)).collect();
    page.table(["word-col-id", "word-col-draft-of", "word-col-words"], &rows);
    page.gap();
    page.say("done-drafts-private", &[]);
}

/// A draft in a list: its id, what it is of, its words.
fn draft_row(scene: &Scene, draft: &DraftView) -> [String; 3] {
    let (id, what, words) = match draft {
        DraftView::Agreement(view) => {
            let words = view.open.first().map(|open| open.words.clone());
            (
                view.id.as_str(),
                "agreement",
                words.or_else(|| view.in_force.as_ref().map(|now| now.words.clone())),
            )
        }
        DraftView::Boundary(view) => (
            view.id.as_str(),
            boundary::code(view.polarity),
            view.versions.iter().find_map(|version| version.words.clone()),
        ),
        DraftView::Promise(view) => (view.id.as_str(), "promise", Some(view.text.clone())),
        DraftView::Beside(view) => beside::as_draft(view, scene),
    };
    let what = scene.word("word-draft-of", what);
    [scene.short(id), what, page::first_line(&words.unwrap_or_default())]
}
