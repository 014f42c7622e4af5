//! What the relay says.

use super::Sentence;

pub(super) const SENTENCES: &[Sentence] = &[
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
