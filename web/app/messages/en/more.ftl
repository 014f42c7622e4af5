# More: everything around the record.

ui-more-help = Help lines
ui-more-standing = How things stand
ui-more-me = You
ui-more-devices = Your devices
ui-more-recovery = Recovery words
ui-more-look = Language and look
ui-more-export = Take along or print
ui-more-leave = Leave
ui-more-not-right = When something does not feel right
ui-more-about = About, and who sees what

# Where a text names a command of the command line.
ui-place-of-about = “About” under More
ui-place-of-help = “Help lines” under More
ui-place-of-not-right = “When something does not feel right” under More
ui-place-of-decline = “Not these words”
ui-place-of-retract = “Take my yes back”
ui-place-of-end = “End this”
ui-place-of-release = “Free them of it” at the promise
ui-place-of-aside = “Keep it away from me” at the repair
ui-place-of-questions = “Questions for a therapist” among the examples

ui-standing-elsewhere = Accord is open in another tab or window too. Both show the same.
ui-standing-not-reached = { $n ->
    [0] The relay can't be reached. Nothing is lost.
    [one] The relay can't be reached. Nothing is lost: 1 change waits on this device.
   *[other] The relay can't be reached. Nothing is lost: { $n } changes wait on this device.
}
ui-standing-relay = Relay
ui-standing-no-relay = none: everything is kept on this device only
ui-standing-last-sync = Last exchange with the relay
ui-standing-last-heard = Last heard from { $they }
ui-standing-exchange = Exchange now
ui-standing-exchanged = { $sent ->
    [0] { $received ->
        [0] Nothing new on either side.
       *[other] New from your partner is here.
    }
   *[other] Passed to the relay. Other devices will see it when they meet the network.
}
ui-standing-check = Check everything again
ui-standing-check-says = Every record is opened and every signature checked once more, on this device.
ui-standing-check-do = Check now
ui-standing-quarantined = { $n ->
    [one] 1 record was not accepted. It is kept and looked at again.
   *[other] { $n } records were not accepted. They are kept and looked at again.
}
ui-standing-digest = At position { $position } the shared state reads as follows. Your partner sees the same at the same position.
ui-standing-other-relay = Another relay
ui-standing-url = Address of the relay
ui-standing-url-hint = Such as https://relay.example
ui-standing-token = What it asks for at registration
ui-standing-set = Use this relay
ui-standing-relay-set = This relay is used from now on.
ui-standing-move = Move to this relay
ui-standing-moved = Everything is with { $url } from now on. Tell your partner this address: they move there too.
ui-standing-reset = Go on with what the relay has

ui-me-name = Your name
ui-me-name-hint = { $They } sees it once you are connected.
ui-me-name-keep = Keep this name
ui-me-name-needed = Write a name first.
ui-me-name-kept = Your name is kept.
ui-me-zone = Your time zone
ui-me-zone-says = Where both show a zone, dates have two clocks. { $They } sees the zone and nothing else of where you are.
ui-me-zone-show = Show { $place }
ui-me-zone-hide = Don't show it
ui-me-lock = Lock
ui-me-lock-now = Lock now
ui-me-relock = Lock by itself when out of sight
ui-me-relock-after = { $n ->
    [0] never
    [one] after a minute
   *[other] after { $n } minutes
}
ui-me-no-lock = This device opens Accord without a passphrase: whoever unlocks the device can read it.

ui-lock-set = Set a passphrase
ui-lock-set-says = From then on Accord asks for it on this device. Your other devices stay as they are.
ui-lock-change = Change the passphrase
ui-lock-change-says = A backup of this device from before still opens with the old one.
ui-lock-remove = Take it away
ui-lock-remove-says = Whoever unlocks this device can read Accord then.
ui-lock-old = The passphrase now
ui-lock-new = The new passphrase
ui-lock-needed = Type a passphrase first.
ui-lock-done-set = The passphrase is set. It is asked for from the next time on.
ui-lock-done-change = The passphrase is changed.
ui-lock-done-remove = The passphrase is taken away. Accord opens without one here.

ui-storage = Kept by this browser
ui-storage-kept = This browser has promised to keep what you write here until you erase it.
ui-storage-may-go = This browser has not promised to keep what you write here. It may clear it when space runs short.
ui-storage-step = Add Accord to the home screen, or set a bookmark, and ask again. Your twelve words bring back what the relay has.
ui-storage-ask = Ask the browser again
ui-storage-now = The browser has promised to keep it.
ui-storage-still = The browser has not promised it yet. Nothing is lost. Adding Accord to the home screen often helps.

ui-unsent-title = Work of a removed device
ui-unsent-says = A device you removed may still hold words it never sent. It puts them into a file. Here you look at it, and say again what still holds.
ui-unsent-make-title = What this device could not send
ui-unsent-make-says = This device was removed and sends nothing any more. A file takes along what it wrote and never sent. Only your other devices can open it.
ui-unsent-make = Make the file
ui-unsent-open = Choose the file
ui-unsent-open-says = The device that was removed makes it, under More, “Your devices”.
ui-unsent-other = Choose another file
ui-unsent-issue = Say this again
ui-unsent-issued = Said again, dated today. { $They } will see it when your devices meet the network.

ui-look-language = Language
ui-look-language-hint = Only for this device. Your partner may read another one.
ui-look-theme = Light or dark
ui-look-theme-auto = as the device is set
ui-look-theme-light = light
ui-look-theme-dark = dark
ui-look-size = Text follows the size that your browser or device is set to.

ui-devices-says = Each of them can read and write everything you can.
ui-devices-this = this one
ui-devices-added = since { $day }
ui-devices-look = Look at it
ui-devices-add = Add a device
ui-devices-seen = I have seen it
ui-devices-told-device_added = A device was added to yours: { $name }. If that was not you, remove it below.
ui-devices-told-device_removed = A device of yours was removed: { $name }.
ui-devices-told-words_renewed = Your twelve words were replaced by new ones. If that was not you, make new ones.
ui-devices-acts = What it said to your partner
ui-devices-acts-none = Nothing.
ui-devices-lose = Even if my private notes can never be read again
ui-devices-remove = Remove this device
ui-devices-remove-says = It gets nothing new from then on. What it has already stays on it.
ui-devices-removed = It is removed when this device next reaches the relay.

ui-recovery-says = With your twelve words and the relay you can bring everything back on an empty device. They are never stored, so they cannot be shown again.
ui-recovery-new = New words
ui-recovery-new-says = If somebody saw the old ones, or you cannot find them.
ui-recovery-others = Remove all my other devices too
ui-recovery-others-hint = If one was lost, or somebody else used it.
ui-recovery-paper = I have paper and a pen. The new words are shown once.
ui-recovery-make = Make new words
ui-recovery-later = The new words count once this device has reached the relay. Keep the old ones until then.

ui-export-says = Made on this device. { $They } is not told.
ui-export-careful = A file is not locked: who has it can read it.
ui-export-alone = The rest is here once you are connected with your partner. Your drafts and notes are under Mine.
ui-export-sheet = For a counsellor
ui-export-sheet-says = What you agreed and your own limits, as a page to print. What stays between you is not on it.
ui-export-since = Since
ui-export-promises = With promises and their marks
ui-export-repairs = With repairs
ui-export-sheet-make = Make the page
ui-export-brief = Questions for a first session
ui-export-calendar = For your calendar
ui-export-calendar-says = One file with what is due and what repeats. Import it into your own calendar.
ui-export-neutral = Only “busy” in it, nobody's words
ui-export-own = Only what I promised
ui-export-calendar-make = Make the file
ui-export-busy = Busy
ui-export-all = Everything
ui-export-all-says = The whole record, with hashes and signatures.
ui-export-mine = Only what I wrote
ui-export-page = As a page
ui-export-json = As data
ui-export-automerge = As an Automerge document
ui-export-note = A record two people kept themselves. It is no contract and no certified evidence.

ui-leave-says = You can stop alone, at once, and without a reason.
ui-leave-way = What happens on this device
ui-leave-keep = Leave, and keep my copy
ui-leave-keep-says = Nothing new goes to { $they } or comes from there. Everything so far stays readable here.
ui-leave-erase = Erase everything on this device
ui-leave-erase-says = Your twelve words still open what the relay keeps of your own.
ui-leave-quiet = Don't tell { $they }
ui-leave-quiet-says = It looks as while you are offline.
ui-leave-stays = What was shared stays with { $they } too. Nobody can make it unread.
ui-leave-sure = I want this
ui-leave-do = Leave
ui-leave-do-erase = Erase now
ui-leave-done = You have left. Your copy is kept here. { $They } is told when this device next reaches the relay.
ui-leave-not-told = The relay could not be reached, so your partner does not know yet. Nothing was erased. Try again when you are online, or choose not to tell.

ui-help-country = Country
ui-about-build = Version { $version } { $commit } { $hash }
