# Was auf jedem Bildschirm steht.

ui-name = Accord
ui-back = Zurück
ui-close = Schließen
ui-cancel = Jetzt nicht
ui-optional = kann frei bleiben
ui-places = Orte
ui-place-today = Heute
ui-place-us = Wir
ui-place-mine = Meins
ui-place-write = Schreiben
ui-place-more = Mehr
ui-hide = Ausblenden
ui-hide-how = Blendet diese Seite sofort aus. Dreimal die Umschalttaste tut dasselbe. Der Verlauf des Browsers und andere Fenster können trotzdem mehr zeigen.
ui-diff-added = hinzugefügt:
ui-diff-removed = entfernt:
ui-diff-end = Ende.

# Wie es steht, in Worten.
ui-unsent = { $n ->
    [0] Alles, was du geschrieben hast, ist auf diesem Gerät.
    [one] Alles, was du geschrieben hast, ist auf diesem Gerät. 1 Änderung ist noch nicht gesendet.
   *[other] Alles, was du geschrieben hast, ist auf diesem Gerät. { $n } Änderungen sind noch nicht gesendet.
}

# Was die App anders sagt als die Befehlszeile.
ui-error-home_busy = Accord ist in einem anderen Tab oder Fenster offen. Schließ das andere oder mach dort weiter.
ui-error-holder_gone = Der Tab mit deinem Stand wurde gerade geschlossen. Schau bitte nach, ob deine letzte Änderung da ist.
ui-error-began_again = Accord musste gerade neu starten. Was gespeichert war, ist da. Schau bitte nach, ob deine letzte Änderung da ist.
ui-error-storage_cleared = Dieser Browser hat gelöscht, was Accord auf diesem Gerät aufbewahrt hat. Deine letzte Änderung wurde nicht gespeichert.
ui-error-passphrase_needed = Dein Stand ist gesperrt. Gib deine Passphrase ein.
ui-error-wrong_passphrase = Das ist nicht die Passphrase. Nichts ist verloren: versuch es noch einmal.
ui-error-private_elsewhere = Dieses Gerät hat deine privaten Notizen noch nie geöffnet, und es bliebe keins, das es könnte. Öffne erst Accord auf dem anderen Gerät, dann wieder hier. Ist es weg, hol die Notizen mit deinen zwölf Wörtern auf einem weiteren Gerät zurück und entferne es dort. Dürfen sie verloren gehen, setz unten den Haken. Nichts wurde geändert.
ui-error-put_in_by_hand = Diesen Text schreibt ihr gemeinsam, und er kann sich seither geändert haben. Setz ihn unter „Gemeinsam Geschriebenes“ von Hand ein. Es wurde nichts geändert.

# Worte, die viele Bildschirme teilen.
ui-question = Eine Frage
ui-question-look = Erst ansehen
ui-answer = So antworten
ui-history = Was war
ui-note = Ein Wort dazu
ui-area = Worum es geht
ui-kind = Was es ist
ui-until = Bis
ui-show-earlier = Frühere zeigen
ui-show-more = Mehr zeigen
ui-look-again = Wieder ansehen
ui-suggest = { $they } vorschlagen
ui-keep-draft = Als meinen Entwurf behalten
ui-kept-as-draft = Auf diesem Gerät behalten. Niemand sonst sieht es.
ui-us-agreements = Vereinbarungen
ui-us-limits = Grenzen und Erlaubnisse
ui-us-promises = Versprechen
ui-us-rituals = Rituale und Termine
ui-us-checkin = Check-in
ui-us-thanks = Dank
ui-us-openness = Offenheit
ui-us-talks = Gespräche und Pausen
ui-us-repairs = Wiedergutmachen
ui-us-joint = Gemeinsam Geschriebenes
ui-us-whatsnew = Was sich geändert hat
ui-take-back = Zurücknehmen
ui-share = Mit { $they } teilen
ui-shared = Geteilt. { $They } sieht es, wenn eure Geräte das Netz treffen.
ui-delete = Löschen
ui-yes = Ja
ui-no = Nein
ui-between = Bleibt zwischen uns
ui-between-on = Es bleibt zwischen euch: Der nächste Export der anderen Person lässt es weg.
ui-between-off = Es darf wieder in den Exporten der anderen Person stehen.
ui-between-says = Was du hier geschrieben hast, lassen Exporte und Ausdrucke der anderen Person weg. Was schon exportiert ist, bleibt, wie es ist.
ui-between-no = Es darf wieder in Exporten stehen
ui-not-said = nicht gesagt
ui-more-to-say = Mehr dazu
ui-needs-partner = Das beginnt, sobald du mit der anderen Person verbunden bist.

# Entwürfe.
ui-drafts-only-you = Entwürfe, die nur du siehst
ui-draft-only-you = Entwurf, nur du siehst ihn
ui-draft-alone = Nur du siehst das. Du kannst es teilen, sobald ihr verbunden seid, oder nie.
ui-draft-before = Nur du siehst das. Wenn du es teilst und es gesendet ist, lässt es sich nicht sicher zurückholen.
ui-draft-change = Entwurf ändern
ui-draft-delete = Entwurf löschen
ui-draft-delete-says = Er ist sofort weg, auf allen deinen Geräten. Nichts davon bleibt, und niemand erfährt davon.

# Worte von Formularen.
ui-keep = So behalten
ui-send = Senden
ui-share-before = Was du teilst, braucht kein Ja. Ist es gesendet, lässt es sich nicht sicher zurückholen.
ui-choose = Bitte wählen
ui-area-needed = Wähl aus, worum es geht.
ui-when = Wann
ui-from = Ab
ui-moved-to = Verschoben auf
ui-look-again-says = Ihr werdet beide einmal erinnert. Nichts endet dadurch.
ui-every-label = Wie oft
ui-once = Einmal
ui-every = { $n ->
    [1] { $freq ->
        [day] jeden Tag
        [week] jede Woche
        [month] jeden Monat
       *[year] jedes Jahr
    }
   *[other] { $freq ->
        [day] alle { $n } Tage
        [week] alle { $n } Wochen
        [month] alle { $n } Monate
       *[year] alle { $n } Jahre
    }
}
ui-every-on = { $n ->
    [1] jede Woche am { $days }
   *[other] alle { $n } Wochen am { $days }
}
ui-every-times = { $every }, { $count ->
    [one] einmal
   *[other] { $count }-mal
}
ui-by-day = Bis zu welchem Tag
ui-first-day = Erster Tag
ui-time = Uhrzeit
ui-time-yours = Nach deiner Uhr.
ui-which-day = Welcher Tag
ui-newest-day = Der neueste
ui-next-day = Der nächste
ui-all-days = Alles davon
ui-new-day = Neuer Tag
ui-earlier = Früher
ui-mark-you = Du: { $mark }
ui-mark-they = { $They }: { $mark }
ui-note-mine = Du schreibst
ui-note-theirs = { $They } schreibt
ui-area-of = { $code ->
    [emotional] Gefühle
    [physical] Körper und Raum
    [mental] Gedanken und Meinungen
    [spiritual] Glaube und Werte
    [financial] Geld
    [digital] Handy und Netz
    [time] Zeit
    [social] Freundeskreis und Familie
    [intimate] Nähe
    [other] Anderes
   *[newer] { $name }
}
ui-not-right = Das fühlt sich nicht richtig an
