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
ui-unsent = { $n ->
    [0] Everything you wrote is on this device.
    [one] Everything you wrote is on this device. 1 change is not sent yet.
   *[other] Everything you wrote is on this device. { $n } changes are not sent yet.
}

# What the app says of a refusal in other words than the command line.
ui-error-home_busy = Accord is open in another tab or window. Close that one, or go on there.
ui-error-holder_gone = The tab that held your record was closed just now. Please look whether your last change is there.
ui-error-began_again = Accord had to start again just now. What was saved is here. Please look whether your last change is there.
ui-error-storage_cleared = This browser has cleared what Accord kept on this device. Your last change was not saved.
ui-error-passphrase_needed = Your record is locked. Type your passphrase.
ui-error-wrong_passphrase = This is not the passphrase. Nothing is lost: try again.
ui-error-private_elsewhere = This device never opened your private notes, and no device would be left that could. Open Accord on the other device first, then here again. If it is gone, bring your notes back with your twelve words on another device, and remove it there. If they may be lost, tick that below. Nothing was changed.
ui-error-put_in_by_hand = You both write this text, and it may have changed since. Put it in by hand under Written together. Nothing was changed.

# Words that many screens share.
ui-question = A question
ui-question-look = Look at it first
ui-answer = Answer so
ui-history = What happened
ui-note = A word about it
ui-area = About
ui-kind = What it is
ui-until = Until
ui-show-earlier = Show earlier ones
ui-show-more = Show more
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
ui-between-says = What you wrote here stays out of the exports and prints of your partner. What was exported before stays as it is.
ui-between-no = It may be in exports again
ui-not-said = not said
ui-more-to-say = More to say
ui-needs-partner = This begins once you are connected with your partner.

# Drafts.
ui-drafts-only-you = Drafts only you see
ui-draft-only-you = draft, only you see it
ui-draft-alone = Only you see this. You can share it once the two of you are connected, or never.
ui-draft-before = Only you see this. Once you share it and it is sent, it cannot be called back for certain.
ui-draft-change = Change my draft
ui-draft-delete = Delete my draft
ui-draft-delete-says = It is gone at once, on all your devices. Nothing of it stays, and nobody learns of it.

# Words of forms.
ui-keep = Keep it so
ui-send = Send to { $they }
ui-share-before = What you share needs no yes. Once it is sent, it cannot be called back for certain.
ui-choose = Please choose
ui-area-needed = Choose what it is about.
ui-when = When
ui-from = From
ui-moved-to = Moved to
ui-look-again-says = You are both reminded once. Nothing ends by it.
ui-every-label = How often
ui-once = Once
ui-every = { $n ->
    [1] { $freq ->
        [day] every day
        [week] every week
        [month] every month
       *[year] every year
    }
   *[other] { $freq ->
        [day] every { $n } days
        [week] every { $n } weeks
        [month] every { $n } months
       *[year] every { $n } years
    }
}
ui-every-on = { $n ->
    [1] every week on { $days }
   *[other] every { $n } weeks on { $days }
}
ui-every-times = { $every }, { $count ->
    [one] once
   *[other] { $count } times
}
ui-by-day = By which day
ui-first-day = First day
ui-time = Time
ui-time-yours = By your own clock.
ui-which-day = Which day
ui-newest-day = The newest one
ui-next-day = The next one
ui-all-days = All of it
ui-new-day = New day
ui-earlier = Earlier
ui-mark-you = You: { $mark }
ui-mark-they = { $They }: { $mark }
ui-note-mine = You wrote
ui-note-theirs = { $They } wrote
ui-area-of = { $code ->
    [emotional] Feelings
    [physical] Body and room
    [mental] Thoughts and opinions
    [spiritual] Belief and values
    [financial] Money
    [digital] Phones and the net
    [time] Time
    [social] Friends and family
    [intimate] Closeness
    [other] Other
   *[newer] { $name }
}
ui-not-right = This does not feel right to me
