//! Years of a couple, day by day: what both write, in proportions one can believe, over every kind of act.
//!
//! A week has about forty acts. Check-ins, thanks with hearts, marks of rituals and of promises are nine in ten; agreements, limits,
//! talks, breaks, openness, repairs and plans are the rest. Both write, and exchange once a day. The same days give the same acts.
//! A couple that says more, or exchanges after every act, is a [`Way`].

mod fuller;

use accord_cli::clock::Clock;
use accord_client_core::act::repair::PartKind;
use accord_client_core::act::rounds::{RitualResult, StepResult};
use accord_client_core::act::shared::Stance;
use accord_client_core::client::command::{Command, Reply};
use accord_client_core::law::beside::command::{BesideCommand as Beside, CheckinWords};
use accord_client_core::law::command::{
    AgreementKind, Area, At, BoundaryWords, LawCommand, MarkResult, Polarity, RitualCommand,
    RitualWords, StepCommand, StepWhose, StepWords, Wording,
};
use accord_client_core::law::repair::command::RepairCommand;
use accord_client_core::time::{Day, When};

use crate::Outcome;
use crate::couple::{Couple, sync};
use crate::edit::AREAS;
use crate::person::{Key, Person, run};

/// The first day, a Monday.
const BEGIN: Day = Day(18_631);
/// Days after which the two find another evening ritual.
const EVENINGS: i32 = 730;

const TOPICS: [&str; 8] =
    ["phone", "messages", "money", "friends", "past", "health", "location", "plans"];

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Ana,
    Ben,
}

/// Something one of the two says on a later day, about a record there is.
#[derive(Debug)]
struct Later {
    on: i32,
    who: Who,
    what: LawCommand,
}

/// Ids of records with a long story, for whoever measures them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Long {
    pub(crate) ritual: String,
    pub(crate) promise: String,
    pub(crate) agreement: String,
    pub(crate) limit: String,
    pub(crate) talk: String,
    pub(crate) repair: String,
    /// Thanks that Ana said last.
    pub(crate) thanks: String,
}

/// How the two go about it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Way {
    /// They say about two thousand acts each in a year, keep a list together and notes of their own.
    pub(crate) full: bool,
    /// They exchange after every single act, not once a day.
    pub(crate) lone: bool,
}

/// The couple and its days so far.
pub(crate) struct Years {
    pub(crate) ana: Person,
    /// `None` while his home is copied.
    pub(crate) ben: Option<Person>,
    pub(crate) ben_key: Key,
    pub(crate) long: Long,
    way: Way,
    /// Their list, where they keep one together.
    list: String,
    day: i32,
    said: usize,
    walk: String,
    evening: String,
    weekly: [String; 2],
    later: Vec<Later>,
}

impl Years {
    /// The first day: rituals, openness, limits, agreements and a weekly promise of each.
    pub(crate) async fn begin(couple: Couple, way: Way) -> Outcome<Self> {
        let mut years = Self {
            ana: couple.ana,
            ben: Some(couple.ben),
            ben_key: couple.ben_key,
            long: Long::default(),
            way,
            list: String::new(),
            day: 0,
            said: 0,
            walk: String::new(),
            evening: String::new(),
            weekly: Default::default(),
            later: Vec::new(),
        };
        years.set_clocks(12)?;
        for (who, zone) in [(Who::Ana, "Europe/Berlin"), (Who::Ben, "America/New_York")] {
            let zone = Some(zone.to_owned());
            run(years.person(who)?, Command::ProfileZone { zone }).await?;
        }
        for (n, topic) in TOPICS.iter().enumerate() {
            for who in [Who::Ana, Who::Ben] {
                let stance = [Stance::Tell, Stance::Ask, Stance::Private][(n + who as usize) % 3];
                let topic = (*topic).to_owned();
                years
                    .beside(who, Beside::Stance { topic, stance: Some(stance), note: None })
                    .await?;
            }
        }
        for n in 0..6 {
            years.agreement(Who::Ana, n).await?;
            years.limit([Who::Ana, Who::Ben][n % 2], n).await?;
        }
        let minutes = 20 * 60;
        let same = At::Same { minutes, zone: "Europe/Berlin".into() };
        years.long.ritual = years.ritual("Sunday call", "FREQ=WEEKLY;BYDAY=SU", same).await?;
        years.walk = years.ritual("Walk on the phone", "FREQ=WEEKLY;BYDAY=WE", At::Day).await?;
        years.begin_evening().await?;
        for who in [Who::Ana, Who::Ben] {
            let promise = LawCommand::PromiseAdd {
                text: "I tell you my plans for the week".into(),
                due: Some(When { day: BEGIN, at: None }),
                every: Some("week".into()),
                size: None,
                sure: None,
            };
            years.weekly[who as usize] = years.say(who, promise).await?;
        }
        years.long.promise = years.weekly[0].clone();
        if way.full {
            years.begin_list().await?;
        }
        years.exchange().await?;
        Ok(years)
    }

    /// Goes on until about this many acts are said.
    pub(crate) async fn until(&mut self, acts: usize) -> Outcome<()> {
        while self.said < acts {
            self.live_a_day().await?;
        }
        Ok(())
    }

    /// Goes on until this many days are lived.
    pub(crate) async fn until_day(&mut self, day: i32) -> Outcome<()> {
        while self.day < day {
            self.live_a_day().await?;
        }
        Ok(())
    }

    /// Today of the two.
    pub(crate) fn today(&self) -> Day {
        BEGIN.plus(self.day)
    }

    /// How long the two have written, in days.
    pub(crate) fn days(&self) -> i32 {
        self.day
    }

    /// The clock that Ben sees this evening.
    pub(crate) fn ben_clock(&self) -> Outcome<Clock> {
        Ok(Clock::fixed(&self.ben_now())?)
    }

    /// The same as text.
    pub(crate) fn ben_now(&self) -> String {
        format!("{}T20:00:00Z[America/New_York]", self.today())
    }

    async fn live_a_day(&mut self) -> Outcome<()> {
        self.day += 1;
        self.set_clocks(20)?;
        let (day, today) = (self.day, self.today());
        let weekday = day % 7;
        let (ana, ben) = (Who::Ana, Who::Ben);
        for (who, days) in [(ana, [1, 4]), (ben, [2, 5])] {
            if days.contains(&weekday) {
                self.checkin(who, true).await?;
            }
        }
        if weekday == 6 {
            self.checkin(ana, false).await?;
            self.checkin(ben, false).await?;
            self.said += 2;
        }
        for (who, days) in [(ana, [1, 3, 5]), (ben, [1, 4, 6])] {
            if days.contains(&weekday) {
                self.mark(who, self.evening.clone(), today).await?;
            }
            if weekday == 6 {
                self.mark(who, self.long.ritual.clone(), today).await?;
            }
            if weekday == 2 {
                self.mark(who, self.walk.clone(), today).await?;
            }
        }
        for (who, days, other) in [(ana, [0, 2, 4], ben), (ben, [1, 3, 5], ana)] {
            if days.contains(&weekday) {
                let text = format!("Thank you for listening to me on {today}, it helped");
                let id = self.beside(who, Beside::Thanks { text, about: None, tag: None }).await?;
                if who == ana {
                    self.long.thanks.clone_from(&id);
                }
                if weekday < 4 {
                    self.plan(1, other, LawCommand::Beside(Beside::Heart { id, on: true }));
                }
            }
        }
        for who in [ana, ben] {
            if weekday == who as i32 {
                self.promise(who).await?;
            }
            if weekday == 0 {
                let id = self.weekly[who as usize].clone();
                let result = if day % 11 == 0 { MarkResult::NotKept } else { MarkResult::Kept };
                let mark = LawCommand::PromiseMark { id, on: Some(today), result, note: None };
                self.say(who, mark).await?;
            }
        }
        self.now_and_then().await?;
        if self.way.full {
            self.more().await?;
        }
        let (due, later) = std::mem::take(&mut self.later).into_iter().partition(|l| l.on <= day);
        self.later = later;
        let due: Vec<Later> = due;
        for said in due {
            self.say(said.who, said.what).await?;
        }
        self.exchange().await
    }

    /// What does not happen every week.
    async fn now_and_then(&mut self) -> Outcome<()> {
        let day = self.day;
        let n = usize::try_from(day).unwrap_or(0);
        let who = [Who::Ana, Who::Ben][n / 7 % 2];
        let other = [Who::Ben, Who::Ana][who as usize];
        if day % 21 == 3 {
            self.agreement(who, n).await?;
        }
        if day % 14 == 5 {
            self.limit(who, n).await?;
        }
        if day % 28 == 10 {
            self.talk(who, other).await?;
        }
        if day % 60 == 12 {
            self.beside(who, Beside::TimeOut { until: None }).await?;
            self.plan(1, who, LawCommand::Beside(Beside::TimeOutLift));
        }
        if day % 40 == 16 {
            let topic = TOPICS[n / 40 % TOPICS.len()].to_owned();
            let stance = Some([Stance::Ask, Stance::Tell, Stance::Private][n / 320 % 3]);
            self.beside(who, Beside::Stance { topic, stance, note: None }).await?;
        }
        if day % 180 == 40 {
            self.repair(who, other).await?;
        }
        if day % 120 == 30 {
            self.steps(who, other).await?;
        }
        if day % 45 == 20 {
            let on = self.today().plus(13 - day % 7);
            let id = self.long.ritual.clone();
            let to = When { day: on.plus(1), at: Some((1_200, "Europe/Berlin".into())) };
            let said = LawCommand::Ritual(RitualCommand::Move { id, on, to });
            let id = self.say(who, said).await?;
            self.plan(1, other, LawCommand::AgreeAccept { id, revision: None, can: None });
        }
        if day % EVENINGS == 0 {
            let id = self.evening.clone();
            self.say(who, LawCommand::AgreeEnd { id, note: None }).await?;
            self.begin_evening().await?;
        }
        if day % 7 == 6 {
            for who in [Who::Ana, Who::Ben] {
                run(self.person(who)?, Command::WhatsNew { seen: true }).await?;
            }
        }
        Ok(())
    }

    async fn checkin(&mut self, who: Who, now: bool) -> Outcome<()> {
        let day = self.today();
        let words = CheckinWords {
            mood: Some(u8::try_from(self.day % 5 + 1)?),
            need: Some(format!("An hour of quiet on {day}, before we talk")),
            glad: Some("That you called this morning".into()),
            worry: (self.day % 3 == 0).then(|| "The week ahead, there is much to do".into()),
            talk: self.day % 9 == 0,
            ..CheckinWords::default()
        };
        let round = Some(day);
        self.beside(who, Beside::Checkin { round, words, now, tell: false }).await.map(drop)
    }

    async fn mark(&mut self, who: Who, id: String, on: Day) -> Outcome<()> {
        let result =
            if self.day % 13 == 0 { RitualResult::NotThisTime } else { RitualResult::DidIt };
        self.say(who, LawCommand::Ritual(RitualCommand::Mark { id, on: Some(on), result }))
            .await
            .map(drop)
    }

    async fn promise(&mut self, who: Who) -> Outcome<()> {
        let other = [Who::Ben, Who::Ana][who as usize];
        let due = self.today().plus(3);
        let promise = LawCommand::PromiseAdd {
            text: format!("I look after the tickets before {due}"),
            due: Some(When { day: due, at: None }),
            every: None,
            size: None,
            sure: None,
        };
        let id = self.say(who, promise).await?;
        self.plan(1, other, LawCommand::PromiseAck { id: id.clone() });
        let (on, note) = (Some(due), None);
        let result = if self.day % 10 == 0 { MarkResult::NotKept } else { MarkResult::Kept };
        self.plan(3, who, LawCommand::PromiseMark { id: id.clone(), on, result, note });
        if self.day % 4 == 0 {
            self.plan(4, other, LawCommand::PromiseThank { id });
        }
        Ok(())
    }

    async fn agreement(&mut self, who: Who, n: usize) -> Outcome<()> {
        let other = [Who::Ben, Who::Ana][who as usize];
        let words = Wording {
            text: Some(format!("We answer each other within {n} hours since {}", self.today())),
            area: Some(AREAS[n % AREAS.len()]),
            ..Wording::default()
        };
        let kind = AgreementKind::Expectation;
        let id = self.say(who, LawCommand::AgreePropose { kind, words }).await?;
        let yes =
            |id: &String| LawCommand::AgreeAccept { id: id.clone(), revision: None, can: None };
        if n.is_multiple_of(3) {
            let words = Wording {
                text: Some(format!(
                    "We answer each other within {n} hours, later on {}",
                    self.today()
                )),
                ..Wording::default()
            };
            let id = id.clone();
            let counter = LawCommand::AgreeCounter {
                id: id.clone(),
                words,
                revision: None,
                joins: Vec::new(),
            };
            self.plan(1, other, counter);
            self.plan(2, who, yes(&id));
        } else {
            self.plan(1, other, yes(&id));
        }
        if n % 5 == 4 {
            self.plan(400, who, LawCommand::AgreeEnd { id: id.clone(), note: None });
        }
        self.long.agreement = id;
        Ok(())
    }

    async fn limit(&mut self, who: Who, n: usize) -> Outcome<()> {
        let other = [Who::Ben, Who::Ana][who as usize];
        let words = |text: String| BoundaryWords {
            text: Some(text),
            area: Some(AREAS[n % AREAS.len()]),
            ..BoundaryWords::default()
        };
        let polarity = if n % 4 == 1 { Polarity::Permission } else { Polarity::Limit };
        let said = words(format!("Please no photographs of me on page {n} without asking"));
        let id = self.say(who, LawCommand::BoundaryAdd { polarity, words: said }).await?;
        self.plan(1, other, LawCommand::BoundaryAck { id: id.clone() });
        if n.is_multiple_of(3) {
            let words = words(format!("Please no photographs of me on page {n}, nor of my family"));
            self.plan(90, who, LawCommand::BoundaryEdit { id: id.clone(), words });
        }
        if n % 6 == 1 {
            self.plan(300, who, LawCommand::BoundaryWithdraw { id: id.clone() });
        }
        self.long.limit = id;
        Ok(())
    }

    async fn talk(&mut self, who: Who, other: Who) -> Outcome<()> {
        let ask = Beside::TalkAsk {
            topic: format!("How we spend the month after {}", self.today()),
            hope: Some("That we both can say what matters".into()),
            not_before: None,
            not_after: None,
            place: None,
        };
        let id = self.beside(who, ask).await?;
        let at = When { day: self.today().plus(3), at: Some((1_140, "Europe/Berlin".into())) };
        let said = |what| LawCommand::Beside(what);
        self.plan(1, other, said(Beside::TalkTime { id: id.clone(), at: Some(at) }));
        self.plan(2, who, said(Beside::TalkTime { id: id.clone(), at: None }));
        self.plan(4, who, said(Beside::Talked { id: id.clone() }));
        self.plan(4, other, said(Beside::Talked { id: id.clone() }));
        self.long.talk = id;
        Ok(())
    }

    async fn repair(&mut self, who: Who, other: Who) -> Outcome<()> {
        let title = format!("The evening of {}", self.today());
        let open = LawCommand::Repair(RepairCommand::Open { title, about: None });
        let id = self.say(who, open).await?;
        let parts = [
            (who, PartKind::Account),
            (other, PartKind::Account),
            (other, PartKind::Responsibility),
            (other, PartKind::Apology),
            (who, PartKind::Responsibility),
            (other, PartKind::Amends),
        ];
        for (after, (by, part)) in (1..).zip(parts) {
            let text = "What I remember, and what it was like for me, in my own words.".to_owned();
            let part = RepairCommand::Part { id: id.clone(), part, text, replaces: None };
            self.plan(after, by, LawCommand::Repair(part));
        }
        for by in [who, other] {
            self.plan(20, by, LawCommand::Repair(RepairCommand::Settled { id: id.clone() }));
        }
        self.long.repair = id;
        Ok(())
    }

    async fn steps(&mut self, who: Who, other: Who) -> Outcome<()> {
        let step = |n: usize| StepWords::New {
            whose: [StepWhose::Me, StepWhose::Them, StepWhose::Both][n % 3],
            text: format!("Step {n} of what we want to try after {}", self.today()),
            due: Some(When { day: self.today().plus(10), at: None }),
            every: None,
            notice: None,
        };
        let words = Wording {
            text: Some(format!("We find a flat for both by {}", self.today().plus(100))),
            area: Some(Area::Financial),
            steps: Some((0..4).map(step).collect()),
            ..Wording::default()
        };
        let kind = AgreementKind::Plan;
        let id = self.say(who, LawCommand::AgreePropose { kind, words }).await?;
        let yes = LawCommand::AgreeAccept { id: id.clone(), revision: None, can: None };
        self.plan(1, other, yes);
        for (n, by) in [(1, who), (2, other), (3, who), (3, other)] {
            let (id, step) = (id.clone(), n.to_string());
            let mark = StepCommand { id, step, on: None, result: StepResult::Done, note: None };
            self.plan(n + 4, by, LawCommand::Step(mark));
        }
        Ok(())
    }

    async fn ritual(&mut self, name: &str, every: &str, at: At) -> Outcome<String> {
        let words =
            Wording { text: Some(name.to_owned()), area: Some(Area::Time), ..Wording::default() };
        let ritual =
            RitualWords { every: Some(every.into()), at: Some(at), ..RitualWords::default() };
        let propose = RitualCommand::Propose { words: Box::new(words), ritual: Box::new(ritual) };
        let id = self.say(Who::Ana, LawCommand::Ritual(propose)).await?;
        self.exchange().await?;
        let yes = LawCommand::AgreeAccept { id: id.clone(), revision: None, can: None };
        self.say(Who::Ben, yes).await?;
        Ok(id)
    }

    async fn begin_evening(&mut self) -> Outcome<()> {
        let name = format!("Five minutes in the evening, since {}", self.today());
        self.evening = self.ritual(&name, "FREQ=DAILY", At::Own { minutes: 1_290 }).await?;
        Ok(())
    }

    fn plan(&mut self, after: i32, who: Who, what: LawCommand) {
        self.later.push(Later { on: self.day + after, who, what });
    }

    async fn beside(&mut self, who: Who, what: Beside) -> Outcome<String> {
        self.say(who, LawCommand::Beside(what)).await
    }

    /// Says something; the id of the record it is about, where there is one.
    async fn say(&mut self, who: Who, what: LawCommand) -> Outcome<String> {
        self.said += 1;
        let reply = self.run(who, Command::Say { what, draft: false }).await?;
        Ok(id(&reply))
    }

    /// Carries out one command that writes something.
    async fn run(&mut self, who: Who, command: Command) -> Outcome<Reply> {
        let lone = self.way.lone;
        let person = self.person(who)?;
        let reply = run(person, command).await?;
        if lone {
            sync(person).await?;
        }
        Ok(reply)
    }

    fn person(&mut self, who: Who) -> Outcome<&mut Person> {
        match who {
            Who::Ana => Ok(&mut self.ana),
            Who::Ben => self.ben.as_mut().ok_or_else(|| "Ben's home is closed".into()),
        }
    }

    fn set_clocks(&mut self, hour: u8) -> Outcome<()> {
        let today = self.today();
        let at = |zone| Clock::fixed(&format!("{today}T{hour:02}:00:00Z[{zone}]"));
        self.ana.set_clock(at("Europe/Berlin")?);
        self.person(Who::Ben)?.set_clock(at("America/New_York")?);
        Ok(())
    }

    /// Both have what the other said.
    async fn exchange(&mut self) -> Outcome<()> {
        sync(&mut self.ana).await?;
        sync(self.person(Who::Ben)?).await?;
        sync(&mut self.ana).await
    }
}

/// The record an answer is about.
pub(crate) fn id(reply: &Reply) -> String {
    match reply {
        Reply::Agreement(view) => view.id.clone(),
        Reply::Boundary(view) => view.id.clone(),
        Reply::Promise(view) => view.id.clone(),
        Reply::Repair(view) => view.id.clone(),
        Reply::Beside(view) => view.id().unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}
