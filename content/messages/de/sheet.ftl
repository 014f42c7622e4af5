# Seiten zum Drucken und der Kalender: was auf Papier steht, für jemanden, der die App nicht hat.

sheet-note = Selbst gemachte Aufzeichnung, nur zur Information. Kein Vertrag, kein beglaubigter Beweis, kein Test, keine Therapie, kein Rat.
sheet-foot = { $day } · gemacht von { $by }
sheet-busy = Beschäftigt
sheet-title = { $code ->
        [agreed] Was wir vereinbart haben
        [kept] Alles, was hier liegt
       *[session] Für eine erste Sitzung
    }
sheet-agreed = { $By } und { $with }, so wie { $by } es aufbewahrt.
sheet-since = Nur, was seit dem { $day } begann oder sich geändert hat.
sheet-heading = { $code ->
        [in_force] Gilt für beide
        [plan] Der gemeinsame Plan
        [promises] Versprechen
        [repair] Eine Aussprache
        [hashes] Die Namen der Fassungen
       *[acts] Schritte mit ihren Hashes und Signaturen
    }
sheet-limits-of = Grenzen von { $by }
sheet-fact = { $code ->
        [since] Seit
        [until] Bis
        [look_again] Wieder ansehen
        [gives] Gibt
        [when] Wann
        [why] Warum
        [step] Schritt
        [every] Wie oft
        [paused] Ruht
        [by] Von
        [result] Ergebnis
        [due] Fällig
        [opened] Begonnen
        [part] Teil
       *[helps] Wie es hilft
    }
sheet-day = { $day }
sheet-moment = { $at }
sheet-name = { $By }
sheet-words = { $words }
sheet-by = { $By }: { $words }
sheet-by-both = Beide: { $words }
sheet-every = { $every ->
        [day] jeden Tag
        [week] jede Woche
        [month] jeden Monat
        [year] jedes Jahr
       *[other] { $every }
    }
sheet-when = { $every ->
        [day] jeden Tag, ab { $day }
        [week] jede Woche, ab { $day }
        [month] jeden Monat, ab { $day }
        [year] jedes Jahr, ab { $day }
       *[other] { $every }, ab { $day }
    }
sheet-when-at = { $every ->
        [day] jeden Tag, { $time } { $zone }, ab { $day }
        [week] jede Woche, { $time } { $zone }, ab { $day }
        [month] jeden Monat, { $time } { $zone }, ab { $day }
        [year] jedes Jahr, { $time } { $zone }, ab { $day }
       *[other] { $every }, { $time } { $zone }, ab { $day }
    }
sheet-when-own = { $every ->
        [day] jeden Tag, bei beiden um { $time } der eigenen Uhr, ab { $day }
        [week] jede Woche, bei beiden um { $time } der eigenen Uhr, ab { $day }
        [month] jeden Monat, bei beiden um { $time } der eigenen Uhr, ab { $day }
        [year] jedes Jahr, bei beiden um { $time } der eigenen Uhr, ab { $day }
       *[other] { $every }, bei beiden um { $time } der eigenen Uhr, ab { $day }
    }
sheet-paused = eine Grenze einer der beiden Personen berührt sie
sheet-result = { $code ->
        [open] offen
        [kept] gehalten
        [not_kept] nicht gehalten
        [seen_differently] verschieden gesehen
        [no_word] noch nichts gesagt
        [released] frei gegeben
        [changed_ahead] vorher geändert
        [withdrawn] zurückgezogen
       *[not_applicable] traf nicht zu
    }
sheet-part = { $code ->
        [account] was geschah
        [responsibility] was ich getan habe
        [effects] was es bewirkt hat
        [effects_on_us] was es mit uns gemacht hat
        [apology] Entschuldigung
        [amends] Wiedergutmachung
        [change] was ich ändere
       *[answer] Antwort
    }
sheet-hashes = Jede Fassung hat einen Hash ihrer genauen Worte als Namen. Gleiche Namen heißen gleiche Worte, auf den Buchstaben genau.
sheet-hash-of = { $code ->
        [agreement] Vereinbarung { $id }
        [promise] Versprechen { $id }
       *[limit] Grenze { $id }
    }
sheet-digest = Alles, was beide haben, als ein Name
sheet-kept = Was { $by } am { $day } sehen kann, mit der ganzen Geschichte.
sheet-kept-how = Wer was gemacht hat, ergibt sich aus den Signaturen auf den letzten Seiten. Der JSON-Export enthält dasselbe mit jedem Byte, für Programme, die prüfen.
sheet-group = { $code ->
        [agreements] Vereinbarungen
        [boundaries] Grenzen und Erlaubnisse
        [promises] Versprechen
        [repairs] Aussprachen
        [check_ins] Check-ins
        [thanks] Dank
        [talks] Gespräche
        [time_outs] Pausen in Gesprächen
        [openness] Offenheit
        [drafts_beside] Entwürfe anderer Art
        [joint] Gemeinsam geschrieben
       *[other] Weiteres
    }
sheet-no-words = (keine Worte)
sheet-act = { $day } · Person { $partner } · Gerät { $device } · Nummer { $number } · Art { $kind }
sheet-signed = { $hash } · Signatur { $signature }
sheet-session = Füll aus, was du magst, und lass den Rest weg. Zeig es, wem du willst, oder niemandem.
sheet-session-afraid = Wenn du Angst hast vor dem, was geschieht, wenn die andere Person das liest, dann füll es nicht aus. Die Hilfenummern in Accord nennen Menschen, die helfen.
sheet-session-part = { $code ->
        [brings] Was mich herführt
        [way] Wie es dazu kam
        [from] Woher ich komme
       *[wish] Was ich mir wünsche
    }
sheet-session-asks = { $code ->
        [about] Worüber ich reden möchte
        [since] Seit wann
        [hope] Was anders werden soll
        [good] Was von Anfang an gut war
        [changed] Was sich geändert hat, und wann
        [tried] Was wir versucht haben
        [learnt] Was ich früh über Nähe und Streit gelernt habe
        [bring] Was ich mitbringe, das hilft, und was im Weg steht
        [step] Ein kleiner Schritt, den ich selbst machen könnte
       *[notice] Woran ich merken würde, dass es besser wird
    }
