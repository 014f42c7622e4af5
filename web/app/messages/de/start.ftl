# Der Anfang: die erste Seite, wer man ist, die zwölf Wörter, eine Einladung, das Zurückbringen, die Sperre.

ui-start-language = Sprache
ui-start-title = Accord
ui-start-what = Vereinbarungen, Grenzen und Versprechen zwischen zwei Menschen. Beide schreiben auf dem eigenen Handy und entscheiden selbst, was die andere Person sieht.
ui-start-how = Wie willst du anfangen?
ui-start-alone = Allein anfangen
ui-start-alone-hint = Geht allein und ohne Netz. Einladen kannst du später.
ui-start-invited = Ich habe eine Einladung
ui-start-invited-hint = Einen Link oder sechs Wörter, die du gehört hast.
ui-start-words = Ich habe meine zwölf Wörter
ui-start-words-hint = Sie bringen alles auf dieses Gerät zurück.
ui-start-safer = Sieht jemand dieses Handy durch? Ein Gerät, das nur du benutzt, ist dafür sicherer.
ui-start-cleared = Auf diesem Gerät hat schon jemand angefangen, und dieser Browser hat gelöscht, was Accord hier aufbewahrt hat: Die Daten von Webseiten wurden gelöscht, oder der Platz wurde knapp. Was nie gesendet war, ist hier weg. Was gesendet war, ist noch beim Relais, versiegelt, und die andere Person hat nichts verloren.
ui-start-cleared-words = Deine zwölf Wörter bringen es zurück: Wähl unten „Ich habe meine zwölf Wörter“.
ui-start-cleared-device = Ein anderes deiner Geräte kann das auch: Wähl dort Mehr, Deine Geräte, Gerät hinzufügen. Wähl dann hier „Ich habe eine Einladung“.
ui-start-again = Noch einmal versuchen

ui-start-alone-says = Alles, was du schreibst, bleibt auf diesem Handy, bis du es teilst.
ui-start-name = Wie du heißt
ui-start-name-hint = Diesen Namen sieht später die andere Person.
ui-start-name-needed = Schreib zuerst einen Namen oder Spitznamen.
ui-start-passphrase = Passphrase für dieses Gerät
ui-start-passphrase-hint = Sie wird jedes Mal gefragt, wenn du Accord hier öffnest. Niemand kann sie dir noch einmal sagen.
ui-start-passphrase-show = Zeigen, was ich tippe
ui-start-relay-other = Ein anderes Relais
ui-start-relay = Adresse des Relais
ui-start-relay-hint = Das Relais gibt versiegelte Briefe zwischen euren Geräten weiter. Ohne Adresse bleibt alles nur auf diesem Gerät.
ui-start-token = Token des Relais
ui-start-token-needed = Dieses Relais nimmt ohne Token niemand Neues auf. Wer es betreibt, kann dir eines geben. Nichts ist verloren.
ui-start-begin = Anfangen
ui-start-device-phone = Handy
ui-start-device-computer = Computer

ui-start-twelve-title = Deine zwölf Wörter
ui-start-twelve-says = Schreib sie jetzt auf Papier, in dieser Reihenfolge. Sie werden nur dieses eine Mal gezeigt.
ui-start-twelve-why = Sie bringen alles zurück, wenn dieses Gerät verloren geht.
ui-start-twelve-careful = Wer diese Wörter hat, kann alles lesen. Bewahr sie auf, wo nur du hinsiehst. Niemand kann sie dir noch einmal geben.
ui-start-twelve-written = Ich habe sie aufgeschrieben
ui-start-twelve-copy = Kopieren
ui-start-twelve-copied = Kopiert, für einen Passwortmanager. Leer die Zwischenablage, wenn du sie eingefügt hast.
ui-start-check-title = Zwei deiner Wörter
ui-start-check-says = Sieh auf dein Papier und wähl die richtigen. So fällt ein Schreibfehler auf, solange er sich noch beheben lässt.
ui-start-check-word = Welches ist Wort { $n }?
ui-start-check-wrong = Wort { $n } ist ein anderes. Sieh auf dein Papier oder noch einmal auf die Wörter.
ui-start-check-compare = Diese zwei prüfen
ui-start-check-again = Die Wörter noch einmal ansehen
ui-start-check-skip = Ohne das weitermachen
ui-start-check-skip-says = Ohne die Wörter auf Papier geht mit dem Handy auch verloren, was du geschrieben hast.
ui-start-done-title = Alles ist bereit
ui-start-done-says = Du kannst jetzt schreiben, mit oder ohne Netz. Niemand sieht es, bis du es teilst.
ui-start-may-be-cleared = Dieser Browser hat nicht zugesagt, zu behalten, was du hier schreibst. Wenn der Platz knapp wird, kann er es löschen. Deine zwölf Wörter bringen zurück, was das Relais hat. Oft hilft es, Accord zum Startbildschirm hinzuzufügen.
ui-start-done-go = Weiter

ui-start-join-title = Eine Einladung
ui-start-join-says = Lies das zuerst. Ohne dich wird nichts beantwortet, und bevor ihr Wörter verglichen habt, wird nichts geteilt.
ui-start-join-own-title = Ein weiteres Gerät von dir
ui-start-join-own-says = Das hier wird ein weiteres Gerät von DIR: Es sieht alles, was du geschrieben hast, auch Privates. Hat dir das jemand anderes geschickt, antworte nicht.
ui-start-join-how = Wie ist sie zu dir gekommen?
ui-start-join-by-link = Mit einem Link
ui-start-join-by-six = Mit sechs Wörtern
ui-start-join-link = Der Link
ui-start-join-link-hint = Füg ihn ganz ein, vom ersten bis zum letzten Zeichen.
ui-start-join-six = Die sechs Wörter
ui-start-join-six-hint = So, wie du sie gehört hast.
ui-start-join-relay = Das Relais, für das sie gemacht sind
ui-start-join-relay-hint = Wer dich einlädt, sieht die Adresse unter den Wörtern.
ui-start-join-kind = Wer hat sie gesagt?
ui-start-join-as-partner = Die andere Person
ui-start-join-as-own = Ich, auf einem anderen Gerät von mir
ui-start-join-then = Bevor ihr Wörter verglichen habt, wird nichts geteilt.
ui-start-join-read = Ich habe das gelesen
ui-start-join-answer = Die Einladung beantworten
ui-start-join-own-answer = Zu einem weiteren Gerät von mir machen

ui-start-recover-title = Deine zwölf Wörter
ui-start-recover-says = Sie bringen alles zurück, was das Relais für dich aufbewahrt.
ui-start-recover-words = Die zwölf Wörter, in ihrer Reihenfolge
ui-start-recover-hint = Du kannst sie einfügen. Kommas, Zahlen und Zeilen dazwischen stören nicht.
ui-start-recover-relay = Das Relais von vorher
ui-start-recover-relay-hint = War es ein anderes als das, von dem diese App kommt, dann schreib hier seine Adresse.
ui-start-recover-busy = Sucht, was zu diesen Wörtern gehört. Das kann eine Minute dauern.
ui-start-recover-go = Alles zurückbringen
ui-start-recover-again = Noch ist nicht alles zurück. Hol es mit deinen zwölf Wörtern noch einmal.
ui-start-back-title = Es ist wieder da
ui-start-back-next = Ist dein altes Gerät verloren? Unter Mehr kannst du es entfernen. Hat jemand deine Wörter gesehen? Dort kannst du neue machen.

# Einladen, und was daraus wird.
ui-invite-row = { $state ->
    [offered] Deine Einladung
    [answered] Du hast eine Einladung beantwortet
    [compare] Wörter mit der anderen Person vergleichen
    [paired] Die andere Person kommt gerade dazu
   *[none] Die andere Person einladen
}
ui-invite-title = Die andere Person einladen
ui-invite-says = Noch nicht verbunden. Alles, was du schreibst, bleibt auf diesem Handy.
ui-invite-how = Wie soll die Einladung ankommen?
ui-invite-by-link = Mit einem Link
ui-invite-by-link-hint = Gilt 7 Tage und für eine Person. Schick ihn auf einem Weg, dem du vertraust.
ui-invite-by-six = Mit sechs Wörtern am Telefon
ui-invite-by-six-hint = Gelten 15 Minuten.
ui-invite-along = Was mitgeht
ui-invite-along-hint = Gewählte Entwürfe werden geteilt, sobald ihr verbunden seid. Ohne Auswahl geht nichts mit.
ui-invite-relay-hint = Ihr braucht ein Relais, das beide Handys erreichen.
ui-invite-make = Einladung machen
ui-invite-offered-title = Deine Einladung
ui-invite-offered-says = Noch ist nichts geteilt. Nach der Antwort vergleicht ihr am Telefon Wörter.
ui-invite-offered-own = Für ein weiteres Gerät von dir. Nach der Antwort vergleichst du auf beiden die Wörter.
ui-invite-share = Senden
ui-invite-copy = Link kopieren
ui-invite-copied = Der Link ist kopiert.
ui-invite-qr = Als Bild zum Scannen zeigen
ui-invite-qr-label = Der Einladungslink als QR-Code
ui-invite-six-says = Sag diese sechs Wörter am Telefon:
ui-invite-six-relay = Sie gelten für dieses Relais:
ui-invite-until-time = Das gilt einmal, bis heute um { $time }.
ui-invite-until-day = Das gilt einmal, bis { $day }.
ui-invite-waits = Du kannst das schließen. Es geht von selbst weiter, wenn du Accord wieder öffnest.
ui-invite-try-again = Noch einmal versuchen
ui-invite-cancel = Diese Einladung beenden
ui-invite-cancel-says = Niemand kann sie dann mehr beantworten. Deine Entwürfe bleiben bei dir, und du kannst jederzeit neu einladen.
ui-invite-cancelled = Die Einladung ist beendet. Nichts wurde geteilt.

ui-pair-answered-title = Du hast geantwortet
ui-pair-answered-says = Es geht weiter, wenn die andere Person Accord öffnet. Dann vergleicht ihr am Telefon Wörter. Vorher wird nichts geteilt.
ui-pair-answered-own = Es geht weiter, wenn dein anderes Gerät im Netz ist. Dann vergleichst du auf beiden die Wörter.
ui-pair-answered-stop = Meine Antwort zurücknehmen
ui-pair-compare-title = Wörter prüfen
ui-pair-compare-says = Ruft euch an oder setzt euch zusammen. So ist sicher, dass niemand zwischen euch steht.
ui-pair-compare-own = Sieh auf beide Geräte. So ist sicher, dass niemand dazwischen steht.
ui-pair-read-out = Lies diese Wörter vor
ui-pair-read-out-own = Dieses Gerät zeigt
ui-pair-heard = Welche Wörter hörst du?
ui-pair-heard-own = Welche Wörter zeigt das andere Gerät?
ui-pair-heard-hint = Alle vier müssen gleich sein.
ui-pair-none-of-these = Keine davon
ui-pair-none-says = Das beendet die Einladung. Nichts wird geteilt.
ui-pair-these = Diese Wörter höre ich
ui-pair-these-own = Diese Wörter zeigt es
ui-pair-stop = Hier beenden
ui-pair-becomes = { $code ->
    [answered] Stimmen sie, bist du hier mit der Person verbunden, die geantwortet hat.
    [invited] Stimmen sie, bist du hier mit der Person verbunden, die dich eingeladen hat.
    [new_device] Stimmen sie, wird das Gerät, das geantwortet hat, ein weiteres Gerät von DIR.
   *[this_device] Stimmen sie, wird das hier ein weiteres Gerät von DIR.
}
ui-pair-right-title = Die Wörter stimmen
ui-pair-right-says = Der Rest geht von selbst, sobald die andere Person deine Wörter gewählt hat und beide Handys im Netz waren. Vorher wird nichts geteilt.
ui-pair-right-own = Der Rest geht von selbst, sobald beide Geräte im Netz waren.
ui-pair-paired-title = { $known ->
    [yes] Du und { $they }, ihr seid verbunden
   *[no] Ihr seid verbunden
}
ui-pair-paired-says = Ab jetzt wählst du bei jeder Sache, ob du sie teilst.
ui-pair-paired-own-title = Geschafft
ui-pair-paired-own-says = Beide Geräte gehören jetzt dir. Was du geschrieben hast, kommt von selbst mit.
ui-pair-expired = Die letzte Einladung ist vorbei: Niemand hat rechtzeitig geantwortet. Nichts wurde geteilt.
ui-pair-refused = Die letzte Einladung ist beendet. Nichts wurde geteilt. Waren die Wörter verschieden, dann sprecht erst miteinander. Mach danach eine neue und schick sie auf einem anderen Weg.

# Ein weiteres eigenes Gerät.
ui-device-add-title = Ein Gerät hinzufügen
ui-device-add-says = Es wird ein weiteres Gerät von DIR und sieht alles, was du geschrieben hast, auch Privates. Schick das nie an jemand anderes.
ui-device-add-how = Wie kommt es auf dein anderes Gerät?

# Die Sperre.
ui-unlock-title = Accord
ui-unlock-says = Was du geschrieben hast, ist auf diesem Gerät gesperrt.
ui-unlock-passphrase = Passphrase
ui-unlock-open = Öffnen
ui-unlock-forgot = Ich habe sie vergessen
ui-unlock-forgot-none = Ohne sie kann das niemand öffnen, und niemand kann sie dir sagen.
ui-unlock-forgot-words = Deine zwölf Wörter helfen: Sie bringen zurück, was das Relais hat, auf jedem Gerät, auf dem Accord noch leer ist. Auf diesem lösch zuerst, was sich nicht mehr öffnen lässt.
ui-unlock-erase-sure = Ich will löschen, was hier gesperrt ist. Was nie gesendet wurde, ist dann weg.
ui-unlock-erase = Löschen und neu anfangen
ui-unlock-forgot-device = Ein anderes Gerät von dir hat weiterhin alles.

# Was die App anders sagt als die Befehlszeile.
ui-error-already_paired = Ihr seid schon verbunden. Nichts wurde geändert.
ui-error-invitation_used = Diese Einladung hat schon jemand beantwortet, und sie gilt für eine Person. Nichts wurde geteilt. Warst das nicht du, sag es der Person, die dich eingeladen hat, und bitte um eine neue.
ui-error-home_in_use = Auf diesem Gerät ist schon jemand. Nichts wurde geändert.
ui-error-other_words = Diese Wörter gehören zu jemand anderem als zu dem, was hier zurückgebracht wird. Nichts wurde geändert.
ui-error-words_differ = Das sind nicht die Wörter, die die andere Person vorliest. Hör noch einmal hin. Sind sie wieder verschieden, wähl „Keine davon“.
ui-error-bad_passphrase = Eine Passphrase hat mindestens ein Zeichen und nicht zu viele.
ui-error-bad_link = Das ist kein ganzer Einladungslink. Kopier ihn noch einmal, vom ersten bis zum letzten Zeichen.
ui-error-bad_relay_url = Das ist keine Adresse eines Relais. Sie sieht aus wie https://relay.example
ui-error-relay_not_encrypted = Ein Relais wird mit https erreicht. Einfaches http geht nur auf diesem Gerät.
