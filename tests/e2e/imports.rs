//! Copies of what was: two people part, each begins anew, and takes their own export along to be read.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::harness::own::{add, settle};
use crate::harness::person::files;
use crate::harness::{Couple, Order, Person, Relay, noise};

/// Words of the first couple.
const CANARIES: [&str; 6] = [
    "canary-agreed",
    "canary-limit",
    "canary-promise",
    "canary-thanks",
    "canary-joint",
    "canary-his",
];

/// An export of this person's, as a file beside the home.
#[track_caller]
fn exported(person: &Person, whose: &str) -> PathBuf {
    let file = person.home().with_file_name(format!("export{whose}.json"));
    person.run(&["export", whose, "-o", file.to_str().unwrap()]);
    file
}

#[track_caller]
fn import(person: &Person, file: &std::path::Path) -> Value {
    person.run(&["import", file.to_str().unwrap()])
}

/// Everything a person is shown of the couple space, and every file made of it.
fn everything(person: &Person) -> String {
    let looks: [&[&str]; 15] = [
        &["agree", "list"],
        &["limit", "list"],
        &["promise", "list"],
        &["repair", "list"],
        &["thanks", "list"],
        &["joint", "list"],
        &["private", "list"],
        &["asks"],
        &["whatsnew"],
        &["today"],
        &["status"],
        &["verify"],
        &["export", "--all"],
        &["export", "--mine"],
        &["export", "--private"],
    ];
    let mut seen: String = looks.iter().map(|look| person.run(look).to_string()).collect();
    for sheet in [
        &["export", "--for-counsellor", "--with-repairs"][..],
        &["ics"],
        &["export", "--all", "--format", "html"],
    ] {
        seen.push_str(&person.reads(sheet));
    }
    seen
}

fn has_canary(bytes: &[u8]) -> bool {
    bytes.windows(7).any(|window| window == b"canary-")
}

#[test]
fn a_couple_that_parted_begins_anew_and_each_keeps_what_was_to_read() {
    let relay = Relay::open();
    let mut couple = Couple::paired(&relay.url());
    let agreed = couple.in_force(CANARIES[0]);
    let tablet = add(&couple.ana, "tablet");
    couple.ana.run(&["limit", "add", "-a", "time", "-m", CANARIES[1]]);
    couple.ana.run(&["promise", "add", CANARIES[2]]);
    couple.ana.run(&["thanks", CANARIES[3]]);
    couple.ana.run(&["joint", "note", "List", "-m", CANARIES[4]]);
    couple.ben.run(&["promise", "add", CANARIES[5]]);
    settle(&[&couple.ana, &couple.ben, &tablet]);
    let no = couple.ana.refused(&["invite", "--anew"], 3);
    assert_eq!(no, "already_paired", "nobody is put away by a flag");
    couple.on("2026-11-24");
    for person in couple.both() {
        person.run(&["leave", "--keep", "--yes"]);
    }
    for person in [&couple.ana, &couple.ben, &couple.ana, &tablet] {
        person.sync();
    }
    // Each still has all of it, and the same.
    let (ana, ben) = (couple.ana.verify(), couple.ben.verify());
    assert_eq!((&ana["position"], &ana["state_digest"]), (&ben["position"], &ben["state_digest"]));
    let (all, mine) = (exported(&couple.ana, "--all"), exported(&couple.ben, "--mine"));
    for canary in CANARIES {
        assert!(std::fs::read_to_string(&all).unwrap().contains(canary), "{canary}");
    }
    for person in couple.both() {
        let sentence = "On this device is your copy of what you shared with somebody before.";
        person.says_no(&["invite"], 3, "copy_is_here", sentence);
    }
    assert_eq!(couple.ana.agreement(&agreed)["state"], "ended", "still to be read");

    // Ana begins anew with somebody else.
    let anew = Couple { ana: couple.ana, ben: Person::new("Cem", "Europe/Paris") };
    let invited = anew.ana.run(&["invite", "--anew"]);
    anew.ben.run(&["join", invited["link"].as_str().unwrap(), "--name", "Cem"]);
    anew.compare();
    settle(&[&anew.ana, &tablet, &anew.ben, &anew.ana, &tablet]);
    let lists = |person: &Person| person.run(&["agree", "list"]);
    assert_eq!((lists(&anew.ana), lists(&tablet)), (json!([]), json!([])), "both went along");
    let before = (anew.ana.verify(), everything(&anew.ben));
    let kept = import(&anew.ana, &all);
    assert_eq!(
        (&kept["signed"], &kept["whole"], &kept["whose"], &kept["kept_on"], &kept["exported_on"]),
        (&json!(false), &json!(true), &json!("both"), &json!("2026-11-24"), &json!("2026-11-24"))
    );
    assert_eq!(import(&anew.ana, &all), kept, "once, however often it is brought in");
    let id = kept["id"].as_str().unwrap();
    settle(&[&anew.ana, &tablet, &anew.ben]);

    // It is there to be read, on both her devices, and says what it is.
    for device in [&anew.ana, &tablet] {
        assert_eq!(device.run(&["import", "list"]), json!([kept]), "{}", device.device);
        let shown = device.run(&["import", "show", id]);
        let of = |list: &str| {
            let all = shown["list"].as_array().unwrap().iter();
            all.filter(|past| past["list"] == list).cloned().collect::<Vec<_>>()
        };
        assert_eq!(
            (&of("agreements")[0]["was"], &of("agreements")[0]["words"]),
            (&json!("ended"), &json!(null))
        );
        for canary in CANARIES {
            assert!(shown.to_string().contains(canary), "{canary}");
        }
        assert_eq!(of("promises").len(), 2);
        let read = device.reads(&["import", "show", id]);
        let mark =
            "Nothing in it is signed, nothing is in force, and nobody vouches for its words.";
        assert!(read.contains(mark) && read.contains("(then: active)  canary-promise"), "{read}");
        let one = of("promises")[0]["id"].as_str().unwrap().to_owned();
        let read = device.reads(&["import", "show", &id[..6], &one[..8]]);
        assert!(read.contains(mark) && read.contains("maker: "), "{read}");
        assert_eq!(device.refused(&["import", "show", id, "ffffff"], 4), "not_found");
        assert_eq!(device.refused(&["import", "show", "ffffff"], 4), "not_found");
    }
    // Nowhere else: not in what she is shown of the new space, nor with Cem, his files or the relay.
    assert!(!everything(&anew.ana).contains("canary-"), "{}", everything(&anew.ana));
    assert!(!everything(&tablet).contains("canary-"));
    assert_eq!((anew.ana.verify(), everything(&anew.ben)), before);
    let folders = [anew.ben.home(), relay.data()];
    for file in folders.iter().flat_map(|folder| files(folder)) {
        assert!(!has_canary(&std::fs::read(&file).unwrap()), "{}", file.display());
    }
    assert_eq!(anew.ben.run(&["import", "list"]), json!([]));
    assert_eq!(anew.ana.refused(&["agree", "again", &agreed], 4), "not_found", "it is no record");

    // Taken away on one device it is gone on the other, and may come back.
    let gone = tablet.reads(&["import", "remove", id]);
    assert!(gone.contains("gone from your lists on all your devices"), "{gone}");
    settle(&[&tablet, &anew.ana, &anew.ben]);
    assert_eq!(anew.ana.run(&["import", "list"]), json!([]));
    assert_eq!(import(&anew.ana, &all)["id"], id);
    settle(&[&anew.ana, &tablet, &anew.ben]);
    assert_eq!(tablet.run(&["import", "list"]), json!([kept]));

    // Ben keeps only what he wrote.
    let kept = import(&couple.ben, &mine);
    assert_eq!(kept["whose"], "mine");
    let shown = couple.ben.run(&["import", "show", kept["id"].as_str().unwrap()]).to_string();
    assert!(shown.contains(CANARIES[5]) && !shown.contains(CANARIES[2]), "{shown}");
    relay.check();
}

#[test]
fn who_was_left_and_who_left_offline_begin_anew_too_and_the_leaving_is_still_told() {
    let mut relay = Relay::open();
    let mut couple = Couple::paired(&relay.url());
    couple.in_force("Call on Sundays");
    relay.kill();
    couple.on("2026-11-24");
    couple.ana.run(&["leave", "--keep", "--yes"]);
    // Offline she puts the copy away already. The relay does not answer, and her leaving is not lost.
    assert_eq!(couple.ana.refused(&["invite"], 3), "copy_is_here");
    assert_eq!(couple.ana.try_run(&["invite", "--anew"]).exit, 5);
    assert_eq!(
        couple.ana.run(&["status"])["pending"][0],
        "telling the relay that a space before is over"
    );
    relay.start();
    let link = couple.ana.run(&["invite"])["link"].as_str().unwrap().to_owned();
    couple.ana.sync();
    couple.ben.sync();
    assert!(couple.ben.reads(&["status"]).contains("Ana left today"));
    assert_eq!(couple.ana.run(&["status"])["pending"], json!([]));
    // Ben never said anything, and joins her anew: it is another space.
    assert_eq!(couple.ben.refused(&["join", &link], 3), "copy_is_here");
    couple.ben.run(&["join", &link, "--anew"]);
    couple.compare();
    couple.in_force("Call on Mondays");
    assert!(!couple.ben.run(&["agree", "list"]).to_string().contains("Sundays"));
    relay.check();
}

#[test]
fn what_is_no_export_is_refused_kindly_and_changes_nothing() {
    let relay = Relay::open();
    let couple = Couple::paired(&relay.url());
    let (ana, ben) = (&couple.ana, &couple.ben);
    ana.run(&["promise", "add", "I bring the book"]);
    couple.meet(Order::Ana);
    let whole = std::fs::read(exported(ana, "--all")).unwrap();
    let value: Value = serde_json::from_slice(&whole).unwrap();
    let changed = |name: &str, to: Value| {
        let mut value = value.clone();
        value[name] = to;
        serde_json::to_vec(&value).unwrap()
    };
    let mut act = value["acts"].clone();
    act[0]["bytes"] = json!("AAAA");
    let long = json!([{ "id": "aa", "text": noise(12 << 20) }]);
    let html = ana.reads(&["export", "--all", "--format", "html"]).into_bytes();
    let notes = ana.run(&["export", "--private"]).to_string().into_bytes();
    let cases: [(&str, Vec<u8>, &str, &str); 11] = [
        ("nothing", Vec::new(), "not_an_export", "This file is no export."),
        (
            "a store",
            std::fs::read(ana.database()).unwrap(),
            "not_an_export",
            "This file is no export.",
        ),
        ("a page", html, "not_an_export", "This file is no export."),
        ("private notes", notes, "not_an_export", "This file is no export."),
        (
            "another JSON",
            b"{\"format\":\"x\"}".to_vec(),
            "not_an_export",
            "This file is no export.",
        ),
        (
            "the first half",
            whole[..whole.len() / 2].to_vec(),
            "export_damaged",
            "This file was an export",
        ),
        ("a changed act", changed("acts", act), "export_damaged", "This file was an export"),
        ("no list", changed("promises", json!(7)), "export_damaged", "This file was an export"),
        (
            "a space of none",
            changed("space", json!("..")),
            "export_damaged",
            "This file was an export",
        ),
        (
            "a newer form",
            changed("format", json!("accord-export-2")),
            "export_newer",
            "A newer version wrote this file",
        ),
        ("too much", changed("thanks", long), "import_too_large", "There is more in this file"),
    ];
    let file = ben.home().with_file_name("given.json");
    for (what, bytes, code, sentence) in cases {
        std::fs::write(&file, bytes).unwrap();
        println!("{what}");
        ben.says_no(&["import", file.to_str().unwrap()], 3, code, sentence);
        assert_eq!(ben.run(&["import", "list"]), json!([]), "{what}");
    }
    assert_eq!(ben.refused(&["import", "/nowhere"], 2), "file_not_read");
    assert_eq!(ben.refused(&["import"], 2), "usage");
    // A file may say what it likes: what would steer a terminal does not pass, and no state of it counts.
    let steering = json!([{ "id": "0a1b", "state": "in_force", "in_force": { "words": "red \u{1b}[31m\u{202e}words" }, "waiting_for": "me",
        "asks": [{ "id": "00", "sentence": "Say yes?" }] }]);
    std::fs::write(&file, changed("agreements", steering)).unwrap();
    let kept = import(ben, &file);
    let read = ben.reads(&["import", "show", kept["id"].as_str().unwrap()]);
    assert!(
        !read.contains('\u{1b}') && !read.contains('\u{202e}') && read.contains("red "),
        "{read}"
    );
    assert_eq!((ben.run(&["asks"]), ben.run(&["agree", "list"])), (json!([]), json!([])));
    let shown = ben.run(&["import", "show", kept["id"].as_str().unwrap()]).to_string();
    assert!(!shown.contains("Say yes") && !shown.contains("waiting_for"), "{shown}");
}

#[test]
fn a_large_copy_reaches_every_own_device_and_comes_back_by_the_twelve_words() {
    let relay = Relay::open();
    let ana = Person::ana();
    // At first there is no relay: the copy lies on this device, and goes without a trace.
    let words = ana.run(&["init", "--name", "Ana"])["recovery_words"].clone();
    let list: Vec<Value> = (0..300)
        .map(|n| json!({ "id": format!("{n:04x}"), "text": format!("{n} {}", noise(1_500)) }))
        .collect();
    let export = json!({
        "format": "accord-export-1", "exported_on": "2025-03-01", "space": "ab".repeat(32), "me": 1, "mine": true, "acts": [],
        "log": [], "members": [], "agreements": [], "boundaries": [], "promises": list, "repairs": [],
    });
    let file = ana.home().with_file_name("large.json");
    std::fs::write(&file, export.to_string()).unwrap();
    let kept = import(&ana, &file);
    assert_eq!((&kept["records"], &kept["whose"]), (&json!(300), &json!("mine")));
    ana.run(&["import", "remove", kept["id"].as_str().unwrap()]);
    assert_eq!(ana.run(&["import", "list"]), json!([]));
    import(&ana, &file);
    ana.run(&["relay", "set", &relay.url()]);
    ana.sync();
    let tablet = add(&ana, "tablet");
    assert_eq!(tablet.run(&["import", "list"]), json!([kept]));
    let words: Vec<_> = words.as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
    let new = ana.another("new phone");
    let line = ["recover", "--relay", &relay.url(), "--words", "-"];
    assert_eq!(new.try_with_input(&line, &words.join(" ")).exit, 0);
    assert_eq!(new.run(&["import", "list"]), json!([kept]));
    let shown = new.run(&["import", "show", kept["id"].as_str().unwrap()]);
    assert_eq!(shown["list"].as_array().unwrap().len(), 300);
    relay.check();
}
