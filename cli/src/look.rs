//! What a text needs to know besides its answer: names, ids to shorten by, today.

use std::collections::BTreeSet;

use accord_client_core::client::command::{Command, Reply};
use accord_client_core::refused::Refused;

use crate::home::Home;
use crate::render::Scene;
use crate::run::Style;

/// Asks the home for what a text needs.
pub(crate) async fn scene(home: &mut Home, style: Style) -> Result<Scene, Refused> {
    let today = home.driver().now().today();
    let mut scene = Scene {
        me: String::new(),
        them: None,
        paired: false,
        ids: BTreeSet::new(),
        today,
        devices: 1,
        lang: style.lang,
        colour: style.colour,
        diff: style.diff,
        hidden: style.hidden,
        qr: style.qr,
    };
    for look in [Command::Status, Command::Devices, Command::Ids] {
        match home.run(look).await? {
            Reply::Status(status) => {
                scene.me = status.name;
                scene.paired = status.partner_name.is_some() || status.pairing.state == "paired";
                scene.them = status.partner_name;
            }
            Reply::Devices(list) => {
                scene.devices = list.iter().filter(|device| device.state == "active").count()
            }
            Reply::Ids(ids) => scene.ids = ids,
            _ => {}
        }
    }
    Ok(scene)
}
