# Gespräche, Auszeiten, Pausen und Offenheit.

ui-talk-title = Gespräche
ui-talk-none = Gerade bittet niemand um ein Gespräch.
ui-talk-ask = Um ein Gespräch bitten
ui-talk-topic = Worüber
ui-talk-hope = Was ich mir erhoffe
ui-talk-earliest = Nicht vor
ui-talk-latest = Nicht nach
ui-talk-send = { $they } bitten
ui-talk-asked = Auf diesem Gerät behalten. { $They } erfährt es, wenn eure Geräte das Netz treffen.
ui-talk-take = { $at } passt
ui-talk-name = Zeit nennen
ui-talk-when = Wann
ui-talk-clear = Meine Zeit zurücknehmen
ui-talk-time-kept = Deine Zeit ist genannt.
ui-talk-time-back = Deine Zeit ist zurückgenommen.
ui-talk-talked = Wir haben geredet
ui-talk-talked-kept = Notiert. Es schließt sich, wenn ihr beide es sagt.
ui-talk-let-go = Gehen lassen
ui-talk-gone = Gehen gelassen. Nichts folgt daraus.
ui-break-title = Auszeiten
ui-break-says = Eine Auszeit im Gespräch sieht { $they }. Eine Pause verlangt nichts von dir, und du wählst, ob du es sagst.
ui-break-begin = Auszeit nehmen
ui-break-begin-says = { $They } sieht, dass du eine Auszeit nimmst, und keinen Grund. Nur du beendest sie.
ui-break-until = Bis etwa
ui-break-begun = Deine Auszeit hat begonnen.
ui-break-lift = Meine Auszeit beenden
ui-break-lifted = Deine Auszeit ist vorbei.
ui-pause-begin = Fragen pausieren
ui-pause-says = Nichts verlangt etwas von dir, bis du weitermachst.
ui-pause-quietly = { $they } nichts sagen
ui-pause-quiet = Nichts verlangt jetzt etwas von dir. Niemand erfährt es.
ui-pause-said = Nichts verlangt jetzt etwas von dir. { $They } sieht, dass du pausierst.
ui-pause-resume = Weitermachen
ui-openness-says = Wie jede Person ein Thema hält. Verschieden ist in Ordnung, nichts sagen auch.
ui-openness-say = Sagen, wie ich ein Thema halte
ui-openness-change = Meins ändern
ui-openness-topic = Thema
ui-openness-own = ein eigenes Wort
ui-openness-how = Wie ich es halte
ui-openness-stance = { $code ->
    [private] für mich privat
    [ask] frag mich
    [tell] ich erzähle es dir
   *[none] ich sage nichts dazu
}
ui-openness-nothing = nichts gesagt
ui-openness-kept = Auf diesem Gerät behalten. { $They } sieht es, wenn eure Geräte das Netz treffen.
ui-talk-state = { $code ->
    [draft] Ein Entwurf, den sonst niemand sieht
    [agreed] Beide haben eine Zeit genannt
    [talked] Ihr habt geredet
    [let_go] Gehen gelassen
    [let_go_me] Von dir gehen gelassen
    [let_go_them] { $They } hat es gehen lassen
   *[asked] { $by ->
        [me] Du hast gebeten, { $day }
       *[them] { $They } hat gebeten, { $day }
    }
}
