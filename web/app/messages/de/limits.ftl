# Grenzen und Erlaubnisse: die Liste, eine davon, und Worte für eine.

ui-limits-title = Grenzen und Erlaubnisse
ui-limits-says = Eine Grenze handelt von dir und braucht kein Ja. Eine Erlaubnis ziehst du zurück, wann du willst.
ui-limits-mine = Du
ui-limits-theirs = { $They }
ui-limits-none-mine = Du hast keine Grenzen geteilt. Nichts zu teilen ist in Ordnung.
ui-limits-over = Nicht mehr
ui-limits-add = Grenze schreiben
ui-permissions-add = Erlaubnis schreiben
ui-boundary = { $code ->
    [permission] Erlaubnis
   *[limit] Grenze
}
ui-limit-title = { $code ->
    [permission] { $whose ->
        [me] Deine Erlaubnis
       *[them] { $They } erlaubt dir etwas
    }
   *[limit] { $whose ->
        [me] Deine Grenze
       *[them] { $They } setzt eine Grenze
    }
}
ui-limit-still-wording = { $They } sucht noch nach Worten. Alle diese Worte gelten.
ui-limit-changed = Was sich seit dem Lesen geändert hat
ui-limit-pick = Diese Worte gelten
ui-limit-picked = Diese Worte gelten jetzt.
ui-limit-names = Sie nennt diese Vereinbarung
ui-limit-beside = Was dazu gesagt wurde
ui-limit-same = { $They } hat genau dieselben Worte. Ihr könnt eine Vereinbarung daraus machen.
ui-limit-make-agreement = Vereinbarung daraus machen
ui-limit-read = Ich habe es gelesen
ui-limit-read-said = { $They } sieht, dass du diese Worte gelesen hast.
ui-limit-honour = Wie ich sie achte
ui-limit-honour-title = Wie ich sie achte
ui-limit-honour-says = Eine Grenze braucht kein Ja. Wenn du magst, sag, was du tun wirst. { $They } sieht es.
ui-limit-honour-label = Was ich tun werde
ui-limit-honour-said = Behalten. { $They } sieht, wie du sie achtest.
ui-limit-ask = Danach fragen
ui-limit-ask-title = Danach fragen
ui-limit-ask-says = Frag, was du verstehen möchtest. { $They } darf antworten oder nicht.
ui-limit-ask-label = Deine Frage
ui-limit-ask-said = Deine Frage ist behalten. { $They } sieht sie, wenn eure Geräte das Netz treffen.
ui-limit-note = Etwas daneben schreiben
ui-limit-note-title = Etwas daneben schreiben
ui-limit-note-says = Zum Beispiel, wann du sie genutzt hast. Ihr könnt beide diese Notizen lesen.
ui-limit-note-label = Deine Notiz
ui-limit-note-said = Deine Notiz steht daneben.
ui-limit-reword = Andere Worte
ui-limit-share-again = Wieder teilen
ui-limit-withdraw = { $code ->
    [permission] Diese Erlaubnis zurückziehen
   *[limit] Diese Grenze zurückziehen
}
ui-limit-withdraw-title = { $code ->
    [permission] Diese Erlaubnis zurückziehen
   *[limit] Diese Grenze zurückziehen
}
ui-limit-withdraw-says = Sie endet sofort, ohne Grund. Ihre Worte verschwinden aus den gemeinsamen Listen; was dazu gesagt wurde, bleibt.
ui-limit-withdrawn = Zurückgezogen, ab sofort.

# Worte für eine.
ui-limit-new = Grenze oder Erlaubnis
ui-limit-which = Was ist es?
ui-limit-is = Was du tust oder nicht tust, oder was niemand mit dir tun darf.
ui-permission-is = Was { $they } darf, bis du etwas anderes sagst.
ui-limit-write-limit = { $They } muss nicht zustimmen. Sie gilt, weil du es sagst.
ui-limit-write-permission = Du kannst sie jederzeit zurückziehen, allein und sofort.
ui-limit-words = Deine Worte
ui-limit-words-limit = Zum Beispiel: „Nach 21 Uhr nehme ich keine Anrufe an.“
ui-limit-words-permission = Zum Beispiel: „Du darfst mich wecken, wenn dich etwas drückt, bis ich etwas anderes sage.“
ui-limit-more = Warum, ein Beispiel und mehr
ui-limit-crossed = Wird sie übertreten, werde ich
ui-limit-crossed-says = Etwas, das du für dich tust, etwa aus dem Zimmer gehen.
ui-limit-names-label = Sie nennt eine Vereinbarung
ui-limit-names-none = Keine Vereinbarung
ui-limit-names-says = Diese Vereinbarung ruht sofort, und ihr seht beide, dass sie ein Gespräch braucht.
ui-limit-or-request = Was { $they } tun soll, ist eine Bitte. Schlag Worte dafür vor: { $they } kann Nein dazu sagen.
ui-limit-shared = Geteilt und auf diesem Gerät. Sie braucht kein Ja.
ui-permission-shared = Geteilt und auf diesem Gerät. Du kannst sie jederzeit zurückziehen.
