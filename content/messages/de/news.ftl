# Was sich geändert hat, und die Fragen, die warten.

news-none = Nichts Neues.
news-group = { $code ->
        [agreements] Vereinbarungen
        [boundaries] Grenzen und Erlaubnisse
        [promises] Versprechen
        [check_ins] Check-ins
        [thanks] Dank
        [talks_and_breaks] Gespräche und Pausen
        [openness] Offenheit
        [people] Ihr beide
        [needs_newer_app] Braucht eine neuere Version von accord
        [repairs] Aussprachen
       *[other] { $name }
    }
news-no-questions = Keine Fragen warten auf dich.
news-answer-with = Antworte mit `accord answer ID CHOICE`. Nichts wartet darauf: Du kannst es offen lassen.
news-suggested = vorgeschlagen
