//! Private notes in the same life: written, changed, shared, and under a lock of their own.

use std::fs;

use super::Story;
use crate::harness::Person;

/// Notes of one person, with and without a lock.
pub(super) fn private(story: &Story, ana: &Person) {
    let list = ["private", "list", "--notes"];
    let note = story.makes(ana, &["private", "add", "-m", "Μόνο για μένα"], &list);
    for words in [
        &["private", "add", "--template", "no-such"][..],
        &["private", "edit", &note, "-m", "Άλλα λόγια"],
        &["private", "show", &note],
        &["private", "list"],
        &["private", "share", &note],
        &["private", "share", &note, "--as", "limit", "-a", "time"],
    ] {
        story.tell(ana, words);
    }
    let repair = ana.run(&["repair", "list"])[0]["id"].as_str().unwrap().to_owned();
    story.tell(ana, &["forgive", "note", &repair, "-m", "Σήμερα", "--stage", "softening"]);
    let file = |name: &str, pin: &str| {
        let file = ana.home().with_file_name(name);
        fs::write(&file, pin).unwrap();
        file
    };
    let (pin, new, wrong) = (file("pin", "4711"), file("new-pin", "0815"), file("no-pin", "1234"));
    let (now, then) = ("ACCORD_PRIVATE_PASSPHRASE_FILE", "ACCORD_PRIVATE_NEW_PASSPHRASE_FILE");
    let tell = |words: &[&str], files: &[(&str, &std::path::Path)]| {
        let said = story.said_with(ana, words, "", files);
        story.look(words, &said);
    };
    let [set, change, remove] = ["set", "change", "remove"].map(|what| ["private", "lock", what]);
    tell(&change, &[]);
    tell(&set, &[]);
    tell(&set, &[(now, &pin)]);
    tell(&set, &[(now, &pin)]);
    tell(&["private", "list"], &[]);
    tell(&["private", "show", &note], &[]);
    tell(&["private", "show", &note], &[(now, &wrong)]);
    tell(&["private", "show", &note], &[(now, &pin)]);
    tell(&change, &[(now, &pin), (then, &new)]);
    tell(&remove, &[(now, &pin)]);
    tell(&remove, &[(now, &new)]);
    tell(&["private", "delete", &note], &[]);
    story.learn(ana, &["private", "list"]);
    story.learn(ana, &list);
}
