# Meins: was niemand sonst sieht.

ui-mine-says = Nur auf deinen Geräten.
ui-mine-notes = Private Notizen
ui-mine-selfcheck = Ist es Zeit für Hilfe von außen?
ui-mine-drafts = Entwürfe
ui-mine-drafts-none = Keine Entwürfe. Was du schreibst, bleibt hier, bis du es teilst.
ui-mine-aside = Wird nicht von selbst gesendet
ui-mine-aside-says = Das bleibt auf diesem Gerät. Du kannst es noch einmal sagen, mit dem Datum von heute, oder gehen lassen.
ui-mine-aside-again = Noch einmal sagen
ui-mine-aside-drop = Gehen lassen

ui-notes-says = Niemand sonst sieht sie, und nichts folgt aus ihnen.
ui-notes-none = Noch nichts da. Schreib, was dich beschäftigt.
ui-notes-write = Notiz schreiben
ui-notes-words = Deine Worte
ui-notes-keep = Behalten
ui-notes-kept = Auf deinen Geräten behalten. Niemand sonst sieht es.
ui-notes-change = Ändern
ui-notes-before = Was vorher dastand
ui-notes-stage = Wo du heute mit dem Verzeihen bist
ui-notes-stage-none = nicht gesagt
ui-notes-share = Was daraus wird
ui-notes-becomes = Etwas daraus machen
ui-notes-becomes-what = Ein Entwurf von
ui-notes-becomes-says = Es wird zuerst ein Entwurf, den nur du siehst. Die Notiz bleibt, wie sie ist.
ui-notes-becomes-as = { $code ->
    [limit] einer Grenze
    [permission] einer Erlaubnis
    [proposal] einer Vereinbarung zum Vorschlagen
    [promise] einem Versprechen
    [thanks] einem Dank
   *[talk] der Bitte um ein Gespräch
}
ui-notes-becomes-do = Entwurf machen
ui-notes-became = Der Entwurf ist unter Meins. Nichts wurde geteilt.
ui-notes-lock = Eine eigene Sperre
ui-notes-lock-set = Notizen sperren
ui-notes-lock-change = Sperre ändern
ui-notes-lock-remove = Wieder mit der App öffnen
ui-notes-lock-set-done = Deine Notizen haben jetzt eine eigene Sperre. Sie wird jedes Mal gefragt.
ui-notes-lock-change-done = Die Sperre ist geändert.
ui-notes-lock-remove-done = Auf diesem Gerät öffnen sich deine Notizen wieder mit der App.
ui-notes-pin = PIN oder Passphrase deiner Notizen
ui-notes-pin-new = Neue PIN oder Passphrase
ui-notes-open = Notizen öffnen
ui-notes-export = Notizen mitnehmen
