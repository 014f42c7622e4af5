# Check-ins, Dank, Gespräche, Pausen und Offenheit: Listen, je eines ganz, und was ein Schritt ergab. Nichts drängt, nichts zählt.

beside-checkin-none = Noch keine Check-ins. `accord checkin --need "..."` beginnt einen: zwei Minuten.
beside-thanks-none = Noch kein Dank. `accord thanks "..."` sagt einen.
beside-talk-none = Niemand bittet um ein Gespräch. `accord talk ask "..."` bittet um eines.
beside-break-none = Niemand macht eine Pause. `accord timeout` beginnt eine, ohne Grund.
beside-topic-none = Zu keinem Thema ist etwas gesagt. Nichts zu sagen ist in Ordnung.
beside-topic-how = `accord openness set TOPIC private|ask|tell` sagt, wie du es mit einem hältst:
beside-topic-codes = { $codes } oder ein eigenes Wort.
beside-checkin-taken-back = Zurückgenommen: dein Check-in, { $day }.
beside-checkin-said = { $state ->
        [draft] Als Entwurf behalten. Niemand sonst sieht ihn.
        [both_open] Ihr könnt jetzt beide lesen: deinen Check-in und was { $they } geschrieben hat.
        [open] Mit dem nächsten Austausch kann { $they } deinen Check-in lesen.
        [both_ready] Er wartet auf deinen Geräten. { $They } ist auch bereit: Mit dem nächsten Austausch öffnet er sich.
        [told] Er wartet auf deinen Geräten, bis { $they } auch bereit ist. Dass er wartet, darf { $they } wissen.
       *[untold] Er wartet auf deinen Geräten, bis { $they } auch bereit ist. Davon wird nichts gesagt.
    }
beside-checkin-of = Check-in, { $day }
beside-checkin-side = { $state ->
        [held_back] { $Who }: wartet, bis beide bereit sind
        [closed] { $Who }: öffnet sich zusammen mit dem anderen
        [draft] { $Who }: ein Entwurf, den niemand sonst sieht
        [taken_back] { $Who }: zurückgenommen
        [ready] { $Who }: bereit
        [not_today] { $Who }: heute nicht
        [none] { $Who }: nichts
       *[open] { $Who }: gesagt
    }
beside-checkin-side-on = { $state ->
        [held_back] { $Who }, { $day }: wartet, bis beide bereit sind
        [closed] { $Who }, { $day }: öffnet sich zusammen mit dem anderen
        [draft] { $Who }, { $day }: ein Entwurf, den niemand sonst sieht
        [taken_back] { $Who }, { $day }: zurückgenommen
        [ready] { $Who }, { $day }: bereit
        [not_today] { $Who }, { $day }: heute nicht
        [none] { $Who }, { $day }: nichts
       *[open] { $Who }, { $day }:
    }
beside-mood = Stimmung: { $n } von 5
beside-need = brauche
beside-want = wünsche mir
beside-worry = Sorge
beside-glad = froh über
beside-would-talk = möchte darüber reden
beside-from-you = Wunsch an die andere Person
beside-thanks-said = { $id }: Mit dem nächsten Austausch bekommt { $they } deinen Dank.
beside-thanks-heart = { $id } hat dein Herz.
beside-thanks-no-heart = { $id } hat kein Herz mehr.
beside-thanks-taken-back = { $id } geht aus der gemeinsamen Liste. Hat { $they } eine Kopie behalten, bleibt sie dort.
beside-thanks-copy = Du behältst eine Kopie von { $id }. { $They } erfährt nie davon.
beside-thanks-by = { $code ->
        [me] du
        [them] { $they }
       *[before] von früher behalten
    }
beside-thanks-note = { $code ->
        [heart] mit einem Herz
        [draft] ein Entwurf, den niemand sonst sieht
        [taken_back] zurückgenommen
        [keepsake] deine eigene Kopie
        [kept] behalten
       *[between] bleibt zwischen euch
    }
beside-talk-said = { $id }: Mit dem nächsten Austausch erfährt { $they }, dass du um ein Gespräch bittest.
beside-talk-state = { $code ->
        [draft] ein Entwurf, den niemand sonst sieht
        [asked] gewünscht
        [agreed] vereinbart
        [talked] geredet
        [let_go] losgelassen
        [let_go_me] von dir losgelassen
        [let_go_them] losgelassen: { $they }
       *[other] { $name }
    }
beside-talk-by = { $state }, gefragt hat { $by }, { $day }
beside-talk-hope = Hoffnung
beside-talk-where = wo
beside-talk-not-before = nicht vor: { $at }
beside-talk-not-after = nicht nach: { $at }
beside-talk-both-named = beide nennen: { $at }
beside-talk-named = { $code ->
        [me] du nennst: { $at }
       *[them] { $they } nennt: { $at }
    }
beside-talked = { $code ->
        [me] du sagst, dass ihr geredet habt
       *[them] { $they } sagt, dass ihr geredet habt
    }
beside-break = { $by ->
        [me] Du machst eine Pause
       *[them] { $They } macht eine Pause
    }
beside-break-until = { $by ->
        [me] Du machst eine Pause bis etwa { $at }
       *[them] { $They } macht eine Pause bis etwa { $at }
    }
beside-break-over = { $by ->
        [me] Du hast eine Pause gemacht, { $day }
       *[them] { $They } hat eine Pause gemacht, { $day }
    }
beside-break-lift = { $break }. Nur du hebst sie auf: `accord timeout lift`.
beside-topic-draft = ein Entwurf, den niemand sonst sieht
beside-topic-held = { $Who }: { $stance }
beside-topic-nothing = { $Who }: nichts gesagt
beside-topic-differs = Ihr haltet das verschieden, und das ist in Ordnung.
beside-topic-talk = { $sentence } Um darüber zu reden: `accord talk ask "..."`.
beside-between = { $code ->
        [on] Was du in { $id } geschrieben hast, bleibt zwischen euch: Exportiert { $they }, fehlt es ab jetzt.
       *[off] Was du in { $id } geschrieben hast, darf { $they } wieder exportieren.
    }
beside-pause-over = Deine Pause ist vorbei.
beside-pause-said = { $code ->
        [said] Nichts fragt dich etwas, bis du `accord resume` sagst. { $They } sieht, dass du eine Pause machst.
       *[quiet] Nichts fragt dich etwas, bis du `accord resume` sagst. { $They } erfährt nichts.
    }
beside-pause-me = { $code ->
        [said] Du machst eine Pause.
       *[quiet] Du machst eine Pause, und niemand erfährt davon.
    }
beside-pause-me-until = { $code ->
        [said] Du machst eine Pause bis { $day }.
       *[quiet] Du machst eine Pause bis { $day }, und niemand erfährt davon.
    }
beside-pause-them = { $They } macht eine Pause.
beside-pause-them-until = { $They } macht eine Pause bis { $day }.
