# Own devices.

device-twelve-words = your twelve words
device-state = { $code ->
        [active] active
        [paper] paper
        [removed] removed
       *[other] { $name }
    }
device-this = { $state }, this one
device-invite-link = On your new device, in an empty home, type `accord join` and this link:
device-invite-spoken = On your new device, in an empty home, type `accord join --own --relay URL --spoken` and these six words:
device-invite-careful = Give it to nobody: the device that answers becomes YOURS and reads everything you can.
device-invite-until = It is good once, until { $until }. After the new device has answered, `accord sync` and `accord pairing` on both show four words to compare.
device-joined = Your answer is with the relay. This becomes another device of YOURS, once you have compared words.
device-joined-next = After the next `accord sync` on your other device, `accord sync` and `accord pairing` here show four words.
device-offered = Your invitation waits for your new device. `accord sync` looks for it; `accord invite cancel` ends it.
device-answered = You have answered. It goes on after the next `accord sync` on your other device, with one here after that.
device-shows = This device shows these four words:
device-type = Type the four words that your other device shows: `accord pairing confirm W1 W2 W3 W4`
device-words-right = The words are right.
device-added = Your new device is added.
device-expired = The invitation is over. No device was added. `accord devices add` makes a new one.
device-refused = The invitation has ended. No device was added. `accord devices add` makes a new one.
device-col-added = Added
device-recovered = Everything your words open is back. You are { $name } on this device.
device-recovered-ended = The space with your partner has ended. What was shared there is here to be read and exported.
device-recovered-not-entered = The space with your partner could not be opened: the relay does not keep it any more, or the words of that time were replaced.
device-recovered-none = There is no space with a partner.
device-recovered-back = What you share with your partner is here.
device-recovered-next = Is your old device lost? `accord devices` shows it, `accord devices remove ID` removes it. Did somebody see your words? `accord words renew` makes new ones.
device-told-added = A device was added to yours: { $name } ({ $id }). If that was not you, remove it: `accord devices remove ID`. `accord devices seen` ends this line.
device-told-removed = A device of yours was removed: { $name } ({ $id }). `accord devices show { $id }` lists what it said. `accord devices seen` ends this line.
device-told-words = Your twelve words were replaced by new ones ({ $id }). If that was not you, make new ones: `accord words renew`. `accord devices seen` ends this line.
device-seen = Noted. This device tells it no more.
device-words-new = Your new twelve recovery words, in this order:
device-words-write = Write them on paper now: they are shown this once. Keep the old ones until the new ones count.
device-words-in-place = They count from now on. The old ones open nothing any more.
device-words-later = They take the old ones' place with the next `accord sync`.
