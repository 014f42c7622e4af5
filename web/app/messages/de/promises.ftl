# Versprechen: die Liste, eines davon, und Worte für eines.

ui-promises-title = Versprechen
ui-promises-none = Fang klein an: mit einem Versprechen, das du sicher halten kannst.
ui-promises-add = Etwas versprechen
ui-promises-mine = Du versprichst
ui-promises-theirs = { $They } verspricht
ui-promises-past = Was war
ui-promises-counts = Die letzten 30 und 90 Tage
ui-promises-counts-says = Ihr seht beide dieselben Zahlen. Sie sind keine Bewertung.
ui-promises-by-you = Du: { $counts }
ui-promises-by-them = { $They }: { $counts }
ui-promise-title = { $whose ->
    [me] Dein Versprechen
   *[them] { $They } verspricht
}
ui-promise-about = Dazu
ui-promise-changed-ahead = Die Worte wurden vor seinem Tag geändert.
ui-promise-how = Wie es war
ui-promise-result = { $code ->
    [kept] Gehalten
    [not_kept] Nicht gehalten
   *[not_applicable] Es traf nicht zu
}
ui-promise-mark = Sagen, wie es war
ui-promise-mark-says = So siehst du es. { $They } sieht es vielleicht anders, und beides bleibt stehen.
ui-promise-came-between = Was kam dazwischen?
ui-promise-marked = Deine Angabe ist behalten. Jede eigene Angabe bleibt stehen.
ui-promise-thank = Danke sagen
ui-promise-thanked = Dein Dank ist behalten. { $They } sieht ihn, wenn eure Geräte das Netz treffen.
ui-promise-read-said = { $They } sieht, dass du dieses Versprechen gelesen hast.
ui-promise-fine = Es ist in Ordnung
ui-promise-fine-says = Wie auch immer es war, für dich ist es in Ordnung. { $They } sieht das.
ui-promise-fine-said = Du hast gesagt, dass es in Ordnung ist.
ui-promise-release = Davon frei geben
ui-promise-release-says = { $They } ist sofort frei davon. Es braucht keinen Grund, und nichts zählt als nicht gehalten.
ui-promise-released = { $They } ist frei davon.
ui-promise-move = Auf einen anderen Tag legen
ui-promise-move-says = Das geht, bevor sein Tag da ist. Es heißt dann vorher geändert.
ui-promise-moved = Verschoben. { $They } sieht, dass es vorher geändert wurde.
ui-promise-time-stays = Ohne Angabe bleibt die Uhrzeit, wie sie war.
ui-promise-reword = Andere Worte
ui-promise-reword-says = { $They } sieht auch die früheren Worte.
ui-promise-reworded = Es hat jetzt diese Worte. { $They } sieht auch die früheren.
ui-promise-withdraw = Versprechen zurücknehmen
ui-promise-withdraw-says = Es endet sofort, und { $they } sieht, dass du es zurückgenommen hast. Was dazu gesagt wurde, bleibt.
ui-promise-withdrawn = Zurückgenommen. { $They } sieht es, wenn eure Geräte das Netz treffen.

# Worte für eines.
ui-promise-write-says = Etwas, das du tun kannst, in Worten, bei denen klar ist, wann es getan ist.
ui-promise-words = Was du versprichst
ui-promise-sure = Wie sicher bist du dir?
ui-promise-size = Wie groß ist es für dich?
ui-promise-open-now = { $n ->
    [one] Du hast 1 offenes Versprechen.
   *[other] Du hast { $n } offene Versprechen.
}
ui-promise-make = Das verspreche ich
ui-promise-made = Versprochen und auf diesem Gerät. { $They } sieht es, wenn eure Geräte das Netz treffen.
