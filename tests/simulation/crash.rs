//! `kill -9` of a client between every two saves: pairing, edits and exchanges with a crash before or after each single commit.

use accord_client_core::client::command::{Command, Outcome, Reply};
use accord_client_core::crypto::PairKeys;
use accord_client_core::law::command::{
    AgreementKind, Area, BoundaryWords, LawCommand, MarkResult, Polarity, Wording,
};
use accord_client_core::law::view;
use accord_client_core::store::Table;
use accord_client_core::store::memory::Fault;
use accord_protocol::ids::Partner;
use accord_protocol::pairing::{Link, PairRole, PairSecret};
use accord_server::store::{Answer, Query, Store as _};
use accord_tests::people::{agreements, digest, init, join, settle};
use accord_tests::{HomeId, Ledger, World};

/// Whom the crash meets.
const ANA: usize = 0;
const BEN: usize = 1;

struct Run {
    world: World,
    homes: [HomeId; 2],
    ledgers: [Ledger; 2],
    /// The secret of the invitation, once there is one.
    secret: Option<PairSecret>,
}

#[test]
fn a_founder_killed_at_any_save_goes_on_and_loses_nothing() {
    every_commit(ANA);
}

#[test]
fn a_joiner_killed_at_any_save_goes_on_and_loses_nothing() {
    every_commit(BEN);
}

fn every_commit(who: usize) {
    let (calm, commits) = play(None);
    assert!(commits[who] > 20, "the story saves often: {commits:?}");
    for at in 0..commits[who] {
        for fault in [Fault::CrashBefore, Fault::CrashAfter] {
            println!("{fault:?} at commit {at}");
            let (state, _) = play(Some((who, at, fault.clone())));
            assert_eq!(state, calm, "{fault:?} at commit {at}");
        }
    }
}

/// The whole story; what both see at the end, and how often each saved.
fn play(crash: Option<(usize, u64, Fault)>) -> (String, [u64; 2]) {
    let mut world = World::new(42);
    let homes = [world.add_home("Europe/Berlin"), world.add_home("America/New_York")];
    if let Some((who, at, fault)) = crash {
        world.homes[homes[who].0].disk.fail_after(at, fault);
    }
    let ledgers = [Ledger::of(homes[0], Partner::Zero), Ledger::of(homes[1], Partner::One)];
    let mut run = Run { world, homes, ledgers, secret: None };
    run.pair();
    run.edit();
    settle(&mut run.world, &run.homes);
    let [ana, ben] = run.homes;
    assert_eq!(digest(&mut run.world, ana), digest(&mut run.world, ben));
    run.ledgers[ANA].check(&mut run.world, ben);
    run.ledgers[BEN].check(&mut run.world, ana);
    run.the_pairing_is_over();
    let commits = run.homes.map(|home| run.world.homes[home.0].disk.commits());
    (run.summary(), commits)
}

impl Run {
    /// Runs a command; a process that dies is started again, and `None` says so.
    fn tell(&mut self, who: usize, command: Command) -> Option<Outcome> {
        let outcome = self.world.attempt(self.homes[who], command);
        if !self.world.is_up(self.homes[who]) {
            self.world.reboot(self.homes[who]);
        }
        self.ledgers[who].look(&mut self.world, false);
        outcome
    }

    fn pair(&mut self) {
        for (who, name) in [(ANA, "Ana"), (BEN, "Ben")] {
            let relay = accord_client_core::client::command::RelayAddress {
                url: accord_tests::world::URL.into(),
                token: None,
            };
            let command = Command::Init {
                name: name.into(),
                device_name: "phone".into(),
                relay: Some(relay),
            };
            if self.tell(who, command).is_none()
                && !self.world.homes[who].client.as_ref().is_some_and(|c| c.has_identity())
            {
                init(&mut self.world, self.homes[who], name);
            }
        }
        let mut link = None;
        for _ in 0..3 {
            let invite = Command::Invite { spoken: false, with: Vec::new() };
            if let Some(Ok(Reply::Invite(view))) = self.tell(ANA, invite) {
                link = view.link;
                break;
            }
        }
        let link = link.expect("an invitation");
        self.secret = Some(Link::parse(&link).expect("a link").secret);
        for _ in 0..3 {
            match self.tell(BEN, join(&link)) {
                Some(Ok(_)) => break,
                Some(Err(refused)) if refused.is("pairing_under_way") => break,
                Some(Err(refused)) => unreachable!("joining: {refused:?}"),
                None => {}
            }
        }
        let mut told = [false, false];
        let mut says: [Option<Vec<String>>; 2] = [None, None];
        for _ in 0..12 {
            for who in [ANA, BEN] {
                self.sync(who);
            }
            for who in [ANA, BEN] {
                // People remember what they heard.
                if let Some(words) = self.words(who) {
                    says[who] = Some(words);
                }
            }
            for who in [ANA, BEN] {
                if let (Some(words), Some(_)) = (says[1 - who].clone(), &says[who])
                    && !told[who]
                {
                    told[who] = match self.tell(who, Command::PairingConfirm { words }) {
                        Some(Ok(_)) => true,
                        // Confirmed before the process died, and carried out since.
                        Some(Err(refused)) if refused.is("not_found") => true,
                        Some(Err(refused)) => unreachable!("confirming: {refused:?}"),
                        None => false,
                    };
                }
            }
            for who in [ANA, BEN] {
                self.look_for_the_secret(who);
            }
            if [ANA, BEN].iter().all(|who| self.pairing(*who) == "paired") {
                return;
            }
        }
        unreachable!("not paired: {} {}", self.pairing(ANA), self.pairing(BEN));
    }

    /// Once a side is done, nothing on its disk could open the invitation any more.
    fn look_for_the_secret(&mut self, who: usize) {
        let view = self.view(who);
        if view.state != "paired" || view.pending.is_some() {
            return;
        }
        let Some(secret) = &self.secret else { return };
        let keys = PairKeys::of(secret, PairRole::Partner);
        for (table, key, value) in self.world.plain_rows(self.homes[who]) {
            let has = |needle: &[u8]| value.windows(needle.len()).any(|part| part == needle);
            assert!(!has(secret.expose()), "{who}: {table:?} {key:?}");
            let mailbox = has(keys.mailbox().as_bytes());
            assert!(table != Table::Pairing || (key == [1] && mailbox), "{who}: {key:?}");
        }
    }

    /// And after a while the mailbox is closed and forgotten.
    fn the_pairing_is_over(&mut self) {
        for who in [ANA, BEN] {
            self.look_for_the_secret(who);
            let mut rows = self.world.plain_rows(self.homes[who]).into_iter();
            assert!(rows.all(|(table, ..)| table != Table::Pairing), "{who}");
        }
        let secret = self.secret.as_ref().expect("an invitation");
        let mailbox = *PairKeys::of(secret, PairRole::Partner).mailbox();
        let store = &mut self.world.relays[0].store;
        match store.read(&Query::Mailbox(mailbox)).expect("a store that reads") {
            Answer::Mailbox(row) => assert!(row.is_none_or(|row| row.closed), "still open"),
            other => unreachable!("a mailbox: {other:?}"),
        }
    }

    fn view(&mut self, who: usize) -> accord_client_core::client::command::PairingView {
        match self.world.run(self.homes[who], Command::Pairing) {
            Ok(Reply::Pairing(view)) => view,
            other => unreachable!("a pairing: {other:?}"),
        }
    }

    fn pairing(&mut self, who: usize) -> &'static str {
        self.view(who).state
    }

    fn words(&mut self, who: usize) -> Option<Vec<String>> {
        self.view(who).say
    }

    fn sync(&mut self, who: usize) {
        for _ in 0..3 {
            match self.tell(who, Command::Sync { watch: false }) {
                Some(Ok(_)) => return,
                Some(Err(refused)) => unreachable!("a sync: {refused:?}"),
                None => {}
            }
        }
    }

    /// Says something exactly once, whatever happens to the process meanwhile.
    fn say(&mut self, who: usize, what: LawCommand) {
        let before = self.ledgers[who].said();
        for _ in 0..2 {
            match self.tell(who, Command::Say { what: what.clone(), draft: false }) {
                Some(outcome) => {
                    outcome.expect("it may be said");
                    return;
                }
                None if self.ledgers[who].said() > before => return,
                None => {}
            }
        }
        unreachable!("not said");
    }

    fn edit(&mut self) {
        let words = |text: &str| Wording {
            text: Some(text.into()),
            area: Some(Area::Digital),
            ..Wording::default()
        };
        let kind = AgreementKind::Expectation;
        self.say(ANA, LawCommand::AgreePropose { kind, words: words("one") });
        self.say(ANA, LawCommand::AgreePropose { kind, words: words("two") });
        self.sync(ANA);
        self.sync(BEN);
        let (one, two) = (self.named("one"), self.named("two"));
        let accept =
            |id: &str| LawCommand::AgreeAccept { id: id.into(), revision: None, can: None };
        self.say(BEN, accept(&one));
        let counter = words("two and a half");
        let (revision, joins) = (None, Vec::new());
        self.say(
            BEN,
            LawCommand::AgreeCounter { id: two.clone(), words: counter, revision, joins },
        );
        let words = BoundaryWords {
            area: Some(Area::Social),
            text: Some("a limit".into()),
            ..BoundaryWords::default()
        };
        self.say(BEN, LawCommand::BoundaryAdd { polarity: Polarity::Limit, words });
        let promise = LawCommand::PromiseAdd {
            text: "a promise".into(),
            due: None,
            every: None,
            size: None,
            sure: None,
        };
        self.say(ANA, promise);
        self.sync(BEN);
        self.sync(ANA);
        self.say(ANA, LawCommand::AgreeEnd { id: one, note: Some("enough".into()) });
        let id = self.promises(ANA).first().map(|view| view.id.clone()).unwrap_or_default();
        let note = Some("done".into());
        self.say(ANA, LawCommand::PromiseMark { id, on: None, result: MarkResult::Kept, note });
        self.sync(ANA);
        self.sync(BEN);
    }

    fn named(&mut self, words: &str) -> String {
        let list = agreements(&mut self.world, self.homes[ANA]);
        let found = list.iter().find(|view| view.open.iter().any(|open| open.words == words));
        found.map(|view| view.id.clone()).unwrap_or_else(|| unreachable!("{words} in {list:?}"))
    }

    fn promises(&mut self, who: usize) -> Vec<view::Promise> {
        match self.world.run(self.homes[who], Command::Promises { maker: None }) {
            Ok(Reply::Promises(list)) => list,
            other => unreachable!("promises: {other:?}"),
        }
    }

    /// What both see, without ids: ids are made by chance.
    fn summary(&mut self) -> String {
        let mut lines = Vec::new();
        for who in [ANA, BEN] {
            for view in agreements(&mut self.world, self.homes[who]) {
                let open: Vec<_> = view.open.iter().map(|open| open.words.clone()).collect();
                let history: Vec<_> = view.history.iter().map(|line| line.act).collect();
                lines.push(format!("{who} {} {open:?} {history:?}", view.state));
            }
            for view in self.promises(who) {
                lines.push(format!("{who} {} {} {}", view.text, view.state, view.result));
            }
            let list = Command::Boundaries { polarity: None, owner: None };
            if let Ok(Reply::Boundaries(list)) = self.world.run(self.homes[who], list) {
                lines.extend(list.iter().map(|view| format!("{who} {:?}", view.state)));
            }
        }
        lines.sort();
        lines.join("\n")
    }
}
