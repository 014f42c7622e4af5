# Nachdem die beiden auseinandergegangen sind: was es heißt, neu beginnen, und Kopien von früher.

ui-more-past = Kopien von früher
ui-more-anew = Neu beginnen

ui-over-read = Vorbei. Hier kannst du es lesen.
ui-over-none = Hier ist nichts.
ui-over-says = Von hier aus wird nichts Neues geteilt.
ui-over-waits = Du bist gegangen. { $They } erfährt es, wenn dieses Gerät das nächste Mal das Relay erreicht.
ui-over-quiet = Du hast aufgehört, ohne es { $they } zu sagen. Dort sieht es aus, als wärst du offline.

ui-anew-says = Mit derselben Person oder mit jemand anderem, auf einer leeren Seite.
ui-anew-first = Nimm zuerst mit, was du behalten willst
ui-anew-take-says = Eine Datei mit allem, was ihr geteilt habt, nur für dich. Du kannst sie später wieder hereinholen und hier lesen.
ui-anew-take = Als Datei mitnehmen
ui-anew-then = Dann beginne
ui-anew-goes = Was ihr geteilt habt, geht dann von allen deinen Geräten. Deine Entwürfe und privaten Notizen bleiben. Was die andere Person hat, bleibt bei ihr.
ui-anew-join = Auf diesem Gerät liegt deine Kopie dessen, was du vorher mit jemandem geteilt hast. Um eine Einladung anzunehmen, beginne erst neu.
ui-anew-sure = Ich habe, was ich behalten will
ui-anew-begin = Neu beginnen
ui-anew-gone = Es ist von diesem Gerät gegangen. Jetzt kannst du jemanden einladen.
ui-anew-not-over = Ihr seid verbunden. Um neu zu beginnen, geht erst jemand von euch beiden.
ui-anew-is-empty = Du kannst jederzeit jemanden einladen, unter Wir.

ui-past-says = Nur deine eigenen Geräte haben sie. Zu dem, was du jetzt teilst, gehören sie nicht.
ui-past-none = Noch keine Kopien. Was du früher als Datei mitgenommen hast, lässt sich hier wieder lesen.
ui-past-bring = Datei wählen
ui-past-bring-says = Eine Datei, die Accord gemacht hat: unter „Mitnehmen oder drucken“, mit „Als Daten“. Ihre Worte werden aufgehoben, ihre Unterschriften nicht.
ui-past-copy = { $whose ->
    [mine] Was du geschrieben hast, Stand { $exported }
   *[both] Was ihr geteilt habt, Stand { $exported }
}
ui-past-records = { $n ->
    [one] 1 Eintrag, hereingeholt { $kept }
   *[other] { $n } Einträge, hereingeholt { $kept }
}
ui-past-title = Was war
ui-past-more = Mehr davon
ui-past-remove = Diese Kopie entfernen
ui-past-remove-says = Sie geht von allen deinen Geräten. Die Datei, aus der sie kam, bleibt, wo sie ist.
