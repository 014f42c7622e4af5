# Heute, was sich geändert hat, was man schreiben kann, und Beispiele.

ui-today-rituals = Heute gemeinsam
ui-today-promises = Was du versprochen hast
ui-today-thanks = { $They } sagt Danke
ui-today-heart = Ein Herz dafür
ui-today-changed = Was sich inzwischen geändert hat
ui-today-checkin = Check-in: wie geht es dir?
ui-today-more-questions = Was noch offen ist
ui-today-clocks = Du: { $mine }, { $they }: { $theirs }

ui-pairing-none = Noch nicht verbunden. Alles, was du schreibst, bleibt auf diesem Gerät.
ui-pairing-offered = Deine Einladung wartet auf eine Antwort. Noch ist nichts geteilt.
ui-pairing-answered = Du hast auf die Einladung geantwortet. Es geht weiter, wenn das andere Gerät das Netz trifft.
ui-pairing-compare = Ihr seid fast verbunden: ruft euch an und vergleicht vier Wörter.
ui-pairing-device-offered = Deine Einladung für ein weiteres Gerät von dir wartet auf eine Antwort.
ui-pairing-device-answered = Es geht weiter, wenn dein anderes Gerät das Netz trifft.
ui-pairing-device-compare = Vergleich die Wörter auf deinen beiden Geräten.
ui-pairing-invite = Jemanden einladen
ui-pairing-go-on = Weiter
ui-pause-mine = Du machst eine Pause. Nichts fragt dich nach etwas, bis du sie beendest.
ui-pause-mine-until = Du machst eine Pause bis { $day }. Nichts fragt dich nach etwas.
ui-pause-theirs = { $They } macht eine Pause.
ui-pause-theirs-until = { $They } macht eine Pause bis { $day }.
ui-notice-device = ein Gerät
ui-notice-look = Ansehen
ui-notice-key_not_opened = Einer der Schlüssel ließ sich auf diesem Gerät nicht öffnen. Ein neuer entsteht von selbst. Nichts ist verloren.
ui-notice-key_wrap_wrong = Einer der Schlüssel passte nicht. Ein neuer entsteht von selbst. Nichts ist verloren.
ui-notice-removed = Ein anderes Gerät von dir hat dieses entfernt. Hier lässt sich alles lesen, aber nichts mehr senden.
ui-notice-never_sent = Was vor dem Weggehen nicht gesendet wurde, bleibt nur auf diesem Gerät. Es lässt sich hier lesen.
ui-notice-device_added = Ein weiteres Gerät von dir kam dazu: { $name }. Warst du das nicht, entfern es.
ui-notice-device_removed = Ein Gerät von dir wurde entfernt: { $name }.
ui-notice-words_renewed = Deine zwölf Wörter sind neu. Warst du das nicht, schau nach deinen Geräten.
ui-set-aside = Einige deiner Änderungen bleiben auf diesem Gerät und gehen nicht von selbst hinaus.

ui-news-read = Ich habe das gelesen
ui-news-read-said = Alles gelesen. Niemand sonst erfährt davon.

ui-write-title = Was möchtest du sagen?
ui-write-alone = Was du hier schreibst, ist ein Entwurf, den nur du siehst.
ui-write-thanks = Danke
ui-write-thanks-says = Für etwas, das dir gutgetan hat.
ui-write-checkin = Check-in
ui-write-checkin-says = Was du brauchst und möchtest, was dich sorgt und freut.
ui-write-promise = Ein Versprechen
ui-write-promise-says = Etwas, das du tun wirst.
ui-write-agreement = Worte für euch beide
ui-write-agreement-says = Eine Vereinbarung zählt, wenn beide Ja sagen.
ui-write-limit = Eine Grenze
ui-write-limit-says = Was du tust oder nicht tust. Sie braucht kein Ja.
ui-write-permission = Eine Erlaubnis
ui-write-permission-says = Was { $they } darf, bis du etwas anderes sagst.
ui-write-talk = Um ein Gespräch bitten
ui-write-talk-says = Ein Thema, und wann es dir passt.
ui-write-repair = Etwas hat wehgetan
ui-write-repair-says = Anfangen, es gutzumachen, in je eigenen Worten.
ui-write-note = Eine private Notiz
ui-write-note-says = Nur auf deinen Geräten.
ui-write-template = Ein Beispiel kopieren
ui-write-template-says = Ändere es, bis es deins ist.

ui-templates-title = Beispiele
ui-template-copy = Als meinen Entwurf kopieren
ui-template-note = Als private Notiz kopieren
