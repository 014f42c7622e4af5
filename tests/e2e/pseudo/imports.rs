//! A copy of what was, told in the pseudo-language.

use crate::harness::Person;

use super::Story;

pub(super) fn imports(story: &Story, person: &Person) {
    let file = person.home().with_file_name("copy.json");
    let path = file.to_str().unwrap();
    story.learn(person, &["export", "--all", "--output", path]);
    story.tell(person, &["import", "list"]);
    story.tell(person, &["import", path]);
    let kept = story.learn(person, &["import", "list"]);
    let id = kept[0]["id"].as_str().unwrap();
    story.learn(person, &["import", "show", id]);
    for words in [
        &["import", path][..],
        &["import", "list"],
        &["import", "show", id],
        &["import", "show", "ffffff"],
        &["import", "remove", id],
        &["import", "remove", id],
    ] {
        story.tell(person, words);
    }
}
