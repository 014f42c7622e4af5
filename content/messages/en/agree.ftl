# Agreements: a list, and one with its wordings.

agree-none = No agreements here. `accord agree propose -a AREA -m "..."` begins one.
agree-waits = { $who ->
        [me] for you
        [them] for { $they }
        [both] for you both
       *[nobody] open
    }
agree-in-force-waits = in force, { $who ->
        [me] for you
        [them] for { $they }
       *[both] for you both
    }
agree-talk = needs a talk
agree-more = { $words } (and { $n } more)
agree-hidden = hidden in your lists
agree-not-yet = agreed { $on }, in force from { $from }
agree-lapsed = was in force until { $until }
agree-in-force = in force since { $since }
agree-paused-by = needs a talk: limit { $id } names it
agree-wording = open wording { $id }, proposed by { $by }
agree-against = against the words before:
agree-you-give = You give
agree-they-give = { $They } gives
agree-from = from { $day }
agree-until = until { $day }
agree-look-again = look again { $day }
agree-your-side = Your side of the compromise
agree-their-side = { $They }'s side of the compromise
agree-want = Wants
agree-why = Because
agree-limit = Up to here
agree-dates = dates
agree-history = what happened
