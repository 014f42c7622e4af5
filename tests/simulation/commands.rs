//! Every command there is: drawn by chance, given by a life itself, or excused by name. A command that is new fails to compile here until
//! it has its line, and fails the test until it is drawn as its line says.

use std::collections::BTreeSet;

use accord_client_core::client::beside::Beside;
use accord_client_core::client::command::Command;
use accord_client_core::client::import::ImportCommand;
use accord_client_core::client::joint::JointCommand;
use accord_client_core::client::notes::PrivateCommand;
use accord_client_core::law::beside::command::BesideCommand;
use accord_client_core::law::command::{LawCommand, RitualCommand};
use accord_client_core::law::repair::RepairCommand;
use accord_tests::people::{accept, agreements, paired, settle, try_sync};
use accord_tests::{HomeId, World};

use crate::choices::command;

/// How the random lives come to a command.
enum How {
    /// `choices.rs` draws it.
    Drawn,
    /// A life gives it itself, and says where.
    Lived(&'static str),
    /// None does, and why.
    Excused(&'static str),
}
use How::{Drawn, Excused, Lived};

/// One line for each variant. The match behind it has no arm for the rest.
macro_rules! every {
    ($name:ident, $list:ident, $type:ident: $($variant:ident => $how:expr,)+) => {
        const $list: &[(&str, How)] = &[$((concat!(stringify!($type), "::", stringify!($variant)), $how)),+];
        fn $name(command: &$type) -> &'static str {
            match command {
                $($type::$variant { .. } => concat!(stringify!($type), "::", stringify!($variant)),)+
            }
        }
    };
}

const BELONGS: How = Lived("whoever_belongs");
const SAID: How = Lived("nothing_said");
/// Has stories with a file in hand.
const FILES: How = Excused("it takes a file that another home wrote: `e2e/unsent`, `e2e/imports`");
const LOCKS: How = Excused("a lock hides the notes that are looked for in the end: `private`");
const NOTES: How =
    Excused("a note is never changed, so that it can be looked for in the end: `private`");

every!(command_name, COMMANDS, Command:
    Init => BELONGS, RelayShow => Drawn,
    RelaySet => Excused("there is one relay: `e2e/moving`"),
    Words => Drawn, WordsRenew => BELONGS, Recover => BELONGS,
    ProfileName => Drawn, ProfileZone => Drawn,
    Invite => BELONGS,
    InviteCancel => Excused("a life begins paired: `e2e/invitations`"),
    Join => BELONGS, Pairing => Drawn,
    PairingSets => Excused("a life begins paired: `e2e/invitations`"),
    PairingConfirm => BELONGS, Sync => SAID,
    MoveRelay => Excused("there is one relay: `e2e/moving`, `moving`"),
    RelayReset => SAID, Status => Drawn, Verify => Drawn, WhatsNew => Drawn, Answer => Drawn,
    Asks => Drawn, Say => Drawn, Agreements => Drawn, Agreement => Drawn, AgreementHide => Drawn,
    Today => Drawn, Rituals => Drawn, RitualDates => Drawn, Boundaries => Drawn,
    Boundary => Drawn, Promises => Drawn, Promise => Drawn, PromiseRecord => Drawn,
    CounsellorSheet => Drawn, FirstSession => Drawn, Calendar => Drawn, Repairs => Drawn,
    Repair => Drawn, RepairAside => Drawn, Beside => Drawn, Joint => Drawn, Asides => Drawn,
    AsideAgain => Excused("needs something set aside, which no draw makes sure of: `aside`"),
    AsideDrop => Excused("needs something set aside, which no draw makes sure of: `aside`"),
    Ids => Drawn, Drafts => Drawn, DraftShare => Drawn, DraftDelete => Drawn, Private => Drawn,
    Import => Drawn, Devices => Drawn, DeviceActs => Drawn,
    UnsentExport => FILES, UnsentReview => FILES, UnsentIssue => FILES,
    DevicesSeen => Drawn, DeviceAdd => BELONGS, DeviceRemove => BELONGS, Farewell => Drawn,
    PutAway => Excused("ends the life that is looked at: `e2e/leaving`"),
    Leave => SAID, Export => Drawn,
);
every!(law_name, LAW, LawCommand:
    Name => Drawn, Zone => Drawn, AgreePropose => Drawn, AgreeCounter => Drawn,
    AgreeAccept => Drawn, AgreeDecline => Drawn, AgreeRetract => Drawn, AgreeEnd => Drawn,
    AgreeAgain => Drawn, AgreePart => Drawn, KeepBoth => Drawn, Ritual => Drawn, Step => Drawn,
    BoundaryAdd => Drawn, BoundaryEdit => Drawn, BoundaryWithdraw => Drawn, BoundaryAck => Drawn,
    BoundaryAsk => Drawn, BoundaryHonour => Drawn, BoundaryNote => Drawn, BoundaryPick => Drawn,
    PromiseAdd => Drawn, PromiseEdit => Drawn, PromiseMark => Drawn, PromiseAllRight => Drawn,
    PromiseRelease => Drawn, PromiseMove => Drawn, PromiseWithdraw => Drawn, PromiseAck => Drawn,
    PromiseThank => Drawn, Repair => Drawn, Beside => Drawn,
);
every!(ritual_name, RITUAL, RitualCommand:
    Propose => Drawn, Counter => Drawn, Mark => Drawn, Move => Drawn,
);
every!(repair_name, REPAIR, RepairCommand:
    Open => Drawn, Part => Drawn, TakeBack => Drawn, Link => Drawn, LookBack => Drawn,
    Settled => Drawn, Reopen => Drawn, Forgiveness => Drawn,
);
every!(beside_name, BESIDE, BesideCommand:
    Checkin => Drawn, CheckinTakeBack => Drawn, Thanks => Drawn, Heart => Drawn,
    ThanksTakeBack => Drawn, TalkAsk => Drawn, TalkTime => Drawn, TalkTimeClear => Drawn,
    Talked => Drawn, TalkLetGo => Drawn, TimeOut => Drawn, TimeOutLift => Drawn, Pause => Drawn,
    Resume => Drawn, Stance => Drawn, KeepBetween => Drawn,
);
every!(shown_name, SHOWN, Beside:
    Checkins => Drawn, Thanks => Drawn, Keep => Drawn, Show => Drawn, Talks => Drawn,
    TimeOuts => Drawn, Openness => Drawn, Pause => Drawn, Resume => Drawn,
);
every!(joint_name, JOINT, JointCommand:
    List => SAID, Show => Drawn, AddNote => Drawn, AddList => Drawn, AddItem => Drawn,
    AddWording => Drawn, Edit => Drawn, Tick => Drawn, PutAway => Drawn, Move => Drawn,
    Propose => Drawn,
);
every!(private_name, PRIVATE, PrivateCommand:
    Add => Drawn, Forgive => NOTES, Edit => NOTES, List => Drawn,
    Show => Excused("shows one of what a list shows: `private`"),
    Share => NOTES, Delete => NOTES, Export => Excused("writes what a list shows: `private`"),
    UnsentExport => FILES, UnsentReview => FILES, UnsentIssue => FILES,
    LockSet => LOCKS, LockChange => LOCKS, LockRemove => LOCKS,
);
every!(import_name, IMPORT, ImportCommand:
    Keep => FILES, List => Drawn, Show => FILES, Remove => FILES,
);

/// The names of a command, and of the one it carries.
fn names(command: &Command) -> Vec<&'static str> {
    let mut names = vec![command_name(command)];
    match command {
        Command::Say { what, .. } => {
            names.push(law_name(what));
            match what {
                LawCommand::Ritual(ritual) => names.push(ritual_name(ritual)),
                LawCommand::Repair(repair) => names.push(repair_name(repair)),
                LawCommand::Beside(beside) => names.push(beside_name(beside)),
                _ => {}
            }
        }
        Command::Beside(shown) => names.push(shown_name(shown)),
        Command::Joint(joint) => names.push(joint_name(joint)),
        Command::Private { what, .. } => names.push(private_name(what)),
        Command::Import(import) => names.push(import_name(import)),
        _ => {}
    }
    names
}

#[test]
fn every_command_is_drawn_or_excused_by_name() {
    let lists = [COMMANDS, LAW, RITUAL, REPAIR, BESIDE, SHOWN, JOINT, PRIVATE, IMPORT];
    let all = || lists.into_iter().flatten();
    let mut left: BTreeSet<&str> =
        all().filter(|(_, how)| matches!(how, Drawn)).map(|(name, _)| *name).collect();
    for (name, how) in all() {
        if let Lived(why) | Excused(why) = how {
            assert!(!why.is_empty(), "{name} says where it is lived, or why not");
        }
    }
    for seed in 0..LIVES {
        let mut world = World::new(51 + seed);
        let (ana, ben) = paired(&mut world);
        for number in 0..DRAWS {
            for home in [ana, ben] {
                let drawn = command(&mut world, home, number);
                for name in names(&drawn) {
                    left.remove(name);
                }
                // A draw looks at what is there; carrying out all of them only makes that long.
                if number < 20 || world.rng.one_in(6) {
                    drop(world.run(home, drawn));
                }
            }
            if left.is_empty() {
                return;
            }
            if number % 40 == 39 {
                settle(&mut world, &[ana, ben]);
                in_force(&mut world, [ana, ben]);
            }
        }
    }
    assert!(left.is_empty(), "{LIVES} lives of {DRAWS} draws each never came to {left:?}");
}

/// Marks and steps need something in force.
fn in_force(world: &mut World, homes: [HomeId; 2]) {
    let open = agreements(world, homes[0]).into_iter().filter(|view| view.state == "open");
    for id in open.map(|view| view.id).take(3).collect::<Vec<_>>() {
        for home in homes {
            drop(accept(world, home, &id));
            drop(try_sync(world, home));
        }
    }
}

/// How much is drawn until a command counts as never drawn.
const LIVES: u64 = 60;
const DRAWS: u64 = 200;
