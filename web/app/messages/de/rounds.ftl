# Check-ins und Dank.

ui-checkin-says = Was jede Person braucht und worüber sie froh ist, wann ihr beide mögt.
ui-checkin-none = Das erste: zwei Minuten.
ui-checkin-begin = Einchecken
ui-checkin-change = Ändern
ui-checkin-taken-back = Zurückgenommen.
ui-checkin-leave-out = Alles kann frei bleiben.
ui-checkin-mood = Wie es gerade ist
ui-checkin-mood-none = nicht gesagt
ui-checkin-mood-of = { $n ->
    [1] schwer
    [2] eher schwer
    [3] dazwischen
    [4] eher leicht
   *[5] leicht
}
ui-checkin-said-need = Braucht
ui-checkin-said-want = Wünscht sich
ui-checkin-said-worry = Sorgt sich um
ui-checkin-said-glad = Ist froh über
ui-checkin-said-from_you = Hätte gern von der anderen Person
ui-checkin-ask-need = Was ich brauche
ui-checkin-ask-want = Was ich mir wünsche
ui-checkin-ask-worry = Was mir Sorgen macht
ui-checkin-ask-glad = Worüber ich froh bin
ui-checkin-ask-from_you = Was ich gern von dir hätte
ui-checkin-talk = Ich würde gern darüber reden
ui-checkin-reveal = Wer es wann sieht
ui-checkin-reveal-both = Wenn wir beide so weit sind
ui-checkin-reveal-both-says = Bleibt auf deinen Geräten, bis auch { $they } geschrieben hat. Dann öffnen sich beide.
ui-checkin-reveal-now = { $They } sieht es jetzt
ui-checkin-tell = { $They } darf wissen, dass meins wartet
ui-checkin-keep = Behalten
ui-checkin-held = Auf diesem Gerät behalten. Es öffnet sich, wenn ihr beide so weit seid.
ui-checkin-shown = Auf diesem Gerät behalten. { $They } sieht es, wenn eure Geräte das Netz treffen.

ui-thanks-none = Noch nichts da. Eine Zeile genügt.
ui-thanks-say = Danke sagen
ui-thanks-for = Danke für
ui-thanks-hint = Eine Sache, so genau du magst.
ui-thanks-needed = Schreib zuerst ein paar Worte.
ui-thanks-about = Es geht um
ui-thanks-about-none = nicht gesagt
ui-thanks-about-act = etwas, das du getan hast
ui-thanks-about-trait = wie du bist
ui-thanks-send = { $they } sagen
ui-thanks-said = Auf diesem Gerät behalten. { $They } sieht es, wenn eure Geräte das Netz treffen.
ui-thanks-heart = Herz
ui-thanks-hearted = Es hat dein Herz.
ui-thanks-unhearted = Dein Herz ist zurückgenommen.
ui-thanks-keep = Für mich aufheben
ui-thanks-kept = Du hebst eine Kopie auf. { $They } erfährt nie davon.
ui-thanks-taken-back = Es verschwindet aus der gemeinsamen Liste. Eine Kopie, die { $they } aufgehoben hat, bleibt.
