# Versprechen: eine Liste, eines mit seinen Tagen, Zahlen.

promise-none = Hier sind keine Versprechen. Fang klein an: `accord promise add "..."`, eines, bei dem du sicher bist.
promise-by = Versprechen: { $code ->
        [me] du
       *[them] { $by }
    }
promise-due = fällig: { $due }
promise-you-read = Du hast es gelesen, { $on }.
promise-they-read = { $They } hat es gelesen, { $on }.
promise-you-thanked = Du hast gedankt, { $on }.
promise-they-thanked = { $They } hat gedankt, { $on }.
promise-devices = deine Geräte: { $marks }
promise-all-right = es ist in Ordnung
promise-last-days = { $n ->
        [one] Der letzte Tag
       *[other] Die letzten { $n } Tage
    }
promise-made-by-you = deine: { $counts }
promise-made-by-them = { $they }: { $counts }
promise-counted = { $n } { $result }
promise-nothing-marked = nichts angegeben
