# Eigene Geräte.

device-twelve-words = deine zwölf Wörter
device-state = { $code ->
        [active] dabei
        [paper] auf Papier
        [removed] entfernt
       *[other] { $name }
    }
device-this = { $state }, dieses hier
device-invite-link = Tippe auf deinem neuen Gerät, in einem leeren Ordner, `accord join` und diesen Link:
device-invite-spoken = Tippe auf deinem neuen Gerät, in einem leeren Ordner, `accord join --own --relay URL --spoken` und diese sechs Wörter:
device-invite-careful = Gib das niemandem: Das Gerät, das antwortet, wird DEINES und liest alles, was du lesen kannst.
device-invite-until = Das gilt einmal, bis { $until }. Nach der Antwort des neuen Geräts zeigen `accord sync` und `accord pairing` auf beiden vier Wörter zum Vergleichen.
device-joined = Deine Antwort ist beim Relay. Das hier wird ein weiteres Gerät von DIR, sobald du die Wörter verglichen hast.
device-joined-next = Nach dem nächsten `accord sync` auf deinem anderen Gerät zeigen `accord sync` und `accord pairing` hier vier Wörter.
device-offered = Deine Einladung wartet auf dein neues Gerät. `accord sync` sieht nach; `accord invite cancel` beendet sie.
device-answered = Du hast geantwortet. Nach dem nächsten `accord sync` auf deinem anderen Gerät geht es mit einem hier weiter.
device-shows = Dieses Gerät zeigt diese vier Wörter:
device-type = Tippe die vier Wörter, die dein anderes Gerät zeigt: `accord pairing confirm W1 W2 W3 W4`
device-words-right = Die Wörter stimmen.
device-added = Dein neues Gerät ist dabei.
device-expired = Die Einladung ist vorbei. Kein Gerät kam dazu. `accord devices add` macht eine neue.
device-refused = Die Einladung ist beendet. Kein Gerät kam dazu. `accord devices add` macht eine neue.
