# Vereinbarungen: die Liste, eine davon, und Worte für beide.

ui-agreements-title = Vereinbarungen
ui-agreements-none = Noch keine Vereinbarungen. Fang mit einer leeren Seite an oder kopier ein Beispiel.
ui-agreements-begin = Worte vorschlagen
ui-agreements-copy = Beispiel kopieren
ui-agreements-for-me = Wartet auf dich
ui-agreements-for-both = Wartet auf euch beide
ui-agreements-for-them = Wartet auf { $they }
ui-agreements-in-force = Gilt
ui-agreements-draft = Entwürfe, die nur du siehst
ui-agreements-ended = Beendet

ui-agreement-title = { $kind ->
    [compromise] Kompromiss
    [ground_rules] Grundregeln
    [plan] Plan
    [goal] Ziel
    [ritual] Ritual
    [move] Andere Zeit
   *[expectation] Vereinbarung
}
ui-agreement-you-suggest = Du schlägst diese Worte vor
ui-agreement-they-suggest = { $They } schlägt diese Worte vor
ui-agreement-what-changed = Was sich geändert hat
ui-agreement-yes = Ja zu diesen Worten
ui-agreement-yes-said = Dein Ja ist auf diesem Gerät. Es zählt für genau diese Worte.
ui-agreement-no = Nicht diese Worte
ui-agreement-no-said = Du hast zu diesen Worten Nein gesagt. Es braucht keinen Grund.
ui-agreement-other-words = Andere Worte vorschlagen
ui-agreement-waits = Diese Worte zählen, sobald { $they } Ja dazu sagt.
ui-agreement-take-back = Mein Ja zurücknehmen
ui-agreement-taken-back = Dein Ja ist zurückgenommen.
ui-agreement-change = Andere Worte vorschlagen
ui-agreement-end = Beenden
ui-agreement-ended = Sie ist beendet. Ihre Worte bleiben im Verlauf, für euch beide.
ui-agreement-decline-title = Nicht diese Worte
ui-agreement-decline-says = { $They } sieht, dass diese Worte für dich nicht stimmen. Es braucht keinen Grund.
ui-agreement-retract-title = Dein Ja zurücknehmen
ui-agreement-retract-says = Diese Worte zählen sofort nicht mehr. { $They } sieht, dass du dein Ja zurückgenommen hast.
ui-agreement-end-title = Diese Vereinbarung beenden
ui-agreement-end-says = Sie endet sofort und für euch beide. Es braucht keinen Grund. Ihre Worte bleiben im Verlauf.
ui-agreement-words = Die Worte, zu denen beide stehen würden
ui-agreement-words-needed = Schreib zuerst ein paar Worte.
ui-agreement-give = Was du gibst
ui-agreement-write-says = Diese Worte zählen, sobald { $they } zu genau ihnen Ja sagt.
ui-agreement-proposed = Vorgeschlagen und auf diesem Gerät. { $They } sieht es, wenn eure Geräte das Netz treffen.
