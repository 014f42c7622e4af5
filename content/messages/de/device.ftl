# Eigene Geräte.

device-twelve-words = deine zwölf Wörter
device-state = { $code ->
        [active] dabei
        [paper] auf Papier
        [removed] entfernt
       *[other] { $name }
    }
device-this = { $state }, dieses hier
device-invite-link = Tippe auf deinem neuen Gerät, in einem leeren Datenordner, `accord join` und diesen Link:
device-invite-spoken = Tippe auf deinem neuen Gerät, in einem leeren Datenordner, `accord join --own --relay URL --spoken` und diese sechs Wörter:
device-invite-careful = Gib das niemandem: Das Gerät, das antwortet, wird DEINES und liest alles, was du lesen kannst.
device-invite-until = Das gilt einmal, bis { $until }. Nach der Antwort des neuen Geräts zeigen `accord sync` und `accord pairing` auf beiden vier Wörter zum Vergleichen.
device-joined = Deine Antwort ist beim Relais. Das hier wird ein weiteres Gerät von DIR, sobald du die Wörter verglichen hast.
device-joined-next = Nach dem nächsten `accord sync` auf deinem anderen Gerät zeigen `accord sync` und `accord pairing` hier vier Wörter.
device-offered = Deine Einladung wartet auf dein neues Gerät. `accord sync` sieht nach; `accord invite cancel` beendet sie.
device-answered = Du hast geantwortet. Nach dem nächsten `accord sync` auf deinem anderen Gerät geht es mit einem hier weiter.
device-shows = Dieses Gerät zeigt diese vier Wörter:
device-type = Tippe die vier Wörter, die dein anderes Gerät zeigt: `accord pairing confirm W1 W2 W3 W4`
device-words-right = Die Wörter stimmen.
device-added = Dein neues Gerät ist dabei.
device-expired = Die Einladung ist vorbei. Kein Gerät kam dazu. `accord devices add` macht eine neue.
device-refused = Die Einladung ist beendet. Kein Gerät kam dazu. `accord devices add` macht eine neue.
device-col-added = Dazu
device-recovered = Alles, was deine Wörter öffnen, ist wieder da. Du bist { $name } auf diesem Gerät.
device-recovered-ended = Der gemeinsame Raum ist beendet. Was dort geteilt wurde, lässt sich hier lesen und exportieren.
device-recovered-not-entered = Der gemeinsame Raum ließ sich nicht öffnen: Das Relais bewahrt ihn nicht mehr auf, oder die Wörter von damals wurden ersetzt.
device-recovered-none = Es gibt keinen gemeinsamen Raum.
device-recovered-back = Was ihr teilt, ist hier.
device-recovered-next = Ist dein altes Gerät verloren? `accord devices` zeigt es, `accord devices remove ID` entfernt es. Hat jemand deine Wörter gesehen? `accord words renew` macht neue.
device-told-added = Zu deinen Geräten kam eines dazu: { $name } ({ $id }). Wenn du das nicht warst, entferne es: `accord devices remove ID`. `accord devices seen` beendet diese Zeile.
device-told-removed = Von deinen Geräten wurde eines entfernt: { $name } ({ $id }). `accord devices show { $id }` zeigt, was es gesagt hat. `accord devices seen` beendet diese Zeile.
device-told-words = Deine zwölf Wörter wurden durch neue ersetzt ({ $id }). Wenn du das nicht warst, mach neue: `accord words renew`. `accord devices seen` beendet diese Zeile.
device-seen = Gemerkt. Dieses Gerät sagt es nicht mehr.
device-words-new = Deine neuen zwölf Wiederherstellungswörter, in dieser Reihenfolge:
device-words-write = Schreib sie jetzt auf Papier: Sie werden nur dieses eine Mal gezeigt. Behalte die alten, bis die neuen gelten.
device-words-in-place = Sie gelten ab jetzt. Die alten öffnen nichts mehr.
device-words-later = Sie nehmen mit dem nächsten `accord sync` den Platz der alten ein.
