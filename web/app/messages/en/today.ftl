# Today, what changed while apart, what one can write, and examples.

ui-today-rituals = Together today
ui-today-promises = What you promised
ui-today-thanks = { $They } says thanks
ui-today-heart = A heart for it
ui-today-changed = What changed while you were apart
ui-today-checkin = Check in: how are you?
ui-today-more-questions = More that is open
ui-today-clocks = { $mine } for you, { $theirs } for { $they }

ui-pairing-none = Not connected yet. Everything you write stays on this device.
ui-pairing-offered = Your invitation waits for an answer. Nothing is shared yet.
ui-pairing-answered = You have answered the invitation. It goes on when the other device meets the network.
ui-pairing-compare = You are almost connected: call each other and compare four words.
ui-pairing-device-offered = Your invitation for another device of yours waits for an answer.
ui-pairing-device-answered = It goes on when your other device meets the network.
ui-pairing-device-compare = Compare the words on both of your devices.
ui-pairing-invite = Invite somebody
ui-pairing-go-on = Go on
ui-pause-mine = You take a break. Nothing asks you for anything until you lift it.
ui-pause-mine-until = You take a break until { $day }. Nothing asks you for anything.
ui-pause-theirs = { $They } takes a break.
ui-pause-theirs-until = { $They } takes a break until { $day }.
ui-notice-device = a device
ui-notice-look = Have a look
ui-notice-key_not_opened = One of the keys could not be opened on this device. A new one is made by itself. Nothing is lost.
ui-notice-key_wrap_wrong = One of the keys did not fit. A new one is made by itself. Nothing is lost.
ui-notice-removed = This device was removed by another of your devices. It can be read here and sends nothing any more.
ui-notice-never_sent = What was not sent before one of you left stays on this device only. It can be read here.
ui-notice-device_added = Another device of yours was added: { $name }. If that was not you, remove it.
ui-notice-device_removed = A device of yours was removed: { $name }.
ui-notice-words_renewed = Your twelve words were made anew. If that was not you, look at your devices.
ui-set-aside = Some of your changes are kept on this device and not sent by themselves.

ui-news-read = I have read this
ui-news-read-said = All read. Nobody else learns of it.

ui-write-title = What do you want to say?
ui-write-alone = What you write here is a draft that only you see.
ui-write-thanks = Thanks
ui-write-thanks-says = Something { $they } did, or how { $they } is.
ui-write-checkin = Check-in
ui-write-checkin-says = What you need, want, worry about, are glad about.
ui-write-promise = A promise
ui-write-promise-says = Something you will do.
ui-write-agreement = Words for both of you
ui-write-agreement-says = An agreement counts when both say yes.
ui-write-limit = A limit
ui-write-limit-says = What you do or don't do. It needs no yes.
ui-write-permission = A permission
ui-write-permission-says = What { $they } may do, until you say otherwise.
ui-write-talk = Ask for a talk
ui-write-talk-says = A topic, and times that would suit you.
ui-write-repair = Something hurt
ui-write-repair-says = Begin to make it good, each with own words.
ui-write-note = A private note
ui-write-note-says = Only on your devices.
ui-write-template = An example to copy
ui-write-template-says = Change it until it is yours.

ui-templates-title = Examples
ui-template-copy = Copy as my draft
ui-template-note = Copy as a private note
