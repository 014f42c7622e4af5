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
