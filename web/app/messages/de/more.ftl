# Mehr: alles rund um den Stand.

ui-more-help = Hilfetelefone
ui-more-standing = Wie es steht
ui-more-me = Du
ui-more-devices = Deine Geräte
ui-more-recovery = Deine zwölf Wörter
ui-more-look = Sprache und Aussehen
ui-more-export = Mitnehmen oder drucken
ui-more-leave = Gehen
ui-more-not-right = Wenn sich etwas nicht gut anfühlt
ui-more-about = Über Accord, und wer was sieht

# Wo ein Text einen Befehl der Befehlszeile nennt.
ui-place-of-about = „Über Accord“ unter Mehr
ui-place-of-help = „Hilfetelefone“ unter Mehr
ui-place-of-not-right = „Wenn sich etwas nicht gut anfühlt“ unter Mehr
ui-place-of-decline = „Nicht diese Worte“
ui-place-of-retract = „Mein Ja zurücknehmen“
ui-place-of-end = „Beenden“
ui-place-of-release = „Davon befreien“ beim Versprechen
ui-place-of-aside = „Von mir fernhalten“ beim Wiedergutmachen
ui-place-of-questions = „Fragen an eine Therapie“ bei den Beispielen

ui-standing-elsewhere = Accord ist auch in einem anderen Tab oder Fenster offen. Beide zeigen dasselbe.
ui-standing-not-reached = { $n ->
    [0] Das Relay ist nicht zu erreichen. Nichts ist verloren.
    [one] Das Relay ist nicht zu erreichen. Nichts ist verloren: 1 Änderung wartet auf diesem Gerät.
   *[other] Das Relay ist nicht zu erreichen. Nichts ist verloren: { $n } Änderungen warten auf diesem Gerät.
}
ui-standing-relay = Relay
ui-standing-no-relay = keines: alles bleibt nur auf diesem Gerät
ui-standing-last-sync = Letzter Austausch mit dem Relay
ui-standing-last-heard = Zuletzt gehört von { $they }
ui-standing-exchange = Jetzt austauschen
ui-standing-exchanged = { $sent ->
    [0] { $received ->
        [0] Auf beiden Seiten nichts Neues.
       *[other] Neues von der anderen Person ist da.
    }
   *[other] Dem Relay übergeben. Andere Geräte sehen es, wenn sie das Netz treffen.
}
ui-standing-check = Alles noch einmal prüfen
ui-standing-check-says = Jeder Eintrag wird noch einmal geöffnet und jede Unterschrift geprüft, auf diesem Gerät.
ui-standing-check-do = Jetzt prüfen
ui-standing-quarantined = { $n ->
    [one] 1 Eintrag wurde nicht angenommen. Er ist aufgehoben und wird wieder angesehen.
   *[other] { $n } Einträge wurden nicht angenommen. Sie sind aufgehoben und werden wieder angesehen.
}
ui-standing-digest = An Position { $position } liest sich der gemeinsame Stand so. Die andere Person sieht an derselben Position dasselbe.
ui-standing-other-relay = Ein anderes Relay
ui-standing-url = Adresse des Relays
ui-standing-url-hint = Etwa https://relay.example
ui-standing-token = Was es zur Anmeldung verlangt
ui-standing-set = Dieses Relay nutzen
ui-standing-relay-set = Dieses Relay wird ab jetzt genutzt.
ui-standing-move = Zu diesem Relay umziehen
ui-standing-moved = Alles ist ab jetzt bei { $url }. Sag der anderen Person diese Adresse: Sie zieht auch dorthin um.
ui-standing-reset = Mit dem weitermachen, was das Relay hat

ui-me-name = Dein Name
ui-me-name-hint = { $They } sieht ihn, sobald ihr verbunden seid.
ui-me-name-keep = Diesen Namen behalten
ui-me-name-needed = Schreib zuerst einen Namen.
ui-me-name-kept = Dein Name ist behalten.
ui-me-zone = Deine Zeitzone
ui-me-zone-says = Wo beide eine Zone zeigen, haben Termine zwei Uhren. { $They } sieht die Zone, und sonst nichts davon, wo du bist.
ui-me-zone-show = { $place } zeigen
ui-me-zone-hide = Nicht zeigen
ui-me-lock = Sperre
ui-me-lock-now = Jetzt sperren
ui-me-relock = Von selbst sperren, wenn es nicht zu sehen ist
ui-me-relock-after = { $n ->
    [0] nie
    [one] nach einer Minute
   *[other] nach { $n } Minuten
}
ui-me-no-lock = Dieses Gerät öffnet Accord ohne Passphrase: Wer das Gerät entsperrt, kann alles lesen.

ui-lock-set = Passphrase setzen
ui-lock-set-says = Ab dann fragt Accord auf diesem Gerät danach. Deine anderen Geräte bleiben, wie sie sind.
ui-lock-change = Passphrase ändern
ui-lock-change-says = Eine Sicherung dieses Geräts von vorher öffnet sich noch mit der alten.
ui-lock-remove = Wegnehmen
ui-lock-remove-says = Wer dieses Gerät entsperrt, kann Accord dann lesen.
ui-lock-old = Die Passphrase jetzt
ui-lock-new = Die neue Passphrase
ui-lock-needed = Tippe erst eine Passphrase.
ui-lock-done-set = Die Passphrase ist gesetzt. Ab dem nächsten Mal wird nach ihr gefragt.
ui-lock-done-change = Die Passphrase ist geändert.
ui-lock-done-remove = Die Passphrase ist weg. Accord öffnet sich hier ohne sie.

ui-storage = Aufgehoben von diesem Browser
ui-storage-kept = Dieser Browser hat zugesagt, aufzuheben, was du hier schreibst, bis du es löschst.
ui-storage-may-go = Dieser Browser hat nicht zugesagt, aufzuheben, was du hier schreibst. Wenn der Platz knapp wird, kann er es löschen.
ui-storage-step = Lege Accord auf den Startbildschirm oder setze ein Lesezeichen, und frag noch einmal. Deine zwölf Wörter bringen zurück, was das Relay hat.
ui-storage-ask = Den Browser noch einmal fragen
ui-storage-now = Der Browser hat zugesagt, es aufzuheben.
ui-storage-still = Der Browser hat es noch nicht zugesagt. Nichts ist verloren. Accord auf den Startbildschirm zu legen, hilft oft.

ui-unsent-title = Arbeit eines entfernten Geräts
ui-unsent-says = Ein Gerät, das du entfernt hast, kann noch Worte haben, die es nie gesendet hat. Es legt sie in eine Datei. Hier siehst du sie an und sagst noch einmal, was noch gilt.
ui-unsent-make-title = Was dieses Gerät nicht senden konnte
ui-unsent-make-says = Dieses Gerät wurde entfernt und sendet nichts mehr. Eine Datei nimmt mit, was es geschrieben und nie gesendet hat. Nur deine anderen Geräte können sie öffnen.
ui-unsent-make = Die Datei machen
ui-unsent-open = Datei wählen
ui-unsent-open-says = Das Gerät, das entfernt wurde, macht sie, unter Mehr, „Deine Geräte“.
ui-unsent-other = Eine andere Datei wählen
ui-unsent-issue = Noch einmal sagen
ui-unsent-issued = Noch einmal gesagt, mit dem Datum von heute. { $They } sieht es, wenn eure Geräte das Netz treffen.

ui-look-language = Sprache
ui-look-language-hint = Nur für dieses Gerät. Die andere Person kann eine andere lesen.
ui-look-theme = Hell oder dunkel
ui-look-theme-auto = wie das Gerät
ui-look-theme-light = hell
ui-look-theme-dark = dunkel
ui-look-size = Die Schrift folgt der Größe, auf die dein Browser oder Gerät eingestellt ist.

ui-devices-says = Jedes von ihnen kann alles lesen und schreiben, was du kannst.
ui-devices-this = dieses hier
ui-devices-added = seit { $day }
ui-devices-look = Ansehen
ui-devices-add = Gerät hinzufügen
ui-devices-seen = Ich habe es gesehen
ui-devices-told-device_added = Zu deinen Geräten kam eines dazu: { $name }. Wenn du das nicht warst, entferne es unten.
ui-devices-told-device_removed = Ein Gerät von dir wurde entfernt: { $name }.
ui-devices-told-words_renewed = Deine zwölf Wörter wurden durch neue ersetzt. Wenn du das nicht warst, mach neue.
ui-devices-acts = Was es der anderen Person gesagt hat
ui-devices-acts-none = Nichts.
ui-devices-lose = Auch wenn meine privaten Notizen nie mehr gelesen werden können
ui-devices-remove = Dieses Gerät entfernen
ui-devices-remove-says = Es bekommt von da an nichts Neues. Was es schon hat, bleibt darauf.
ui-devices-removed = Es wird entfernt, sobald dieses Gerät das Relay erreicht.

ui-recovery-says = Mit deinen zwölf Wörtern und dem Relay holst du auf einem leeren Gerät alles zurück. Sie werden nirgends gespeichert und können deshalb nicht noch einmal gezeigt werden.
ui-recovery-new = Neue Wörter
ui-recovery-new-says = Wenn jemand die alten gesehen hat oder du sie nicht findest.
ui-recovery-others = Auch alle meine anderen Geräte entfernen
ui-recovery-others-hint = Wenn eines verloren ging oder jemand anderes es benutzt hat.
ui-recovery-paper = Ich habe Papier und Stift. Die neuen Wörter werden einmal gezeigt.
ui-recovery-make = Neue Wörter machen
ui-recovery-later = Die neuen Wörter zählen, sobald dieses Gerät das Relay erreicht hat. Heb die alten bis dahin auf.

ui-export-says = Auf diesem Gerät gemacht. { $They } erfährt nichts davon.
ui-export-careful = Eine Datei ist nicht gesperrt: Wer sie hat, kann sie lesen.
ui-export-alone = Der Rest ist hier, sobald du mit der anderen Person verbunden bist. Deine Entwürfe und Notizen sind unter Meins.
ui-export-sheet = Für eine Beratung
ui-export-sheet-says = Was ihr vereinbart habt und deine eigenen Grenzen, als Seite zum Drucken. Was zwischen euch bleibt, steht nicht darauf.
ui-export-since = Seit
ui-export-promises = Mit Versprechen und ihren Zeichen
ui-export-repairs = Mit Wiedergutmachen
ui-export-sheet-make = Seite machen
ui-export-brief = Fragen für ein erstes Gespräch
ui-export-calendar = Für deinen Kalender
ui-export-calendar-says = Eine Datei mit dem, was fällig ist und sich wiederholt. Importier sie in deinen eigenen Kalender.
ui-export-neutral = Nur „beschäftigt“ darin, niemandes Worte
ui-export-own = Nur was ich versprochen habe
ui-export-calendar-make = Datei machen
ui-export-busy = Beschäftigt
ui-export-all = Alles
ui-export-all-says = Der ganze Stand, mit Prüfsummen und Unterschriften.
ui-export-mine = Nur was ich geschrieben habe
ui-export-page = Als Seite
ui-export-json = Als Daten
ui-export-automerge = Als Automerge-Dokument
ui-export-note = Ein Stand, den zwei Menschen selbst geführt haben. Er ist kein Vertrag und kein beglaubigter Beweis.

ui-leave-says = Du kannst allein aufhören, sofort und ohne Grund.
ui-leave-way = Was auf diesem Gerät geschieht
ui-leave-keep = Gehen und meine Kopie behalten
ui-leave-keep-says = Nichts Neues geht an { $they } oder kommt von dort. Alles bis jetzt bleibt hier lesbar.
ui-leave-erase = Alles auf diesem Gerät löschen
ui-leave-erase-says = Deine zwölf Wörter öffnen weiterhin, was das Relay von dir allein aufhebt.
ui-leave-quiet = { $they } nichts sagen
ui-leave-quiet-says = Es sieht aus, als wärst du offline.
ui-leave-stays = Was geteilt war, bleibt auch bei { $they }. Niemand kann es ungelesen machen.
ui-leave-sure = Ich will das
ui-leave-do = Gehen
ui-leave-do-erase = Jetzt löschen
ui-leave-done = Du bist gegangen. Deine Kopie bleibt hier. { $They } erfährt es, sobald dieses Gerät das Relay erreicht.
ui-leave-not-told = Das Relay war nicht zu erreichen, also weiß die andere Person noch nichts. Nichts wurde gelöscht. Versuch es wieder, wenn du online bist, oder sag nichts.

ui-help-country = Land
ui-about-build = Version { $version } { $commit } { $hash }
