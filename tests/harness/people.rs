//! What people do again and again in these stories.

use accord_client_core::client::command::{
    Command, Invitation, RelayAddress, Reply, StatusView, SyncView, VerifyView,
};
use accord_client_core::law::command::{AgreementKind, Area, LawCommand, Wording};
use accord_client_core::law::say::Say;
use accord_client_core::law::view::Agreement;
use accord_client_core::refused::Refused;

use crate::world::{HomeId, URL, World};

/// Makes an identity.
pub fn init(world: &mut World, home: HomeId, name: &str) -> Vec<String> {
    init_at(world, home, name, Some(RelayAddress { url: URL.into(), token: None }))
}

/// Makes an identity with this relay, or alone. Gives its twelve words.
pub fn init_at(
    world: &mut World,
    home: HomeId,
    name: &str,
    relay: Option<RelayAddress>,
) -> Vec<String> {
    match world.run(home, Command::Init { name: name.into(), device_name: "phone".into(), relay }) {
        Ok(Reply::Init(view)) => view.recovery_words,
        other => unreachable!("an identity: {other:?}"),
    }
}

/// Two homes, Ana's and Ben's, with an identity each.
pub fn two(world: &mut World) -> (HomeId, HomeId) {
    let (ana, ben) = (world.add_home("Europe/Berlin"), world.add_home("America/New_York"));
    init(world, ana, "Ana");
    init(world, ben, "Ben");
    (ana, ben)
}

/// A link of invitation.
pub fn invite(world: &mut World, home: HomeId) -> String {
    match world.run(home, Command::Invite { spoken: false, with: Vec::new() }) {
        Ok(Reply::Invite(view)) => view.link.expect("a link"),
        other => unreachable!("an invitation: {other:?}"),
    }
}

/// The command that answers a link.
#[must_use]
pub fn join(link: &str) -> Command {
    let invitation = Invitation::Link(link.into());
    Command::Join { invitation, name: None, device_name: "phone".into(), token: None }
}

/// Ana invites, Ben joins, both see words and confirm them, and the JOIN is in the log.
pub fn pair(world: &mut World, ana: HomeId, ben: HomeId) {
    compare(world, ana, ben);
    confirm(world, ana, ben);
    for home in [ana, ben, ana, ben] {
        sync(world, home);
    }
}

/// Ana invites, Ben joins, and both see words; nobody has entered any.
pub fn compare(world: &mut World, ana: HomeId, ben: HomeId) {
    let link = invite(world, ana);
    world.run(ben, join(&link)).expect("answered");
    sync(world, ana);
    sync(world, ben);
}

/// Each enters the words the other reads out.
pub fn confirm(world: &mut World, ana: HomeId, ben: HomeId) {
    let (by_ana, by_ben) = (say(world, ana), say(world, ben));
    world.run(ana, Command::PairingConfirm { words: by_ben }).expect("the right words");
    world.run(ben, Command::PairingConfirm { words: by_ana }).expect("the right words");
}

/// Two homes, paired, both synced.
pub fn paired(world: &mut World) -> (HomeId, HomeId) {
    let (ana, ben) = two(world);
    pair(world, ana, ben);
    (ana, ben)
}

/// The words a home tells the other.
pub fn say(world: &mut World, home: HomeId) -> Vec<String> {
    match world.run(home, Command::Pairing) {
        Ok(Reply::Pairing(view)) => {
            view.say.clone().unwrap_or_else(|| unreachable!("words to say in {view:?}"))
        }
        other => unreachable!("a pairing: {other:?}"),
    }
}

/// One exchange.
///
/// # Errors
/// As the command.
pub fn try_sync(world: &mut World, home: HomeId) -> Result<SyncView, Refused> {
    match world.run(home, Command::Sync { watch: false })? {
        Reply::Sync(view) => Ok(view),
        other => unreachable!("an exchange: {other:?}"),
    }
}

/// One exchange that goes well.
pub fn sync(world: &mut World, home: HomeId) -> SyncView {
    try_sync(world, home).expect("a sync")
}

/// Both sync until a whole round moves nothing.
pub fn settle(world: &mut World, homes: &[HomeId]) {
    for _ in 0..12 {
        let mut moved = 0;
        for home in homes {
            let view = sync(world, *home);
            moved += view.records.sent + view.records.received;
        }
        if moved == 0 {
            return;
        }
    }
    unreachable!("twelve rounds and still something moves");
}

/// The log checked from its first byte.
pub fn verify(world: &mut World, home: HomeId) -> VerifyView {
    match world.run(home, Command::Verify) {
        Ok(Reply::Verify(view)) => *view,
        other => unreachable!("a verification: {other:?}"),
    }
}

/// Position and digest of a home whose log is sound.
pub fn digest(world: &mut World, home: HomeId) -> (u64, String) {
    let view = verify(world, home);
    assert_eq!((view.bad_signatures, view.quarantined.len()), (0, 0), "{view:?}");
    let unlike = (view.acts_missing, view.acts_surplus, view.acts_different);
    assert_eq!(unlike, (0, 0, 0), "held as the records say: {view:?}");
    (view.position, view.state_digest)
}

/// How a home stands.
pub fn status(world: &mut World, home: HomeId) -> StatusView {
    match world.run(home, Command::Status) {
        Ok(Reply::Status(view)) => *view,
        other => unreachable!("a status: {other:?}"),
    }
}

/// What is still to come for a home, by code.
pub fn pending(world: &mut World, home: HomeId) -> Vec<&'static str> {
    status(world, home).pending.iter().filter_map(Say::code).collect()
}

/// Says something to the couple.
pub fn tell(world: &mut World, home: HomeId, what: LawCommand) -> Result<Reply, Refused> {
    world.run(home, Command::Say { what, draft: false })
}

/// Proposes words and gives the agreement's id.
pub fn propose(world: &mut World, home: HomeId, text: &str) -> String {
    let words =
        Wording { text: Some(text.into()), area: Some(Area::Digital), ..Wording::default() };
    let what = LawCommand::AgreePropose { kind: AgreementKind::Expectation, words };
    match tell(world, home, what) {
        Ok(Reply::Agreement(view)) => view.id,
        other => unreachable!("an agreement: {other:?}"),
    }
}

/// Says yes to the only open wording.
pub fn accept(world: &mut World, home: HomeId, id: &str) -> Result<Reply, Refused> {
    tell(world, home, LawCommand::AgreeAccept { id: id.into(), revision: None, can: None })
}

/// An agreement as a home sees it.
pub fn agreement(world: &mut World, home: HomeId, id: &str) -> Agreement {
    match world.run(home, Command::Agreement { id: id.into() }) {
        Ok(Reply::Agreement(view)) => *view,
        other => unreachable!("an agreement: {other:?}"),
    }
}

/// All agreements as a home sees them, drafts included.
pub fn agreements(world: &mut World, home: HomeId) -> Vec<Agreement> {
    match world.run(home, Command::Agreements { state: None }) {
        Ok(Reply::Agreements(list)) => list,
        other => unreachable!("agreements: {other:?}"),
    }
}
