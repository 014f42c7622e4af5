# Grenzen und Erlaubnisse.

limit-none = { $code ->
        [permission] Hier sind keine Erlaubnisse. Nichts zu teilen ist in Ordnung.
       *[limit] Hier sind keine Grenzen. Nichts zu teilen ist in Ordnung.
    }
limit-none-theirs = { $code ->
        [permission] { $They } hat keine Erlaubnisse geteilt. Nichts zu teilen ist in Ordnung.
       *[limit] { $They } hat keine Grenzen geteilt. Nichts zu teilen ist in Ordnung.
    }
limit-whose = { $whose ->
        [me] deine
       *[them] { $they }
    }
limit-read = gelesen
limit-shared = geteilt
limit-kind = { $code ->
        [limit] { $whose ->
            [me] deine Grenze
           *[them] Grenze: { $they }
        }
       *[permission] { $whose ->
            [me] deine Erlaubnis
           *[them] Erlaubnis: { $they }
        }
    }
limit-still-wording = wird noch formuliert: mehr als eine Fassung steht
limit-wording = Fassung { $id }, { $day }
limit-earlier = früher, { $day }
limit-not-shown = Die Worte werden nicht mehr gezeigt.
limit-why = Denn
limit-example = Zum Beispiel
limit-helps = Es hilft
limit-if-crossed = Wenn sie übergangen wird
limit-against = gegen die Worte, die gelesen wurden:
limit-names = Sie nennt Vereinbarung { $id }, die ein Gespräch braucht.
limit-they-read = { $which ->
        [these] { $They } hat es gelesen, { $on }.
       *[earlier] { $They } hat frühere Worte davon gelesen, { $on }.
    }
limit-you-read = { $which ->
        [these] Du hast es gelesen, { $on }.
       *[earlier] Du hast frühere Worte davon gelesen, { $on }.
    }
limit-honour = { $by ->
        [me] So wirst du darauf achten, { $day }:
       *[them] So wird { $They } darauf achten, { $day }:
    }
limit-ask = { $by ->
        [me] Du fragst, { $day }:
       *[them] { $They } fragt, { $day }:
    }
limit-note = { $by ->
        [me] Deine Notiz, { $day }:
       *[them] { $They } notiert, { $day }:
    }
limit-same = { $They } hat genau dieselben Worte: { $id }.
