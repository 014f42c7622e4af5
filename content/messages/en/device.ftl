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
