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
ui-agreements-hidden = In deinen Listen ausgeblendet
ui-agreement-both-suggest = Ihr steht beide zu diesen Worten
ui-agreement-reword = Meine Worte ändern
ui-agreement-join = Worte schreiben, die beides verbinden
ui-agreement-join-these = Worte, die verbunden würden
ui-agreement-accept-title = Ja zu diesen Worten
ui-agreement-accept-says = Dein Ja zählt für genau diese Worte. Die Frage darf offen bleiben.
ui-agreement-can = Kannst du das wirklich?
ui-agreement-can-answer = { $code ->
    [yes] Ja
    [mostly] Meistens
   *[no] Nein
}
ui-agreement-cannot = Sagen, dass ich das nicht kann
ui-agreement-cannot-said = Du hast gesagt, dass du das nicht kannst. Das ist kein Ja, und nichts gilt dadurch.
ui-agreement-again = Diese Worte wieder vorschlagen
ui-agreement-again-said = Wieder vorgeschlagen. Sie zählen, sobald { $they } Ja dazu sagt.
ui-agreement-hide = In meinen Listen ausblenden
ui-agreement-hidden = Sie ist in deinen Listen ausgeblendet und gilt weiter wie zuvor. { $They } erfährt nie davon.
ui-agreement-show = In meinen Listen wieder zeigen
ui-agreement-shown = Sie ist wieder in deinen Listen.
ui-agreement-paused-by = { $whose ->
    [me] Deine Grenze nennt diese Vereinbarung, darum ruht sie
   *[them] { $They } hat eine Grenze, die diese Vereinbarung nennt, darum ruht sie
}
ui-agreement-open-limit = Die Grenze ansehen
ui-agreement-talk = Um ein Gespräch bitten
ui-agreement-days = Tage: ab, bis, wieder ansehen
ui-topic = Thema
ui-no-topic = Kein besonderes Thema
ui-saying-no = Nein zum Teilen ist normal und braucht keinen Grund. Eine Erlaubnis lässt sich jederzeit zurückziehen.

# Die eigene Seite eines Kompromisses.
ui-side-mine = Deine Seite
ui-side-theirs = { $They } sieht es so
ui-side-says = Was du möchtest, warum, und bis wohin. Nur du änderst das; { $they } kann es lesen.
ui-side-write = Meine Seite schreiben
ui-side-change = Meine Seite ändern
ui-side-want = Ich möchte
ui-side-why = Weil
ui-side-limit = Bis hierher
ui-side-kept = Deine Seite ist auf diesem Gerät. { $They } sieht sie, wenn eure Geräte das Netz treffen.

# Schritte eines Plans.
ui-steps = Schritte
ui-step-number = Schritt { $n }
ui-step-whose = { $code ->
    [me] du
    [them] { $they }
   *[both] ihr beide
}
ui-step-who = Wessen Schritt
ui-step-what = Was getan wird
ui-step-notice = Woran man es merkt
ui-step-add = Schritt hinzufügen
ui-step-change = Andere Worte
ui-step-remove = Herausnehmen
ui-step-up = Nach oben
ui-step-down = Nach unten
ui-step-mark = Sagen, wie es war
ui-step-how = Wie war es für dich?
ui-step-marked = Dein Wort zu diesem Schritt ist behalten. Jedes eigene Wort bleibt stehen.
