# Private notes. Nobody but the person who wrote them reads this.

private-head-what = What
private-kind = { $kind ->
        [reflection] reflection
        [self_check] self-check
        [tender_spot] tender spot
        [forgiveness] forgiving
        [question] questions
       *[other] note
    }
private-stage = { $stage ->
        [hurting] Today: it still hurts.
        [trying_to_understand] Today: trying to understand.
        [softening] Today: softening.
        [letting_go] Today: letting go.
       *[not_now] Today: not now.
    }
private-none = Nothing here. `accord private add` writes a note that only you read.
private-only-you = Only you see these. `accord private show ID` shows a note; `accord private share ID` shares, and only what you name.
private-kept = Kept as { $id }. Nobody else sees it, and nothing follows from it.
private-kept-and-shared = Kept as { $id }. Your partner sees these words after the next exchange. What you write later stays with you unless you share it.
private-edited = { $id } has new words. What it said before stays with it: `accord private show { $id }`.
private-about = About { $id }.
private-before = Before, from { $day }:
private-deleted = Gone from your lists on all your devices. What a relay or an old backup keeps of it stays closed under your private key.
private-lock-set = Your notes have a lock of their own now. It is asked for each time. It does not help against a person who makes you open it.
private-lock-changed = The lock is changed. Who knows the old one and has an old copy of this home can still open what that copy holds.
private-lock-removed = On this device your notes open with the home again. Other devices still ask.
private-passphrase = PIN or passphrase of your notes:
private-passphrase-choose = Choose a PIN or passphrase for your notes. A few digits keep somebody out who picks up your device; only a long one keeps out who copies it. Nobody can bring it back for you.
private-passphrase-new = New PIN or passphrase:
private-passphrase-again = Once more:
