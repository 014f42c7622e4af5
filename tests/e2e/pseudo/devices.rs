//! Own devices in the same life: one that comes, speaks, is removed, and what it could not send.

use super::Story;
use crate::harness::Couple;
use crate::harness::own::{add, device, settle};

/// What a removed device said, and what it could not send.
pub(super) fn removed_device(story: &Story, couple: &Couple) {
    let (ana, ben) = (&couple.ana, &couple.ben);
    let tablet = add(ana, "tablet");
    settle(&[ana, &tablet, ben]);
    story.learn(ana, &["devices"]);
    let id = device(ana, "tablet")["id"].as_str().unwrap().to_owned();
    story.tell(ana, &["devices", "show", &id]);
    story.tell(&tablet, &["thanks", "Ευχαριστώ"]);
    tablet.sync();
    for words in [
        &["promise", "add", "Αργά"][..],
        &["limit", "add", "--draft", "-a", "time", "-m", "Κρυφό"],
        &["timeout"],
        &["unsent", "export", "too-early"],
    ] {
        story.tell(&tablet, words);
    }
    ana.run(&["devices", "remove", &id]);
    ana.sync();
    for words in [&["status"][..], &["devices", "show", &id]] {
        story.tell(ana, words);
    }
    story.tell(&tablet, &["sync"]);
    let file = tablet.home().with_file_name("carried");
    let path = file.to_str().unwrap();
    story.tell(&tablet, &["unsent", "export", path]);
    story.learn(ana, &["unsent", "review", path]);
    story.tell(ana, &["unsent", "review", path]);
    let acts = ana.run(&["unsent", "review", path])["acts"].clone();
    for act in acts.as_array().unwrap() {
        let id = act["id"].as_str().unwrap();
        story.tell(ana, &["unsent", "issue", path, id]);
        story.tell(ana, &["unsent", "issue", path, id]);
    }
    story.tell(ana, &["unsent", "review", path]);
    story.tell(ben, &["unsent", "review", path]);
    story.tell(ana, &["devices", "add", "--qr"]);
    ana.sync();
}
