# What stands on every screen.

ui-name = Accord
ui-back = Back
ui-close = Close
ui-cancel = Not now
ui-optional = may be left out
ui-places = Places
ui-place-today = Today
ui-place-us = Us
ui-place-mine = Mine
ui-place-write = Write
ui-place-more = More
ui-hide = Hide
ui-hide-how = Hides this page at once. Pressing Shift three times does the same. A browser's history and other windows may still show more.
ui-diff-added = added:
ui-diff-removed = removed:
ui-diff-end = end.

# How things stand, in words.
ui-kept = Everything you wrote is on this device.
ui-unsent = { $n ->
    [0] Everything you wrote is on this device.
    [one] Everything you wrote is on this device. 1 change is not sent yet.
   *[other] Everything you wrote is on this device. { $n } changes are not sent yet.
}

# What the app says of a refusal in other words than the command line.
ui-error-home_busy = Accord is open in another tab or window. Close that one, or go on there.
ui-error-holder_gone = The tab that held your record was closed just now. Please look whether your last change is there.
ui-error-passphrase_needed = Your record is locked. Type your passphrase.
ui-error-wrong_passphrase = This is not the passphrase. Nothing is lost: try again.

# Words that many screens share.
ui-question = A question
ui-answer = Answer so
ui-history = What happened
ui-note = A word about it
ui-area = About
ui-kind = What it is
ui-until = Until
ui-look-again = Look at it again
ui-suggest = Suggest it to { $they }
ui-keep-draft = Keep as my draft
ui-kept-as-draft = Kept on this device. Nobody else sees it.
ui-us-agreements = Agreements
ui-us-limits = Limits and permissions
ui-us-promises = Promises
ui-us-rituals = Rituals and dates
ui-us-checkin = Check-in
ui-us-thanks = Thanks
ui-us-openness = Openness
ui-us-talks = Talks and breaks
ui-us-repairs = Repair
ui-us-joint = Written together
ui-us-whatsnew = What changed
ui-take-back = Take it back
ui-share = Share with { $they }
ui-shared = Shared. { $They } will see it when your devices meet the network.
ui-delete = Delete
ui-yes = Yes
ui-no = No
ui-between = Keep between us
ui-between-on = It stays between you: the other's next export leaves it out.
ui-between-off = It may be in the other's exports again.
ui-not-said = not said
ui-more-to-say = More to say
ui-needs-partner = This begins once you are connected with your partner.
