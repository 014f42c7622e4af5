//! Own devices that come into a vault and its couple space, before there is a command for it.

use accord_client_core::client::command::{Command, RelayAddress, Reply};
use accord_client_core::client::{Newcomer, OwnDevice};
use accord_client_core::crypto::{DeviceSecret, Secret};
use accord_protocol::body::{Admit, DeviceType, Role};
use accord_protocol::ids::{Partner, Transcript};

use crate::world::{HomeId, URL, World};

/// Another device of the person at `first`: what a pairing of own devices comes to, done by hand.
///
/// # Panics
/// If `first` has no identity.
#[must_use]
pub fn add_own(world: &mut World, first: HomeId, name: &str, seed: u8) -> HomeId {
    let home = world.add_home("Europe/Berlin");
    let secret = || DeviceSecret::from_secret(Secret::from_bytes([seed; 32]));
    let client = world.homes[first.0].client.as_ref().expect("running");
    let (vault, author) = client.own_place().expect("an identity");
    let dev = secret().keys().dev(DeviceType::Active, Partner::Zero);
    let transcript = Transcript::from_bytes([seed; 32]);
    let keys = secret().keys();
    let proof =
        Admit::prove(Role::OwnDevice, &vault, &author, &transcript, &dev, keys.signing_key());
    let (now, then) = (world.now(first), world.now(home));
    let (mut dice, mut more) = (world.rng.clone(), world.rng.clone());
    more.next();
    let client = world.homes[first.0].client.as_mut().expect("running");
    client.admit_own_device(&now, &mut dice, Newcomer { transcript, dev, proof }).expect("owed");
    let device = OwnDevice {
        name: "Ana".into(),
        device_name: name.into(),
        relay: RelayAddress { url: URL.into(), token: None },
        vault,
        secret: secret(),
    };
    let client = world.homes[home.0].client.as_mut().expect("running");
    client.become_own_device(&then, &mut more, &device).expect("an empty home");
    // What the calls want saved is saved with the next input.
    world.run(first, Command::Devices).expect("devices");
    world.run(home, Command::Devices).expect("devices");
    home
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
