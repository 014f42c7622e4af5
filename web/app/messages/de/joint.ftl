# Was beide zusammen schreiben.

ui-joint-says = Ihr könnt es beide ändern. Es ist niemandes Ja.
ui-joint-none = Noch nichts da. Eine Einkaufsliste, ein Plan fürs Wochenende, Worte, die ihr zusammen sucht.
ui-joint-begin = Etwas anfangen
ui-joint-begin-do = Anfangen
ui-joint-begun = Angefangen und auf diesem Gerät. { $They } sieht es, wenn eure Geräte das Netz treffen.
ui-joint-title = Titel
ui-joint-away = Auch Weggelegtes zeigen
ui-joint-edit = Ändern
ui-joint-keep = So behalten
ui-joint-kept = Auf diesem Gerät behalten.
ui-joint-item = Etwas für die Liste
ui-joint-add = Hinzufügen
ui-joint-ticked = { $They } hat es abgehakt
ui-joint-up = Nach oben:
ui-joint-down = Nach unten:
ui-joint-put-away = Weglegen
ui-joint-put = Weggelegt. Nichts davon ist verloren.
ui-joint-bring-back = Zurückholen
ui-joint-propose = Genau diese Worte vorschlagen
ui-joint-propose-says = Was du vorschlägst, sind die Worte, wie sie jetzt hier stehen, und keine anderen.
ui-joint-kind = { $kind ->
    [note] Notiz
    [list] Liste
   *[wording] Worte, die ihr zusammen sucht
}
