//! What a refusal says to a person: one sentence a code, with what is safe and what to do next, and the exit code of each class.
//!
//! Owns the words. The codes are the core's, the relay's and this program's own. Must not know how they came about: the facts a refusal
//! carries are ids, counts, dates and limits, never what somebody wrote.

mod lock;

use accord_client_core::refused::{Class, Refused};

pub use lock::locked;

/// What a code says, and how its first fact is told where there is one (`{}` stands for it).
pub type Sentence = (&'static str, &'static str, &'static str);

/// Every code with its sentence. `docs/errors.md` has a row for each.
pub const SENTENCES: &[Sentence] = &[
    // This program.
    (
        "usage",
        "The words of the command do not fit. Nothing was changed. `accord --help` shows them.",
        "",
    ),
    (
        "bad_area",
        "There is no such area. One of: emotional, physical, mental, spiritual, financial, digital, time, social, intimate, other.",
        "",
    ),
    (
        "bad_kind",
        "There is no such kind. One of: expectation, compromise, ground_rules, plan, goal.",
        "",
    ),
    (
        "bad_hurt",
        "There is no such kind of hurt. One of: broken_promise, crossed_limit, hidden_something, hurtful_words, other. It may be left out.",
        "",
    ),
    (
        "bad_part",
        "There is no such part. One of: account, responsibility, effects, effects_on_us, apology, amends, change, answer.",
        "",
    ),
    (
        "nothing_said",
        "This check-in says nothing yet. Say something: --need, --want, --worry, --glad, --mood or --talk.",
        "",
    ),
    (
        "already_open",
        "Your check-in of this round has left this device already, so new words would not be held back. Show them at once with --now.",
        "",
    ),
    (
        "talk_over",
        "This talk is over: you both said that you talked, or one of you let it go. Ask for another: `accord talk ask`.",
        "",
    ),
    (
        "time_needed",
        "Your partner has not named one time that you could take. Name yours with --at 2026-11-23T20:00.",
        "",
    ),
    (
        "both_wrote_it",
        "An agreement is both people's words, so nobody keeps it out of the other's exports alone. What only you wrote can be kept between you.",
        "",
    ),
    ("link_to_itself", "A repair cannot be linked to itself.", ""),
    ("bad_size", "A promise is small or big. Leave it out if you do not want to say.", ""),
    (
        "bad_sure",
        "How sure you are is yes, mostly or unsure. Leave it out if you do not want to say.",
        "",
    ),
    (
        "bad_state",
        "There is no such state. One of: draft, open, not_yet, in_force, lapsed, ended, closed.",
        "",
    ),
    (
        "bad_moment",
        "This is not a date (2026-11-23), a time (2026-11-23T21:00) or a moment with a zone.",
        "",
    ),
    (
        "bad_clock",
        "ACCORD_NOW is not a moment with a zone, such as 2027-03-14T20:00:00+01:00[Europe/Berlin].",
        "",
    ),
    (
        "words_needed",
        "There are no words yet. Give them with -m \"...\", or -m - to read them from standard input.",
        "",
    ),
    (
        "no_editor",
        "Your editor could not be opened or was closed with an error. Nothing was changed. Give the words with -m \"...\".",
        "",
    ),
    ("file_not_read", "A file could not be read. Nothing was changed.", "The system says: {}."),
    (
        "file_not_written",
        "The file could not be written. Your data on this device is as it was.",
        "The system says: {}.",
    ),
    (
        "home_not_writable",
        "The home's folder cannot be opened for writing. Nothing was changed. Check who owns it, or use another with --home DIR.",
        "",
    ),
    (
        "no_home_folder",
        "This system names no folder for your data. Say where with --home DIR or ACCORD_HOME.",
        "",
    ),
    ("needs_yes", "Leaving is asked twice. Say it again with --yes.", ""),
    (
        "leave_not_handed_over",
        "The relay could not be reached, so your partner does not know yet that you left, and nothing was erased. \
        Run the same command again when you are online. To erase now and say nothing: `accord leave --erase --quiet --yes`.",
        "",
    ),
    ("erase_failed", "Not everything could be erased. Remove the home's folder by hand.", ""),
    (
        "no_lock",
        "No keyring answers here and there is no terminal to ask for a passphrase. Put one into a file named by \
        ACCORD_PASSPHRASE_FILE, or say --unlock none to keep the store open to everybody who has its files.",
        "",
    ),
    (
        "passphrase_needed",
        "This home is locked with a passphrase. Run the command on a terminal, or name a file that holds it in \
        ACCORD_PASSPHRASE_FILE. Nothing is lost.",
        "",
    ),
    (
        "passphrases_differ",
        "The two passphrases are not the same. Nothing was made. Try again.",
        "",
    ),
    (
        "bad_passphrase",
        "A passphrase has at least one character and not too many. Nothing was changed.",
        "",
    ),
    (
        "wrong_passphrase",
        "This is not the passphrase of this home. Nothing is lost: try again.",
        "",
    ),
    (
        "keyring_silent",
        "The system's keyring does not answer, and this home's key lies in it. Nothing is lost: unlock the keyring and try again.",
        "",
    ),
    (
        "keyring_entry_missing",
        "The system's keyring has no key for this home. What is kept here cannot be opened without it. \
        Restore the keyring of this device, or start on another device with your twelve words.",
        "",
    ),
    (
        "lock_damaged",
        "The lock of this home is damaged, or made by a newer version. Nothing was changed. Keep the folder as it is and try the newest version.",
        "",
    ),
    (
        "lock_failed",
        "The home could not be locked, so nothing was made. There may be too little memory.",
        "",
    ),
    (
        "home_failed",
        "Something went wrong that should not. What was saved before is safe. Try again.",
        "",
    ),
    (
        "no_relay_named",
        "Spoken words need the relay they were made for. Name it with --relay URL.",
        "",
    ),
    ("output_needed", "This format is not text. Say where to write it with -o FILE.", ""),
    // The store.
    (
        "disk_full",
        "There is no room left on this device. Everything saved before is safe; this was not saved. Make room and try again.",
        "",
    ),
    (
        "home_busy",
        "Another process has this home open. Nothing was changed. Wait until it is done, or stop it.",
        "{}.",
    ),
    (
        "store_newer",
        "This home was written by a newer version of accord. Nothing was touched. Use that version.",
        "",
    ),
    (
        "store_damaged",
        "This home cannot be read: its store is damaged. Nothing was deleted or made anew. Keep a copy of the folder; \
        another of your devices or your twelve words bring back what the relay has.",
        "{}.",
    ),
    (
        "store_read_only",
        "This home cannot be written to. Everything in it is safe; this was not saved.",
        "",
    ),
    (
        "store_failed",
        "The device reported an error while saving. What was saved before is safe; this may not be. Try again.",
        "{}.",
    ),
    // Identity and relay.
    (
        "no_identity",
        "There is no identity in this home yet. Begin with `accord init --name NAME`, or with `accord join LINK --name NAME` if you were invited.",
        "",
    ),
    (
        "home_in_use",
        "There is an identity in this home already. Use another folder with --home DIR.",
        "",
    ),
    ("keys_not_made", "Your keys could not be made. Nothing was saved. Try again.", ""),
    (
        "bad_name",
        "A name is one line of 1 to 200 characters without control characters. Nothing was changed.",
        "",
    ),
    ("bad_zone", "There is no such time zone. Name one such as Europe/Berlin.", ""),
    ("unknown_zone", "There is no such time zone. Name one such as Europe/Berlin.", ""),
    (
        "bad_relay_url",
        "This is not a relay's address. It looks like https://relay.example or ws://localhost:8787, without a path.",
        "",
    ),
    (
        "relay_not_encrypted",
        "Over a network a relay is reached by https:// or wss://. Plain http:// is for this machine only.",
        "",
    ),
    (
        "no_relay",
        "This home has no relay yet. Everything is kept on this device. Name one with `accord relay set URL`.",
        "",
    ),
    (
        "move_relay_instead",
        "You share this relay with your partner, so it cannot be changed alone, and this version cannot move both of you yet. Nothing was changed.",
        "",
    ),
    (
        "relay_unreachable",
        "The relay can't be reached. Nothing is lost: everything is kept on this device and goes out later.",
        "",
    ),
    (
        "relay_timeout",
        "The relay did not answer in time. Nothing is lost: everything is kept on this device and goes out later.",
        "",
    ),
    ("branch_agrees", "This device and the relay agree. There is nothing to reset.", ""),
    (
        "no_paper_left",
        "Your twelve words have been used for as many partners as they can, and this version cannot make new ones yet. Nothing was changed.",
        "",
    ),
    (
        "cannot_leave_now",
        "Leaving could not be written just now. Nothing was changed. Run `accord sync` and try again.",
        "",
    ),
    (
        "this_device",
        "This is the device you are using, and it cannot remove itself. Remove it from another of your devices, or leave.",
        "",
    ),
    (
        "paper_device",
        "This stands for your twelve words, which are no device to remove. Nothing was changed.",
        "",
    ),
    ("export_failed", "The export could not be made. Your data is as it was.", ""),
    // Pairing.
    (
        "not_paired",
        "This needs a partner, and you are not paired yet. What you write is kept as drafts. Begin with `accord invite`.",
        "",
    ),
    ("already_paired", "You are paired already. Nothing was changed.", ""),
    (
        "joining",
        "You are answering an invitation. Finish that first: `accord pairing` shows where it stands.",
        "",
    ),
    (
        "pairing_under_way",
        "A pairing is under way. `accord pairing` shows where it stands; `accord invite cancel` ends it.",
        "",
    ),
    (
        "bad_link",
        "This is not a whole invitation link. Copy it again, from the first to the last character.",
        "",
    ),
    (
        "own_device_link",
        "This link adds a device of one person. It does not pair two people. Ask for an invitation that does.",
        "",
    ),
    (
        "bad_spoken_words",
        "These are not six words of an invitation. Listen again and type them in order.",
        "",
    ),
    (
        "words_not_stretched",
        "The spoken words could not be made ready: there may be too little memory. Nothing was changed.",
        "",
    ),
    ("name_needed", "Your partner needs a name for you. Say it with --name NAME.", ""),
    (
        "invitation_expired",
        "The invitation is over: its time has passed (7 days for a link, 15 minutes for spoken words), or it was called off. Nothing was shared. A new invitation begins again.",
        "",
    ),
    (
        "invitation_used",
        "Somebody has answered this invitation already, and it is good for one. Nothing was shared. If that was not you on another device, tell the one who invited you, and ask for a new one.",
        "",
    ),
    (
        "invitation_ended",
        "The invitation has ended. Nothing was shared. A new invitation begins again.",
        "",
    ),
    (
        "not_yet",
        "There is nothing to compare yet. Run `accord sync` after the other one has answered.",
        "",
    ),
    (
        "words_differ",
        "These are not the words the other one reads out. Listen again; the next wrong try ends the invitation. \
        If they really differ, somebody stands between you: stop and invite again.",
        "For safety the invitation has {}.",
    ),
    // What the laws say.
    ("not_found", "There is nothing with this id here.", "Looked for: {}."),
    (
        "ambiguous",
        "More than one thing begins with this id. Type more of it. Nothing was changed.",
        "",
    ),
    (
        "left",
        "One of you has left, so nothing new can be said. What was shared stays readable and can be exported.",
        "",
    ),
    ("already_left", "You have left already. Your copy is kept on this device.", ""),
    (
        "keep_or_erase",
        "Say what happens to this device: `--keep` keeps your copy, `--erase` removes everything from it.",
        "",
    ),
    ("not_yours", "Only the one who wrote this can do that.", ""),
    ("yours", "This is yours: the answer is for the other one to give.", ""),
    (
        "choose_revision",
        "More than one wording is open. Say which with --revision; `accord agree show` lists them.",
        "",
    ),
    ("already_in_force", "These very words are in force already. Nothing was changed.", ""),
    (
        "in_force",
        "These words are in force. To stop them: `accord agree end`. To change them: `accord agree counter`.",
        "",
    ),
    (
        "not_offered",
        "Nobody stands by these words now. To bring them back, propose them: `accord agree again`.",
        "",
    ),
    ("nothing_to_accept", "There are no open words to say yes to.", ""),
    ("nothing_to_decline", "There are no open words to say no to.", ""),
    ("nothing_to_retract", "You have no open yes here to take back.", ""),
    ("nothing_to_end", "Nothing is in force here, so there is nothing to end.", ""),
    ("no_change", "These are the words as they are. Nothing was changed.", ""),
    ("not_a_draft", "This is shared already, so it is no draft.", ""),
    ("no_draft_of_this", "This cannot be kept as a draft.", ""),
    (
        "still_a_draft",
        "This is still a draft that only you see. Nothing was changed. Share it first with `accord private share`.",
        "",
    ),
    ("withdrawn", "This was withdrawn, so nothing can be said about it.", ""),
    ("released", "You were released from this, so there is nothing to mark.", ""),
    ("terms_missing", "A ritual needs `accord ritual`, and only a plan has steps.", ""),
    ("rule_missing", "Say how often: --every day, week, month, or FREQ=WEEKLY;BYDAY=SU.", ""),
    ("bad_time", "This is not a time of day such as 20:00.", ""),
    ("bad_length", "A ritual lasts 1 to 1440 minutes.", ""),
    ("not_in_force", "These words are not in force yet, or no longer. Nothing was marked.", ""),
    ("too_many_steps", "A plan has at most 50 steps.", ""),
    ("step_twice", "The same step is there twice. Mark it once, or word it anew.", ""),
    ("due_missing", "A step that repeats needs a first day.", ""),
    ("bad_step", "A step is \"me|text\", \"them|text\" or \"both|text\"; --help shows more.", ""),
    ("already_moved", "This date was moved ahead. Mark the new date instead.", ""),
    (
        "already_due",
        "This was due already. Mark it instead; a changed day counts only ahead of time.",
        "",
    ),
    ("bad_date", "There is no such date here.", "Looked at: {}."),
    (
        "bad_rule",
        "This is not a repetition that can be kept. Say day, week, month, or a rule such as FREQ=WEEKLY;BYDAY=SU.",
        "",
    ),
    ("until_before_from", "The last day is before the first. Nothing was changed.", ""),
    (
        "until_is_for_permissions",
        "Only a permission ends by a date. A limit stands until you withdraw it; --look-again reminds you of it.",
        "",
    ),
    ("limits_are_for_limits", "Only a limit can name an agreement with --limits.", ""),
    (
        "area_missing",
        "Say which part of life this is about: -a digital, for example. One of: emotional, physical, mental, spiritual, \
        financial, digital, time, social, intimate, other.",
        "",
    ),
    ("text_missing", "There are no words yet. Give them with -m \"...\".", ""),
    ("text_empty", "The words are empty. Nothing was changed.", ""),
    (
        "text_too_long",
        "The words are too long to keep. Nothing was changed. Make two records of them.",
        "",
    ),
    (
        "text_control_character",
        "The words hold a character that cannot be kept. Nothing was changed. Type it again without it.",
        "",
    ),
    ("text_not_allowed", "These words cannot be kept as they are. Nothing was changed.", ""),
    (
        "act_too_long",
        "All of this together is too long to keep. Nothing was changed. Make it shorter.",
        "",
    ),
    ("act_not_allowed", "This cannot be kept as it is. Nothing was changed.", ""),
    ("profile_instead", "Your name and zone are changed with `accord profile`.", ""),
    ("unknown_choice", "This question has no such answer. `accord asks` lists them.", ""),
    ("unknown_command", "This version cannot do that.", ""),
    // The relay.
    (
        "malformed",
        "The relay did not accept what this device sent. Nothing is lost. Please update accord.",
        "",
    ),
    (
        "version",
        "The relay and this version share no language. Everything keeps working offline. Update accord, or ask the relay's operator.",
        "",
    ),
    (
        "too_large",
        "Something is larger than the relay takes. Nothing is lost: it is kept on this device.",
        "",
    ),
    (
        "quota",
        "Your share of the space on this relay is full. Everything is kept on this device and goes out when there is room; leaving and removing a device go through all the same. Ask the relay's operator for room.",
        "",
    ),
    ("rate", "The relay asks for a pause. Nothing is lost: try again in a while.", ""),
    (
        "not_member",
        "The relay does not know this device for this space. Nothing is lost here. Run `accord sync` again; if it stays so, ask the relay's operator.",
        "",
    ),
    (
        "revoked",
        "This device was removed by another of your devices. It can read what it has, and sends nothing any more.",
        "",
    ),
    (
        "recovering",
        "The relay was restored and waits until both of you have been there. Nothing is lost: try again later.",
        "",
    ),
    ("stale_head", "Something new came in between. Run `accord sync` again.", ""),
    ("stale_key", "Something new came in between. Run `accord sync` again.", ""),
    (
        "wrong_branch",
        "What the relay keeps and what this device keeps went apart. Nothing is lost and nothing is sent. `accord relay` shows where; \
        `accord relay reset` goes on with the relay's copy and says again what it lacks.",
        "",
    ),
    (
        "bad_signature",
        "The relay does not accept this device's signature. Nothing is sent, and everything is kept on this device. Ask the relay's operator whether it is served under the name you dial.",
        "",
    ),
    (
        "fork",
        "Another copy of this home has been used, perhaps from a backup. Nothing is lost. Run `accord sync` again.",
        "",
    ),
    (
        "gone",
        "The relay does not keep this space any more. What was shared stays readable here and can be exported.",
        "",
    ),
    (
        "unavailable",
        "The relay is busy or has no room. Nothing is lost: what it did not take waits on this device, and the next `accord sync` offers it again.",
        "",
    ),
    ("ended", "This space has ended. What was shared stays readable here and can be exported.", ""),
    (
        "challenge",
        "The relay's question ran out before the answer came. Run `accord sync` again.",
        "",
    ),
    (
        "closed",
        "This relay takes nobody new without a token. Ask its operator for one and pass it with --token-file.",
        "",
    ),
    (
        "mailbox",
        "The relay does not take this invitation. Nothing was shared. A new invitation begins again.",
        "",
    ),
    ("order", "The relay and this device lost their place. Run `accord sync` again.", ""),
    (
        "unknown",
        "The relay answered with something this version does not know. Nothing is lost. Update accord.",
        "",
    ),
];

/// The exit code of a class.
#[must_use]
pub const fn exit_code(class: Class) -> u8 {
    match class {
        Class::Unexpected => 1,
        Class::Usage => 2,
        Class::Refused => 3,
        Class::NotFound => 4,
        Class::Unreachable => 5,
        Class::Locked => 6,
    }
}

/// What a refusal says.
#[must_use]
pub fn sentence(refused: &Refused) -> String {
    let known = SENTENCES.iter().find(|(code, ..)| *code == refused.code);
    let Some((_, says, fact_says)) = known else {
        return format!("This was refused: {}. Nothing was changed.", refused.code);
    };
    // What the argument parser says already names the argument.
    if let ("usage", Some(said)) = (refused.code, refused.facts.first()) {
        return said.clone();
    }
    // Nobody typed an id for these two.
    if let ("not_found", Some("invitation" | "pairing")) =
        (refused.code, refused.facts.first().map(String::as_str))
    {
        return "No invitation is under way. `accord invite` makes one, `accord join LINK` answers one.".into();
    }
    match refused.facts.first() {
        Some(fact) if !fact_says.is_empty() => {
            format!("{says} {}", capital(&fact_says.replace("{}", fact)))
        }
        _ => (*says).to_owned(),
    }
}

/// The same as the one JSON object a script reads.
#[must_use]
pub fn json(refused: &Refused) -> serde_json::Value {
    serde_json::json!({ "error": { "code": refused.code, "message": sentence(refused) } })
}

/// A refusal of this program's own with its class.
#[must_use]
pub const fn refused(code: &'static str, class: Class) -> Refused {
    Refused { code, class, facts: Vec::new() }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
