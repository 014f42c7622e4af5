# Copies of what was: an export of one's own, kept to be read.

import-none = No copies. `accord import FILE` keeps one of a file that `accord export` wrote.
import-kept = Kept as { $id }: { $n ->
        [one] 1 record.
       *[other] { $n } records.
    }
import-mark = This is what was, as the file says it. Nothing in it is signed, nothing is in force, and nobody vouches for its words.
import-only-you = Only your own devices have it. `accord import show ID` shows it; `accord import remove ID` removes it.
import-copy = { $whose ->
        [mine] what you wrote
       *[both] what you two shared
    }, exported { $exported }, kept { $kept }: { $n ->
        [one] 1 record
       *[other] { $n } records
    }
import-coming = kept { $kept }, not all of it is on this device yet
import-was = then: { $was }
import-ways = `accord import show { $id } RECORD` shows one of these whole.
import-removed = The copy is gone from your lists on all your devices. What a relay or an old backup keeps of it stays sealed. The file it came from stays where it is.
import-state = { $code ->
        [draft] draft
        [open] open
        [not_yet] not yet
        [in_force] in force
        [lapsed] lapsed
        [ended] ended
        [closed] closed
        [active] active
        [withdrawn] withdrawn
        [expired] expired
        [settled] settled
        [kept] kept
        [not_kept] not kept
        [seen_differently] seen differently
        [no_word] no word yet
        [released] released
        [changed_ahead] changed ahead
        [not_applicable] did not apply
        [asked] asked
        [agreed] agreed
        [talked] talked
        [let_go] let go
        [shared] shared
        [taken_back] taken back
        [keepsake] your own copy
        [on] on
        [lifted] over
       *[other] { $name }
    }
