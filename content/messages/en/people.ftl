# Identity, relay, pairing, exchange, how a home stands.

people-init = You are { $name } on this device. Everything works from here on, offline too.
people-you-are = You are { $name } on this device.
people-recovery-words = Your twelve recovery words, in this order:
people-recovery-paper = Write them on paper now: they are shown this once. They bring everything back on another device.
people-recovery-careful = Who has them can read everything. Nobody can give them to you again.
people-no-relay-set = No relay. Everything is kept on this device only. `accord relay set URL` names one.
people-relay = Relay: { $url }
people-moved = What you two share is now at { $url }.
people-moving = What you two share goes to { $url }. Not everything is there yet: the next `accord sync` goes on with it.
people-moved-vault = Your own things went with it. Other devices of yours follow at their next exchange with the old relay; where it does not answer any more, type the same command on each.
people-moved-left = { $from } did not answer. What your partner or another device of yours sent there and this device has not received may be there only. It stays on the device that wrote it, and comes along when that device goes to the new relay.
people-moved-left-since = { $from } did not answer. What your partner or another device of yours sent there since the last exchange ({ $day }) may be there only. It stays on the device that wrote it, and comes along when that device goes to the new relay.
people-moved-tell = Tell your partner, who keeps using { $from } until they type: `accord move-relay { $url }`
people-relay-parted = What it keeps and what this device keeps are the same up to record { $position }, then went apart.
people-relay-reset = Nothing is lost. `accord relay reset` goes on with the relay's copy and says again what it lacks.
people-relay-recovering = It was restored and waits until both of you have been there. Nothing is lost.
people-relay-shorter = It has less than this device. The next exchange gives it what it lacks.
people-relay-agrees = It keeps what this device last passed to it. It can read nothing of it.
people-relay-others = { $n ->
        [one] One other device of yours is
       *[other] { $n } other devices of yours are
    } still at the relay of before and will not meet this one. Type `accord relay set { $url }` there too; what was written there meanwhile comes along.
people-relay-again = { $n ->
        [one] 1 change to be said again.
       *[other] { $n } changes to be said again.
    }
people-words-made = Your twelve words were made { $on }. They cannot be shown again.
people-your-name = Your name: { $name }
people-zone = The time zone you show: { $zone }
people-no-zone = You show no time zone.
people-invite-link = Send this link to your partner by a way you trust:
people-invite-spoken = Say these six words to your partner on a call:
people-invite-until = It is good once, until { $until }. Nothing is shared yet.
people-invite-next = After your partner has answered, `accord sync` and `accord pairing` show four words to compare on a call.
people-joined = Your answer is with the relay. Nothing is shared yet.
people-joined-next = After your partner's next `accord sync`, yours shows four words to compare on a call.
people-pairing-offered = Your invitation waits for an answer. `accord sync` looks for it; `accord invite cancel` ends it.
people-pairing-answered = You have answered. It goes on after your partner's next `accord sync`, with yours after that.
people-pairing-read-out = Call each other. Read out these four words:
people-pairing-type = Then type the four words you hear: `accord pairing confirm W1 W2 W3 W4`
people-pairing-result = If they are right, { $what }.
people-pairing-words-right = The words you heard are right.
people-pairing-device-added = Your partner's device is added. It goes on after your partner's next `accord sync`.
people-paired = You are paired with { $they }.
people-pairing-expired = The invitation is over. Nothing was shared. `accord invite` makes a new one.
people-pairing-refused = The invitation has ended. Nothing was shared. `accord invite` makes a new one.
people-pairing-none = You are not paired. `accord invite` invites your partner, `accord join LINK` answers an invitation.
people-pending = Still to come: { $what }.
people-becomes = { $code ->
        [answered] the person who answered becomes your partner
        [invited] the person who invited you becomes your partner
        [new_device] the device that answered becomes another device of YOURS
        [this_device] this becomes another device of YOURS
       *[this_device_later] once you have compared words, this becomes another device of YOURS
    }
people-to-come = { $code ->
        [leaving] leaving
        [ending] telling the relay that a space before is over
        [removal] removal not yet confirmed
        [new_words] your new words take the old ones' place
        [recovering] bringing everything back: `accord recover` again
        [adds_partner] the next sync adds your partner's device
        [partner_adds] your partner's next sync adds this device
        [adds_device] the next sync adds your new device
        [device_adds] the next sync of your other device adds this one
        [partner_app] waiting for your partner's app
       *[new_device] waiting for your new device
    }
people-synced-caught-up = This device has caught up.
people-synced-sealed = Passed to the relay, sealed. Nothing new to read.
people-synced-nothing = Nothing new.
people-synced = Sent { $sent }, received { $received }.
people-questions = { $n ->
        [one] 1 question for you: `accord asks`.
       *[other] { $n } questions for you: `accord asks`.
    }
people-waits = { $n ->
        [one] 1 change still waits on this device.
       *[other] { $n } changes still wait on this device.
    }
people-set-aside = { $n ->
        [one] Kept on this device and not sent by itself: 1 change. `accord aside` shows them and says how it goes on.
       *[other] Kept on this device and not sent by itself: { $n } changes. `accord aside` shows them and says how it goes on.
    }
people-you = { $n ->
        [one] You: { $name }
       *[other] You: { $name } ({ $n } devices)
    }
people-with = With: { $they }
people-with-nobody = With: nobody yet
people-unsent-none = Not sent yet: nothing
people-unsent = { $n ->
        [one] Not sent yet: 1 change
       *[other] Not sent yet: { $n } changes
    }
people-never-sent = { $n ->
        [one] Never sent: 1 change
       *[other] Never sent: { $n } changes
    }
people-waiting-for-you = Waiting for you: { $n }
people-last-heard = Last heard: { $day }
people-last-exchange = Last exchange: { $day }
people-never = never
people-local-only = No relay: everything is kept on this device only.
people-relay-not-kept = Relay: { $url }. What is only yours is not kept there yet: `accord sync` sees to it.
people-you-left = You left { $on }. What was shared stays readable.
people-they-left = { $They } left { $on }. What was shared stays readable.
people-notice = { $code ->
        [key_not_opened] Device { $device } gave out a key with record { $position } that this device cannot open. A new one is made by itself. Nothing is lost.
        [key_wrap_wrong] Device { $device } gave out a key with record { $position } that does not lead to the one before it. A new one is made by itself. Nothing is lost.
        [removed] This device was removed by another of your devices. It can read what it has, and sends nothing any more.
        [never_sent] What was not sent before one of you left stays on this device only. It can be read here.
       *[other] To know: { $name }.
    }
people-quarantined = { $n ->
        [one] 1 record could not be accepted. `accord verify` says more.
       *[other] { $n } records could not be accepted. `accord verify` says more.
    }
people-verify-fits = Everything kept here fits together.
people-verify-unlike = Not everything kept here fits together. Nothing was changed.
