//! What this program itself refuses, and what its store says.

use super::Sentence;

pub(super) const SENTENCES: &[Sentence] = &[
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
        "This check-in says nothing yet. Say something: --need, --want, --worry, --glad, --from-you, --mood or --talk.",
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
];
