# Wiedergutmachen: Teile in eigenen Worten, keiner davon geschuldet.

ui-repair-says = Niemand schuldet hier eine Antwort, und nichts wartet auf dich.
ui-repair-none = Nichts hier. Wenn etwas weh tut, kann jede Person das hier öffnen.
ui-repair-open = Etwas wiedergutmachen
ui-repair-open-do = Öffnen
ui-repair-opened = Geöffnet und auf diesem Gerät. Jede Person kann eigene Teile schreiben, in jeder Reihenfolge.
ui-repair-title = Worum es geht
ui-repair-title-hint = { $They } sieht diese Worte.
ui-repair-about = Welche Art von Verletzung
ui-repair-hurt = { $code ->
    [broken_promise] ein gebrochenes Versprechen
    [crossed_limit] eine überschrittene Grenze
    [hidden_something] etwas Verborgenes
    [hurtful_words] verletzende Worte
   *[other] etwas anderes
}
ui-repair-by = Geöffnet: { $who }, { $day }
ui-repair-part = { $code ->
    [account] Was war, wie ich es erlebt habe
    [responsibility] Was ich getan habe
    [effects] Was es mit dir gemacht hat, wie ich es verstehe
    [effects_on_us] Was es mit uns gemacht hat
    [apology] Eine Entschuldigung
    [amends] Was ich tue, um es wiedergutzumachen
    [change] Was ich ändern werde
   *[answer] Eine Antwort
}
ui-repair-part-says = { $code ->
    [answer] Das kommt bei mir an, oder es fehlt etwas. Nur wenn du willst.
   *[account] In deinen eigenen Worten. Nur du kannst sie ändern.
}
ui-repair-part-kept = Auf diesem Gerät behalten. { $They } sieht es, wenn eure Geräte das Netz treffen.
ui-repair-part-back = Zurückgenommen. Was schon gelesen ist, bleibt gelesen.
ui-repair-write = Schreiben
ui-repair-reword = Andere Worte
ui-repair-look-back = Zurückblicken
ui-repair-look-back-ask = Wie es jetzt ist
ui-repair-look-backs = Zurückgeblickt
ui-repair-forgive = Über das Verzeihen
ui-repair-forgiveness = Über das Verzeihen
ui-repair-forgive-says = Es geht hin und her, und nichts folgt daraus. Nur du siehst es, wenn du es nicht teilst.
ui-repair-forgive-share = Diese eine Notiz mit { $they } teilen
ui-repair-forgive-shared = Behalten. { $They } sieht diese Worte. Was du später schreibst, bleibt bei dir.
ui-repair-settle = Für mich erledigt
ui-repair-settled = Für dich erledigt. { $They } nimmt sich die Zeit, die es braucht.
ui-repair-reopen = Nicht mehr erledigt
ui-repair-reopened = Für dich wieder offen.
ui-repair-aside = Von mir fernhalten
ui-repair-asided = Es verlangt nichts mehr von dir. { $They } erfährt nie davon.
ui-repair-unaside = Wieder aufnehmen
ui-repair-unasided = Es ist wieder bei den anderen.
