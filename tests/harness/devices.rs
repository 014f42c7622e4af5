//! Own devices that come into a vault and its couple space, by the commands a person uses.

use accord_client_core::client::command::{Command, Invitation, Reply};

use crate::people::{say, sync};
use crate::world::{HomeId, World};

/// Another device of the person at `first`: invited, answered, compared both ways, and let in.
///
/// # Panics
/// If `first` has no identity or the relay is away.
#[must_use]
pub fn add_own(world: &mut World, first: HomeId, name: &str) -> HomeId {
    let zone = world.homes[first.0].zone.clone();
    let home = world.add_home(&zone);
    answer_own(world, first, home, name);
    let (by_first, by_home) = (say(world, first), say(world, home));
    world.run(first, Command::PairingConfirm { words: by_home }).expect("the right words");
    world.run(home, Command::PairingConfirm { words: by_first }).expect("the right words");
    sync(world, first);
    sync(world, home);
    home
}

/// As far as both can compare words.
///
/// # Panics
/// As [`add_own`].
pub fn answer_own(world: &mut World, first: HomeId, home: HomeId, name: &str) {
    let invitation = match world.run(first, Command::DeviceAdd { spoken: false }) {
        Ok(Reply::Invite(view)) => Invitation::Link(view.link.expect("a link")),
        other => unreachable!("an invitation: {other:?}"),
    };
    let join = Command::Join { invitation, name: None, device_name: name.into(), token: None };
    world.run(home, join).expect("answered");
    sync(world, first);
    sync(world, home);
}

/// The id and state of an own device, by its name.
///
/// # Panics
/// If there is none.
pub fn device_named(world: &mut World, home: HomeId, name: &str) -> (String, &'static str) {
    match world.run(home, Command::Devices) {
        Ok(Reply::Devices(list)) => {
            let found = list.into_iter().find(|device| device.name.as_deref() == Some(name));
            found.map(|device| (device.id, device.state)).expect("a device of that name")
        }
        other => unreachable!("devices: {other:?}"),
    }
}
