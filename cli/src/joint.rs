//! Writing together where a person looks first: an editor that begins with the text as it stands, a proposal that is shown before it is
//! made, and what is said when a text is not the one that was shown.

use accord_client_core::client::command::{Command, Reply};
use accord_client_core::client::joint::JointCommand;
use accord_client_core::client::joint::view::JointThing;
use accord_client_core::refused::{Class, Refused};
use accord_content::Lang;

use crate::error::{refused, sentence};
use crate::home::Home;
use crate::render::{self, Scene};
use crate::run::Style;
use crate::typed::{Source as _, Terminal, say};

/// A thing as it stands here, by its own id or by an item's.
async fn shown(home: &mut Home, id: &str) -> Result<JointThing, Refused> {
    match home.run(Command::Joint(JointCommand::Show { id: id.to_owned() })).await? {
        Reply::JointThing(view) => Ok(*view),
        _ => Err(Refused::not_found("joint")),
    }
}

/// The words and the hash of what an id names: a thing's, or one item's.
fn words(view: &JointThing, id: &str) -> (String, String) {
    let id = id.trim().to_ascii_lowercase();
    let item = view.items.iter().flatten().find(|item| item.id.starts_with(&id));
    match item {
        Some(item) if !view.id.starts_with(&id) => (item.text.clone(), item.hash.clone()),
        _ => (view.text.clone().unwrap_or_default(), view.hash.clone()),
    }
}

/// Opens an editor with the text as it stands; what comes back is an edit of exactly that text.
pub(crate) async fn edit(
    home: &mut Home,
    id: String,
    seen: Option<String>,
    terminal: &Terminal,
) -> Result<Command, Refused> {
    let view = shown(home, &id).await?;
    let (text, hash) = words(&view, &id);
    let edited = terminal.clone().edit(&text)?;
    let text = edited.ok_or_else(|| refused("words_needed", Class::Usage))?;
    let seen = Some(seen.unwrap_or(hash));
    Ok(Command::Joint(JointCommand::Edit { id, title: None, text: Some(text), seen }))
}

/// Shows a wording whole and asks; without a person its hash has to be said. `None` where the person said no.
pub(crate) async fn propose(
    home: &mut Home,
    what: JointCommand,
    scene: &Scene,
    terminal: &Terminal,
) -> Result<Option<Command>, Refused> {
    let JointCommand::Propose { id, kind, words, .. } = what else { return Ok(None) };
    if !terminal.is_person() {
        return Err(refused("seen_needed", Class::Usage));
    }
    let view = shown(home, &id).await?;
    let look = Command::Joint(JointCommand::Show { id: id.clone() });
    say(&render::text(&look, &Reply::JointThing(Box::new(view.clone())), scene));
    if view.kind == "wording" && !terminal.agrees(&scene.text("joint-propose-these", &[])) {
        say(&format!("{}\n", scene.text("joint-not-proposed", &[])));
        return Ok(None);
    }
    let seen = view.hash;
    Ok(Some(Command::Joint(JointCommand::Propose { id, seen, kind, words })))
}

/// A refusal, and the text as it stands now where that is what the refusal is about.
pub(crate) struct Ended {
    pub(crate) refused: Refused,
    now: Option<Box<JointThing>>,
}

impl From<Refused> for Ended {
    fn from(refused: Refused) -> Self {
        Self { refused, now: None }
    }
}

impl Ended {
    /// With the text as it stands, where the command was about another one.
    pub(crate) async fn of(
        home: &mut Home,
        command: &Command,
        refused: Refused,
        style: Style,
    ) -> Self {
        let (
            Command::Joint(JointCommand::Edit { id, .. } | JointCommand::Propose { id, .. }),
            true,
        ) = (command, refused.is("joint_changed"))
        else {
            return refused.into();
        };
        let Ok(now) = shown(home, id).await else { return refused.into() };
        if !style.json
            && let Ok(scene) = crate::look::scene(home, style).await
        {
            let look = Command::Joint(JointCommand::Show { id: id.clone() });
            say(&render::text(&look, &Reply::JointThing(Box::new(now.clone())), &scene));
        }
        Self { refused, now: Some(Box::new(now)) }
    }

    /// What is said: one object for a script, one sentence for a person, who was shown the text above it.
    pub(crate) fn said(&self, json: bool, lang: Lang) -> String {
        if !json {
            return sentence(&self.refused, lang);
        }
        let mut said = crate::error::json(&self.refused);
        if let (Some(now), Some(all)) = (&self.now, said.as_object_mut()) {
            all.insert("joint".into(), serde_json::json!(now));
        }
        said.to_string()
    }
}
