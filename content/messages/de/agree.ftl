# Vereinbarungen: eine Liste, und eine mit ihren Fassungen.

agree-none = Hier sind keine Vereinbarungen. `accord agree propose -a AREA -m "..."` beginnt eine.
agree-waits = { $who ->
        [me] wartet auf dich
        [them] wartet auf { $they }
        [both] wartet auf euch beide
       *[nobody] offen
    }
agree-in-force-waits = gilt, { $who ->
        [me] wartet auf dich
        [them] wartet auf { $they }
       *[both] wartet auf euch beide
    }
agree-talk = braucht ein Gespräch
agree-more = { $words } ({ $n ->
        [one] und eine weitere
       *[other] und { $n } weitere
    })
agree-hidden = in deinen Listen verborgen
agree-not-yet = vereinbart { $on }, gilt ab { $from }
agree-lapsed = galt bis { $until }
agree-in-force = gilt seit { $since }
agree-paused-by = braucht ein Gespräch: Grenze { $id } nennt sie
agree-wording = offene Fassung { $id }, vorgeschlagen: { $by }
agree-against = gegen die Worte davor:
agree-you-give = Du gibst
agree-they-give = { $They } gibt
agree-from = ab { $day }
agree-until = bis { $day }
agree-look-again = wieder ansehen: { $day }
agree-your-side = Deine Seite des Kompromisses
agree-their-side = Andere Seite des Kompromisses: { $They }
agree-want = Wunsch
agree-why = Denn
agree-limit = Bis hierher
agree-dates = Termine
agree-history = was geschah
