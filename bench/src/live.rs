//! A couple for whoever measures something else, the app say: it lives against a relay that runs already, and stays there.

use std::path::{Path, PathBuf};

use accord_cli::args::Unlock;
use accord_cli::home::{Home, Place};
use accord_client_core::client::command::Command;
use serde_json::json;

use crate::Outcome;
use crate::couple::pair;
use crate::edit::edit;
use crate::person::{acts_held, taken};
use crate::years::{Way, Years};

/// Both live until about so many acts are said, and have exchanged all of it. Says what one must know to go on with them: the homes lie in
/// `folder`, and are not locked.
pub(crate) async fn live(url: &str, acts: usize, folder: &Path) -> Outcome<()> {
    let couple = pair(folder, url).await?;
    let words = couple.ben_words.clone();
    let way = Way { full: true, ..Way::default() };
    let mut years = Years::begin(couple, way).await?;
    years.until(acts).await?;
    let (key, days) = (years.ben_key, years.days());
    drop(years);
    let held = acts_held(&folder.join("ben"), &key).await?;
    println!("{}", json!({ "acts": held, "days": days, "words": words }));
    Ok(())
}

/// A home says so many things more without a network, and then sends them.
pub(crate) async fn say(folder: PathBuf, acts: usize) -> Outcome<()> {
    let place = Place { unlock: Some(Unlock::None), ..Place::at(folder) };
    let mut home = Home::open(&place, &mut ()).map_err(|refused| refused.code)?;
    for n in 0..acts {
        drop(taken(home.run(edit(n)).await)?);
    }
    drop(taken(home.run(Command::Sync { watch: false }).await)?);
    Ok(())
}
