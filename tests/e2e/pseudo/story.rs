//! A life of two in which every command is told, with words in another alphabet, so that they are nobody's English.

use serde_json::Value;

use super::{Story, page_text};
use crate::harness::{Couple, Order, Person};

pub(super) const HE: &str = "Βην";
pub(super) const SHE: &str = "Άνα";

/// Before there is a partner: identity, texts, drafts, refusals, and a home brought back on another machine.
pub(super) fn alone(story: &Story, url: &str) {
    let solo = Person::new("Ζωή", "Europe/Berlin");
    let words = story.learn(&solo, &["init", "--name", solo.name, "--relay", url]);
    story.tell(&solo, &["init", "--name", solo.name]);
    solo.sync();
    let words: Vec<&str> =
        words["recovery_words"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let other = solo.another("tablet");
    let recover = ["recover", "--relay", url, "--words", "-"];
    let said = story.said(&other, &recover, &words.join(" "));
    story.learn(&other, &["status"]);
    story.learn(&other, &["devices"]);
    story.look(&recover, &said);
    story.tell(&other, &["status"]);
    for look in [
        &["relay"][..],
        &["words"],
        &["pairing"],
        &["today"],
        &["whatsnew"],
        &["asks"],
        &["agree", "list"],
        &["private", "list"],
        &["aside"],
        &["about"],
        &["about", "privacy"],
        &["about", "disclaimer"],
        &["selfcheck", "--print"],
        &["not-right"],
        &["helplines"],
        &["helplines", "--country", "DE"],
        &["helplines", "--country", "XX"],
        &["templates"],
        &["templates", "no_calls_late"],
        &["templates", "first_week"],
        &["--version"],
        &["agree", "accept", "abcdef"],
        &["aside", "again", "abcdef"],
        &["aside", "drop", "abcdef"],
    ] {
        story.tell(&other, look);
    }
    for name in ["no_calls_late", "first_week"] {
        story.tell(&other, &["templates", name, "--copy"]);
    }
    story.learn(&other, &["private", "list"]);
    story.learn(&other, &["private", "list"]);
    story.tell(&other, &["private", "list"]);
    let drafted = story.make(&other, &["limit", "add", "-a", "time", "-m", "Όχι"]);
    story.tell(&other, &["limit", "show", &drafted]);
    story.tell(&other, &["private", "delete", &drafted]);
    story.tell(&other, &["checkin", "--need", "Ύπνο"]);
    // Words once shown: the answer itself is looked at with them known.
    let said = story.said(&other, &["words", "renew"], "");
    let spoken =
        said.lines().filter(|line| line.starts_with("    ")).flat_map(str::split_whitespace);
    let spoken: Vec<String> = spoken.map(str::to_owned).collect();
    story.known.borrow_mut().data.extend(spoken);
    story.look(&["words", "renew"], &said);
    // A further device and a partner, asked and not answered.
    for asking in
        [&["devices", "add"][..], &["invite", "cancel"], &["invite"], &["invite", "cancel"]]
    {
        let said = story.said(&other, asking, "");
        let links = said.split_whitespace().filter(|piece| piece.contains("#"));
        let links: Vec<String> = links.map(str::to_owned).collect();
        let mut known = story.known.borrow_mut();
        known
            .data
            .extend(links.iter().map(|link| link.trim_matches([':', '.', '-', '=']).to_owned()));
        drop(known);
        story.look(asking, &said);
    }
    story.tell(&solo, &["join", "http://127.0.0.1:1/nonsense"]);
    story.tell(&other, &["pairing", "confirm", "a", "b", "c", "d"]);
    story.tell(&other, &["relay", "reset"]);
    story.tell(&other, &["relay", "set", url]);
    story.tell(&other, &["leave", "--erase", "--quiet", "--yes"]);
}

/// In force, crossed, alike, limited, lapsed, ended.
pub(super) fn agreements(story: &Story, couple: &Couple) {
    let (ana, ben) = (&couple.ana, &couple.ben);
    let propose = ["agree", "propose", "-a", "digital", "-m", "Καλούμε", "--topic", "answer_time"];
    let dated = ["--until", "2027-05-01", "--look-again", "2026-11-24", "--give", "Μαγειρεύω"];
    let id = story.makes(ana, &[&propose[..], &dated].concat(), &["agree", "list"]);
    couple.meet(Order::Ana);
    story.tell(ben, &["whatsnew"]);
    for words in [
        &["agree", "list"][..],
        &["agree", "show", &id],
        &["agree", "decline", &id, "-m", "Τώρα όχι"],
        &["agree", "accept", &id, "--can", "no"],
        &["agree", "accept", &id],
        &["agree", "hide", &id],
        &["agree", "list", "--hidden"],
        &["agree", "unhide", &id],
        &["agree", "part", &id, "--want", "Ύπνο", "--why", "Κρύο", "--limit", "Δέκα"],
        &["agree", "retract", &id],
    ] {
        story.tell(ben, words);
    }
    couple.meet(Order::Ben);
    story.tell(ana, &["agree", "show", &id]);
    // Both suggest other words, and each says yes to the other's.
    story.tell(ana, &["agree", "counter", &id, "-m", "Καλούμε Δευτέρα"]);
    story.tell(ben, &["agree", "counter", &id, "-m", "Καλούμε Τρίτη"]);
    couple.meet(Order::Ana);
    let shown = story.learn(ana, &["agree", "show", &id]);
    let of = |by: &str| {
        let open = shown["open"].as_array().unwrap().iter().find(|open| open["by"] == by);
        open.unwrap()["revision"].as_str().unwrap().to_owned()
    };
    story.tell(ana, &["agree", "accept", &id, "--revision", &of("them")]);
    ben.run(&["agree", "accept", &id, "--revision", &of("me")]);
    couple.meet(Order::Ana);
    for person in [ana, ben] {
        story.learn(person, &["asks"]);
        for words in [
            &["asks"][..],
            &["whatsnew"],
            &["agree", "show", &id, "--diff"],
            &["status"],
            &["sync"],
        ] {
            story.tell(person, words);
        }
    }
    let asks = ana.run(&["asks"]);
    let (ask, choice) = (&asks[0]["id"], &asks[0]["choices"][0]["id"]);
    story.tell(ana, &["answer", ask.as_str().unwrap(), choice.as_str().unwrap()]);
    story.tell(ana, &["answer", "abcdef", "leave"]);
    // Two that look alike.
    ana.run(&["agree", "propose", "-a", "time", "-m", "Περπατάμε"]);
    ben.run(&["agree", "propose", "-a", "time", "-m", "Βόλτα"]);
    couple.meet(Order::Ana);
    story.learn(ana, &["asks"]);
    story.tell(ana, &["asks"]);
    story.tell(ana, &["agree", "end", &id]);
    story.tell(ana, &["agree", "show", &id]);
    couple.meet(Order::Ana);
    story.tell(ben, &["agree", "again", &id]);
    story.tell(ben, &["whatsnew", "--seen"]);
}

pub(super) fn rituals(story: &Story, couple: &Couple) {
    let (ana, ben) = (&couple.ana, &couple.ben);
    let at = ["--at", "20:00", "--tz", "Europe/Berlin", "--every", "FREQ=WEEKLY;BYDAY=SU"];
    let rest = ["--length", "45", "--why", "Καλό", "--place", "Σπίτι", "--remote", "Φωνή"];
    let propose = [&["ritual", "propose", "--name", "Κλήση"][..], &at, &rest].concat();
    let id = story.makes(ana, &propose, &["ritual", "list"]);
    couple.meet(Order::Ana);
    story.tell(ben, &["agree", "accept", &id]);
    ana.run(&["profile", "zone", "Europe/Berlin"]);
    story.tell(ben, &["profile", "zone", "America/New_York"]);
    couple.meet(Order::Ana);
    for words in [
        &["ritual", "list"][..],
        &["ritual", "show", &id],
        &["ritual", "next", "--days", "30"],
        &["ritual", "next", "--days", "40", "--from", "2027-03-01"],
        &["ritual", "did", &id, "--on", "2026-11-29"],
        &["ritual", "move", &id, "--on", "2026-12-06", "--to", "2026-12-07T20:00"],
        &["ritual", "counter", &id, "--name", "Κλήση", "--at", "21:00"],
        &["ritual", "list"],
    ] {
        story.tell(ben, words);
    }
    for words in [
        &["ritual", "notthistime", &id, "--on", "2026-11-29"][..],
        &["ritual", "na", &id, "--on", "2026-12-13"],
        &["ritual", "na", &id, "--on", "2026-12-14"],
    ] {
        story.tell(ana, words);
    }
    couple.meet(Order::Ana);
    for words in [&["whatsnew"][..], &["ritual", "show", &id], &["today"], &["agree", "list"]] {
        story.tell(ana, words);
    }
    let plan = ["agree", "propose", "--kind", "plan", "-a", "time", "-m", "Σχέδιο"];
    let step = ["--step", "me|Γράφω", "--step", "both|Μιλάμε"];
    let plan = story.make(ana, &[&plan[..], &step].concat());
    couple.meet(Order::Ana);
    story.tell(ben, &["agree", "show", &plan]);
    ben.run(&["agree", "accept", &plan]);
    couple.meet(Order::Ana);
    for words in [&["plan", "done", &plan, "1"][..], &["plan", "na", &plan, "2"]] {
        story.tell(ana, words);
    }
    story.tell(ben, &["plan", "notyet", &plan, "1"]);
    couple.meet(Order::Ana);
    story.learn(ben, &["asks"]);
    for words in [&["whatsnew"][..], &["asks"], &["agree", "show", &plan]] {
        story.tell(ben, words);
    }
}

pub(super) fn boundaries(story: &Story, couple: &Couple) {
    let (ana, ben) = (&couple.ana, &couple.ben);
    let agreed = couple.in_force("Κλήση κάθε βράδυ");
    let add = ["limit", "add", "-a", "time", "-m", "Όχι μετά τις οκτώ", "--limits", &agreed];
    let rest = [
        "--why",
        "Ύπνος",
        "--helps",
        "Ηρεμία",
        "--if-crossed",
        "Κλείνω",
        "--look-again",
        "2027-02-01",
    ];
    let limit = story.makes(ana, &[&add[..], &rest].concat(), &["limit", "list"]);
    let add = ["permit", "add", "-a", "digital", "-m", "Ημερολόγιο", "--until", "2026-12-31"];
    let permit = story.makes(ana, &add, &["permit", "list"]);
    couple.meet(Order::Ana);
    for (kind, id) in [("limit", &limit), ("permit", &permit)] {
        for words in [
            &[kind, "list", "--theirs"][..],
            &[kind, "list", "--mine"],
            &[kind, "show", id],
            &[kind, "ack", id],
            &[kind, "ask", id, "-m", "Σάββατο;"],
            &[kind, "honour", id, "-m", "Γράφω"],
            &[kind, "note", id, "-m", "Ναι"],
            &[kind, "edit", id, "-m", "Άλλα"],
        ] {
            story.tell(ben, words);
        }
    }
    couple.meet(Order::Ana);
    story.learn(ana, &["asks"]);
    for (kind, id) in [("limit", &limit), ("permit", &permit)] {
        story.tell(ana, &["whatsnew"]);
        story.tell(ana, &[kind, "edit", id, "-m", "Όχι μετά τις εννέα"]);
        story.tell(ana, &[kind, "pick", id, "abcdef"]);
        couple.meet(Order::Ana);
        story.learn(ben, &[kind, "show", id, "--history"]);
        for words in [
            &[kind, "diff", id][..],
            &[kind, "show", id, "--history"],
            &[kind, "list"],
            &["not-right", id],
            &["asks"],
        ] {
            story.tell(ben, words);
        }
        story.tell(ana, &[kind, "withdraw", id]);
        story.tell(ana, &[kind, "show", id, "--history"]);
    }
    couple.meet(Order::Ana);
    story.tell(ben, &["whatsnew"]);
    story.tell(ben, &["limit", "list"]);
    story.tell(ben, &["agree", "show", &agreed]);
}

pub(super) fn promises(story: &Story, couple: &Couple) {
    let (ana, ben) = (&couple.ana, &couple.ben);
    let add = ["promise", "add", "Τηλεφωνώ", "--due", "2026-11-23T21:00", "--tz", "Europe/Berlin"];
    let rest = ["--every", "day", "--size", "small", "--sure", "mostly"];
    let list = ["promise", "list"];
    let daily = story.makes(ana, &[&add[..], &rest].concat(), &list);
    let once = story.makes(ana, &["promise", "add", "Γράφω", "--due", "2026-11-23"], &list);
    let other = story.makes(ana, &["promise", "add", "Πλένω"], &list);
    couple.meet(Order::Ana);
    for words in [
        &["promise", "list", "--theirs"][..],
        &["promise", "show", &daily],
        &["promise", "ack", &daily],
        &["promise", "thank", &daily],
        &["promise", "notkept", &daily, "--on", "2026-11-23", "-m", "Όχι"],
        &["promise", "allright", &once],
        &["promise", "release", &daily, "--on", "2026-11-25"],
        &["promise", "release", &other],
    ] {
        story.tell(ben, words);
    }
    for words in [
        &["promise", "kept", &daily, "--on", "2026-11-23"][..],
        &["promise", "kept", &once],
        &["promise", "na", &daily, "--on", "2026-11-24"],
        &["promise", "move", &daily, "--on", "2026-11-26", "--to", "2026-11-27"],
        &["promise", "edit", &once, "Γράφω πολύ"],
        &["today"],
    ] {
        story.tell(ana, words);
    }
    couple.meet(Order::Ana);
    for person in [ana, ben] {
        story.learn(person, &["asks"]);
        story.learn(person, &["promise", "show", &daily]);
        for words in [
            &["whatsnew"][..],
            &["asks"],
            &["promise", "show", &daily],
            &["promise", "show", &once],
            &list,
            &["promise", "record", "--days", "30"],
        ] {
            story.tell(person, words);
        }
    }
    story.tell(ana, &["promise", "withdraw", &daily]);
}

pub(super) fn repairs(story: &Story, couple: &Couple) {
    let (ana, ben) = (&couple.ana, &couple.ben);
    let one = story.makes(ana, &["repair", "open", "Καβγάς"], &["repair", "list"]);
    let other = story.makes(ben, &["repair", "open", "Φωνές"], &["repair", "list"]);
    couple.meet(Order::Ana);
    story.learn(ben, &["asks"]);
    story.tell(ben, &["asks"]);
    let mut parts = Vec::new();
    for part in [
        "account",
        "responsibility",
        "effects",
        "effects_on_us",
        "apology",
        "amends",
        "change",
        "answer",
    ] {
        story.tell(ana, &["repair", "part", &one, part, "-m", "Λυπάμαι"]);
        parts.push(part);
    }
    let shown = story.learn(ana, &["repair", "show", &one]);
    let version = shown["parts"][0]["version"].as_str().unwrap().to_owned();
    for words in [
        &["repair", "show", &one][..],
        &["repair", "takeback", &one, &version],
        &["repair", "link", &one, &other],
        &["repair", "unlink", &one, &other],
        &["repair", "link", &one, &other],
        &["repair", "lookback", &one, "-m", "Καλύτερα"],
        &["repair", "settled", &one],
    ] {
        story.tell(ana, words);
    }
    couple.meet(Order::Ana);
    for words in [
        &["whatsnew"][..],
        &["repair", "settled", &one],
        &["repair", "show", &one],
        &["repair", "reopen", &one],
        &["repair", "aside", &other],
        &["repair", "list"],
        &["repair", "show", &other],
        &["repair", "unaside", &other],
    ] {
        story.tell(ben, words);
    }
    couple.meet(Order::Ana);
    story.tell(ana, &["whatsnew"]);
    story.tell(ana, &["repair", "show", &one]);
}

pub(super) fn beside(story: &Story, couple: &Couple) {
    let (ana, ben) = (&couple.ana, &couple.ben);
    let said = [
        "--need",
        "Ύπνο",
        "--want",
        "Βόλτα",
        "--worry",
        "Δουλειά",
        "--glad",
        "Ήλιος",
        "--mood",
        "4",
        "--talk",
    ];
    story.tell(ana, &[&["checkin"][..], &said, &["--from-you", "Άκου"]].concat());
    story.tell(ana, &["checkin", "list"]);
    couple.take_turns(Order::Ana, 4);
    story.tell(ben, &["whatsnew"]);
    story.tell(ben, &["checkin", "list"]);
    story.tell(ben, &[&["checkin"][..], &said].concat());
    couple.take_turns(Order::Ana, 4);
    for person in [ana, ben] {
        story.tell(person, &["whatsnew"]);
        story.tell(person, &["checkin", "list"]);
    }
    story.tell(ana, &["checkin", "takeback"]);
    story.tell(ana, &["thanks", "Ευχαριστώ"]);
    let thanks = story.learn(ana, &["thanks", "list"])[0]["id"].as_str().unwrap().to_owned();
    couple.meet(Order::Ana);
    for words in [
        &["thanks", "list"][..],
        &["thanks", "show", &thanks],
        &["thanks", "heart", &thanks],
        &["thanks", "keep", &thanks],
        &["thanks", "list"],
        &["thanks", "unheart", &thanks],
        &["thanks", "heart", &thanks],
    ] {
        story.tell(ben, words);
    }
    couple.meet(Order::Ana);
    for words in [
        &["whatsnew"][..],
        &["keep-between", &thanks, "on"],
        &["thanks", "list"],
        &["keep-between", &thanks, "off"],
        &["thanks", "takeback", &thanks],
    ] {
        story.tell(ana, words);
    }
    let ask = [
        "talk",
        "ask",
        "Χρήματα",
        "--hope",
        "Ησυχία",
        "--place",
        "Κουζίνα",
        "--not-before",
        "2026-11-24",
    ];
    let talk =
        story.makes(ana, &[&ask[..], &["--not-after", "2026-11-30"]].concat(), &["talk", "list"]);
    couple.meet(Order::Ana);
    story.tell(ben, &["whatsnew"]);
    story.tell(ben, &["talk", "show", &talk]);
    story.tell(ben, &["talk", "accept", &talk, "--at", "2026-11-25T20:00"]);
    story.tell(ana, &["talk", "accept", &talk, "--at", "2026-11-26T20:00"]);
    couple.meet(Order::Ana);
    story.learn(ana, &["asks"]);
    for words in [
        &["asks"][..],
        &["talk", "show", &talk],
        &["talk", "done", &talk],
        &["talk", "letgo", &talk],
        &["talk", "list"],
    ] {
        story.tell(ana, words);
    }
    story.tell(ana, &["timeout", "--until", "2026-11-23T19:00"]);
    story.learn(ana, &["timeout", "list"]);
    for words in [&["timeout", "list"][..], &["timeout", "lift"], &["timeout", "list"]] {
        story.tell(ana, words);
    }
    for (person, stance) in [(ana, "tell"), (ben, "private")] {
        story.tell(person, &["openness", "set", "phone", stance, "-m", "Έτσι"]);
    }
    couple.meet(Order::Ana);
    for words in [&["openness", "list"][..], &["whatsnew"], &["openness", "set", "phone", "clear"]]
    {
        story.tell(ana, words);
    }
    for words in [
        &["pause", "--until", "2026-12-24"][..],
        &["status"],
        &["resume"],
        &["pause", "--say-nothing"],
        &["resume"],
        &["pause"],
    ] {
        story.tell(ana, words);
    }
    couple.meet(Order::Ana);
    for words in [&["status"][..], &["whatsnew"]] {
        story.tell(ben, words);
    }
    story.tell(ana, &["resume"]);
}

pub(super) fn together(story: &Story, couple: &Couple) {
    let (ana, ben) = (&couple.ana, &couple.ben);
    let list = ["joint", "list"];
    let note = story.makes(ana, &["joint", "note", "Καλοκαίρι", "-m", "Θάλασσα"], &list);
    let shop = story.makes(ana, &["joint", "list", "add", "Αγορά"], &list);
    let wording = ["joint", "wording", "-a", "time", "-m", "Περπατάμε μαζί"];
    let wording = story.makes(ana, &wording, &list);
    story.tell(ana, &["joint", "add", &shop, "Ψωμί"]);
    ana.run(&["joint", "add", &shop, "Γάλα"]);
    let shown = story.learn(ana, &["joint", "show", &shop]);
    let item = |n: usize| shown["items"][n]["id"].as_str().unwrap().to_owned();
    for words in [
        &["joint", "tick", &item(0)][..],
        &["joint", "show", &shop],
        &["joint", "untick", &item(0)],
        &["joint", "move", &item(1)],
        &["joint", "away", &item(0)],
        &["joint", "show", &shop],
        &["joint", "back", &item(0)],
        &["joint", "away", &shop],
        &["joint", "list", "--away"],
        &["joint", "back", &shop],
        &["joint", "edit", &note, "-m", "Βουνό"],
        &["joint", "show", &note],
        &["joint", "show", &wording],
        &["joint", "propose", &wording],
    ] {
        story.tell(ana, words);
    }
    couple.meet(Order::Ana);
    for words in [&["whatsnew"][..], &["joint", "list"], &["joint", "show", &shop]] {
        story.tell(ben, words);
    }
    let hash = story.learn(ben, &["joint", "show", &wording])["hash"].as_str().unwrap().to_owned();
    story.tell(ben, &["joint", "propose", &wording, "--seen", &hash]);
    story.tell(ben, &["joint", "show", &wording]);
}

pub(super) fn everything_else(story: &Story, couple: &Couple) {
    let (ana, ben) = (&couple.ana, &couple.ben);
    let draft = story.make(ana, &["limit", "add", "-a", "time", "-m", "Κρυφό", "--draft"]);
    story.tell(ana, &["private", "list"]);
    story.tell(ana, &["private", "share", &draft]);
    for words in [
        &["status"][..],
        &["sync"],
        &["relay"],
        &["words"],
        &["devices"],
        &["devices", "seen"],
        &["devices", "remove", "abcdef"],
        &["profile", "name", SHE],
        &["move-relay", "http://127.0.0.1:1"],
        &["profile", "zone", "--hide"],
        &["invite"],
        &["asks"],
        &["today"],
        &["aside"],
    ] {
        story.tell(ana, words);
    }
    let said = story.said(ana, &["verify"], "");
    story.learn(ana, &["verify"]);
    story.look(&["verify"], &said);
    for words in [&["ics"][..], &["ics", "--neutral"], &["ics", "--own"]] {
        let file = story.said(ana, words, "");
        let shown = |line: &&str| line.starts_with("SUMMARY:");
        for line in file.lines().filter(shown) {
            story.look(words, line.trim_start_matches("SUMMARY:"));
        }
        assert_eq!(words.contains(&"--neutral"), file.contains("SUMMARY:[Ɓûšý]"), "{file}");
    }
    for words in [
        &["export", "--first-session"][..],
        &[
            "export",
            "--for-counsellor",
            "--with-promises",
            "--with-repairs",
            "--since",
            "2026-01-01",
        ],
        // The names of fields and the kinds of acts are codes, the same as in the JSON export, which is for programs.
        &["export", "--all", "--format", "html"],
    ] {
        let page = story.said(ana, words, "");
        assert!(page.contains("<html lang=\"qps\">"), "{page}");
        let facts = !words.contains(&"html");
        let text = page_text(&page, facts);
        story.look(words, &text);
    }
    for person in [ana, ben] {
        story.learn(person, &["export", "--all"]);
    }
    story.tell(ana, &["export", "--all", "--output", "all.json"]);
    story.tell(ana, &["export", "--all", "--output", "all.json"]);
    for words in [
        &["leave"][..],
        &["leave", "--keep", "--yes"],
        &["status"],
        &["agree", "list"],
        &["sync"],
        &["agree", "propose", "-a", "time", "-m", "Αργά"],
    ] {
        story.tell(ben, words);
    }
    ana.sync();
    story.tell(ana, &["status"]);
    story.tell(ana, &["agree", "list"]);
    story.tell(ana, &["leave", "--quiet", "--yes"]);
}
