# The beginning: the first page, the identity, the twelve words, an invitation, bringing everything back, the lock.

ui-start-language = Language
ui-start-title = Accord
ui-start-what = Agreements, limits and promises between two people. Each of you writes on your own phone and decides what the other may see.
ui-start-how = How do you want to begin?
ui-start-alone = Start on my own
ui-start-alone-hint = Works alone and without a network. You can invite somebody later.
ui-start-invited = I have an invitation
ui-start-invited-hint = A link, or six words you were told.
ui-start-words = I have my twelve words
ui-start-words-hint = They bring everything back on this device.
ui-start-safer = Does somebody look through this phone? A device that only you use is safer for this.
ui-start-cleared = Somebody began on this device before, and this browser has cleared what Accord kept here: the data of websites was deleted, or space ran short. What was never sent is gone from here. What was sent is still with the relay, sealed, and your partner has lost nothing.
ui-start-cleared-words = Your twelve words bring it back: choose “I have my twelve words” below.
ui-start-cleared-device = Another device of yours does so too: there, choose More, Your devices, Add a device. Then choose “I have an invitation” here.
ui-start-again = Try again

ui-start-alone-says = Everything you write stays on this phone until you share it.
ui-start-name = What you are called
ui-start-name-hint = Your partner will see this name.
ui-start-name-needed = Write a name or a nickname first.
ui-start-passphrase = Passphrase for this device
ui-start-passphrase-hint = It is asked for each time you open Accord here. Nobody can tell it to you again.
ui-start-passphrase-show = Show what I type
ui-start-relay-other = Another relay
ui-start-relay = Address of the relay
ui-start-relay-hint = The relay passes sealed letters between your devices and your partner's. Leave this empty to keep everything on this device only.
ui-start-token = Token of the relay
ui-start-token-needed = This relay lets nobody new in without a token. Whoever runs it can give you one. Nothing is lost.
ui-start-begin = Begin
ui-start-device-phone = Phone
ui-start-device-computer = Computer

ui-start-twelve-title = Your twelve words
ui-start-twelve-says = Write them on paper now, in this order. They are shown this once.
ui-start-twelve-why = They bring everything back if this device is lost.
ui-start-twelve-careful = Whoever has these words can read everything. Keep them where only you look. Nobody can give them to you again.
ui-start-twelve-written = I have written them down
ui-start-twelve-copy = Copy them
ui-start-twelve-copied = Copied, for a password manager. Clear the clipboard after you have pasted them.
ui-start-check-title = Two of your words
ui-start-check-says = Look at your paper and pick the right ones. This finds a slip of the pen while it can still be mended.
ui-start-check-word = Which is word { $n }?
ui-start-check-wrong = Word { $n } is another one. Look at your paper, or look at the words again.
ui-start-check-compare = Check these two
ui-start-check-again = Look at the words again
ui-start-check-skip = Go on without this
ui-start-check-skip-says = Without the words on paper, a lost phone takes what you wrote with it.
ui-start-done-title = All is ready
ui-start-done-says = You can write now, with or without a network. Nobody sees it until you share it.
ui-start-may-be-cleared = This browser has not promised to keep what you write here. It may clear it when space runs short. Your twelve words bring back what the relay has. Adding Accord to the home screen often helps.
ui-start-done-go = Go on

ui-start-join-title = An invitation
ui-start-join-says = Read this first. Nothing is answered until you say so, and nothing is shared before you two have compared words.
ui-start-join-own-title = Another device of yours
ui-start-join-own-says = This makes it another device of YOURS: it will see everything you wrote, private things too. If somebody else sent you this, do not answer it.
ui-start-join-how = How did it reach you?
ui-start-join-by-link = By a link
ui-start-join-by-six = By six words
ui-start-join-link = The link
ui-start-join-link-hint = Paste it whole, from the first to the last character.
ui-start-join-six = The six words
ui-start-join-six-hint = In the order you heard them.
ui-start-join-relay = The relay they were made for
ui-start-join-relay-hint = The one who invites you sees its address under the words.
ui-start-join-kind = Who said them?
ui-start-join-as-partner = My partner
ui-start-join-as-own = Myself, on another device of mine
ui-start-join-then = Nothing is shared before you two have compared words.
ui-start-join-read = I have read this
ui-start-join-answer = Answer the invitation
ui-start-join-own-answer = Make this another device of mine

ui-start-recover-title = Your twelve words
ui-start-recover-says = They bring everything back that the relay keeps for you.
ui-start-recover-words = The twelve words, in their order
ui-start-recover-hint = You can paste them. Commas, numbers and lines between them do not matter.
ui-start-recover-relay = The relay you used before
ui-start-recover-relay-hint = If you used another one than this app comes from, write its address here.
ui-start-recover-busy = Looking for what belongs to these words. This may take a minute.
ui-start-recover-go = Bring everything back
ui-start-recover-again = Not everything is back yet. Bring it back with your twelve words once more.
ui-start-back-title = It is back
ui-start-back-next = Is your old device lost? You can remove it under More. Did somebody see your words? You can make new ones there.

# Inviting, and what becomes of it.
ui-invite-row = { $state ->
    [offered] Your invitation
    [answered] You have answered an invitation
    [compare] Compare words with your partner
    [paired] Your partner is on the way in
   *[none] Invite your partner
}
ui-invite-title = Invite your partner
ui-invite-says = Not connected yet. Everything you write stays on this phone.
ui-invite-how = How will it reach your partner?
ui-invite-by-link = By a link
ui-invite-by-link-hint = Good for 7 days and for one person. Send it by a way you trust.
ui-invite-by-six = By six words, said on a call
ui-invite-by-six-hint = Good for 15 minutes.
ui-invite-along = What goes along
ui-invite-along-hint = Chosen drafts are shared once you two are connected. Without a choice, nothing is.
ui-invite-relay-hint = You need a relay both your phones can reach.
ui-invite-make = Make the invitation
ui-invite-offered-title = Your invitation
ui-invite-offered-says = Nothing is shared yet. When it is answered, you two compare words on a call.
ui-invite-offered-own = For another device of yours. When it is answered, you compare words on both.
ui-invite-share = Send it
ui-invite-copy = Copy the link
ui-invite-copied = The link is copied.
ui-invite-qr = Show as a picture to scan
ui-invite-qr-label = The invitation link as a QR code
ui-invite-six-says = Say these six words on a call:
ui-invite-six-relay = They are for this relay:
ui-invite-until-time = It is good once, until { $time } today.
ui-invite-until-day = It is good once, until { $day }.
ui-invite-waits = You can close this. It goes on by itself when you open Accord again.
ui-invite-try-again = Try again
ui-invite-cancel = End this invitation
ui-invite-cancel-says = Nobody can answer it any more. Your drafts stay with you, and you can invite again at any time.
ui-invite-cancelled = The invitation has ended. Nothing was shared.

ui-pair-answered-title = You have answered
ui-pair-answered-says = It goes on when your partner opens Accord. Then you two compare words on a call. Nothing is shared before that.
ui-pair-answered-own = It goes on when your other device is online. Then you compare words on both.
ui-pair-answered-stop = Take my answer back
ui-pair-compare-title = Compare words
ui-pair-compare-says = Call each other, or sit together. It makes sure nobody stands between you.
ui-pair-compare-own = Look at both devices. It makes sure nobody stands between them.
ui-pair-read-out = Read these out
ui-pair-read-out-own = This device shows
ui-pair-heard = Which words do you hear?
ui-pair-heard-own = Which words does the other device show?
ui-pair-heard-hint = All four must be the same.
ui-pair-none-of-these = None of these
ui-pair-none-says = This ends the invitation. Nothing is shared.
ui-pair-these = I hear these words
ui-pair-these-own = It shows these words
ui-pair-stop = End it here
ui-pair-becomes = { $code ->
    [answered] If they are right, the person who answered becomes your partner here.
    [invited] If they are right, the person who invited you becomes your partner here.
    [new_device] If they are right, the device that answered becomes another device of YOURS.
   *[this_device] If they are right, this becomes another device of YOURS.
}
ui-pair-right-title = The words are right
ui-pair-right-says = The rest goes on by itself, when your partner has picked your words and both phones have met the network. Nothing is shared before that.
ui-pair-right-own = The rest goes on by itself, as soon as both devices have met the network.
ui-pair-paired-title = { $known ->
    [yes] You and { $they } are connected
   *[no] You two are connected
}
ui-pair-paired-says = From now on you choose for each thing whether to share it.
ui-pair-paired-own-title = This is done
ui-pair-paired-own-says = Both devices are yours now. What you wrote comes along by itself.
ui-pair-expired = The last invitation is over: nobody answered in time. Nothing was shared.
ui-pair-refused = The last invitation has ended. Nothing was shared. If the words differed, talk to each other first, then make a new one and send it another way.

# Another device of one's own.
ui-device-add-title = Add a device
ui-device-add-says = It becomes another device of YOURS and sees everything you wrote, private things too. Never send this to somebody else.
ui-device-add-how = How will it reach your other device?

# The lock.
ui-unlock-title = Accord
ui-unlock-says = What you wrote is locked on this device.
ui-unlock-passphrase = Passphrase
ui-unlock-open = Open
ui-unlock-forgot = I have forgotten it
ui-unlock-forgot-none = Nobody can open this without it, and nobody can tell it to you.
ui-unlock-forgot-words = Your twelve words help: they bring back what the relay has, on any device that has no Accord yet. On this one, erase first what cannot be opened any more.
ui-unlock-erase-sure = I want to erase what is locked here. What was never sent is gone then.
ui-unlock-erase = Erase and begin again
ui-unlock-forgot-device = Another device of yours still has everything.

# What the app says of a refusal in other words than the command line.
ui-error-already_paired = You two are connected already. Nothing was changed.
ui-error-invitation_used = Somebody has answered this invitation already, and it is good for one. Nothing was shared. If that was not you, tell the one who invited you, and ask for a new one.
ui-error-home_in_use = There is somebody on this device already. Nothing was changed.
ui-error-other_words = These words belong to somebody else than the one being brought back here. Nothing was changed.
ui-error-words_differ = These are not the words the other one reads out. Listen once more. If they still differ, choose “None of these”.
ui-error-bad_passphrase = A passphrase has at least one character and not too many.
ui-error-bad_link = This is not a whole invitation link. Copy it again, from the first to the last character.
ui-error-bad_relay_url = This is not a relay's address. It looks like https://relay.example
ui-error-relay_not_encrypted = A relay is reached by https. Plain http works on this machine only.
