//! What a text needs to know besides its answer: names, ids to shorten by, today.

use accord_client_core::client::beside::Beside;
use accord_client_core::client::command::{Command, DraftView, Reply};
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
        ids: Vec::new(),
        today,
        devices: 1,
        lang: style.lang,
        colour: style.colour,
        diff: style.diff,
        hidden: style.hidden,
    };
    let looks = [
        Command::Status,
        Command::Devices,
        Command::Asks,
        Command::Agreements { state: None },
        Command::Boundaries { polarity: None, owner: None },
        Command::Promises { maker: None },
        Command::Beside(Beside::Thanks),
        Command::Beside(Beside::Talks),
        Command::Beside(Beside::TimeOuts),
        Command::Beside(Beside::Openness),
        Command::Drafts,
    ];
    for look in looks {
        match home.run(look).await? {
            Reply::Status(status) => {
                scene.me = status.name;
                scene.paired = status.partner_name.is_some() || status.pairing.state == "paired";
                scene.them = status.partner_name;
            }
            Reply::Devices(list) => {
                scene.devices = list.iter().filter(|device| device.state == "active").count()
            }
            Reply::Asks(asks) => scene.ids.extend(asks.into_iter().map(|ask| ask.id)),
            Reply::Agreements(list) => {
                scene.ids.extend(
                    list.into_iter()
                        .flat_map(|view| view.asks.into_iter().map(|ask| ask.id).chain([view.id])),
                );
            }
            Reply::Boundaries(list) => scene.ids.extend(list.into_iter().map(|view| view.id)),
            Reply::Promises(list) => scene.ids.extend(list.into_iter().map(|view| view.id)),
            Reply::BesideList(list) => scene.ids.extend(list.ids()),
            Reply::Drafts(list) => scene.ids.extend(list.into_iter().map(|draft| match draft {
                DraftView::Agreement(view) => view.id,
                DraftView::Boundary(view) => view.id,
                DraftView::Promise(view) => view.id,
                DraftView::Beside(view) => view.id().unwrap_or_default().to_owned(),
            })),
            _ => {}
        }
    }
    Ok(scene)
}
