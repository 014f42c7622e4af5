//! Identity, relay and pairing.

use super::Sentence;

pub(super) const SENTENCES: &[Sentence] = &[
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
        "bad_recovery_words",
        "These are not twelve recovery words that belong together. Nothing was changed. Look at each word and at their order.",
        "The first word that is no recovery word is number {}.",
    ),
    (
        "words_unknown",
        "No vault at this relay belongs to these words. Nothing was changed. Either it is kept by another relay, or on no relay, or newer words have taken their place.",
        "",
    ),
    (
        "other_words",
        "These words open another vault than the one being brought back in this folder. Nothing was changed. Use another folder with --home DIR.",
        "",
    ),
    (
        "device_waits",
        "This device is not one of yours yet, so nothing can be written here. `accord pairing` shows where it stands; `accord invite cancel` lets the folder be used for something else.",
        "",
    ),
    (
        "too_many_devices",
        "You have as many devices as there can be: eight, your twelve words among them. Remove one first: `accord devices remove ID`.",
        "",
    ),
    (
        "device_added",
        "The new device may be added already, so the invitation cannot be called off any more. `accord sync`, then `accord devices remove ID` removes it.",
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
        "The invitation is over: it was used, it was called off, or its time has passed (7 days for a link, 15 minutes for spoken words). Nothing was shared. A new invitation begins again.",
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
];
