# Was sich geändert hat, je in einem ruhigen Satz, und die Fragen, die warten. Was ein Mensch schrieb, steht nicht darin.

news-none = Nichts Neues.
news-group = { $code ->
        [agreements] Vereinbarungen
        [boundaries] Grenzen und Erlaubnisse
        [promises] Versprechen
        [check_ins] Check-ins
        [thanks] Dank
        [talks_and_breaks] Gespräche und Pausen
        [openness] Offenheit
        [together] Gemeinsam geschrieben
        [people] Ihr beide
        [needs_newer_app] Braucht eine neuere Version von accord
        [repairs] Aussprachen
       *[other] { $name }
    }
news-no-questions = Keine Fragen warten auf dich.
news-answer-with = Antworte mit `accord answer ID CHOICE`. Nichts wartet darauf: Du kannst es offen lassen.
news-suggested = vorgeschlagen
news-agreement = { $said ->
        [move] { $They } schlägt für einen Termin eines Rituals eine andere Zeit vor.
        [other_words] { $They } schlägt andere Worte vor.
        [ritual] { $They } schlägt ein Ritual vor.
        [proposed] { $They } schlägt etwas vor.
        [yes] { $They } hat Ja gesagt.
        [no] { $They } hat Nein zu diesen Worten gesagt.
        [took_back] { $They } hat ein Ja zurückgenommen.
        [ended_ritual] { $They } hat dieses Ritual beendet.
        [ended] { $They } hat diese Vereinbarung beendet.
       *[part] { $They } hat etwas zur eigenen Seite geschrieben.
    }{ $outcome ->
        [in_force] {" "}Das gilt jetzt.
        [waits] {" "}Es wartet auf deine Antwort.
        [not_in_force] {" "}Diese Worte gelten nicht.
       *[none] {""}
    }
news-look-again = Ihr wolltet euch das beide wieder ansehen. Es gilt weiter.
news-limit = { $kind ->
        [limit] { $said ->
            [read] { $They } hat deine Grenze gelesen.
            [asked] { $They } fragt etwas zu deiner Grenze.
            [honoured] { $They } sagt, wie deine Grenze beachtet wird.
            [noted] { $They } hat neben deiner Grenze etwas notiert.
            [shared] { $They } hat eine Grenze geteilt.
            [shared_withdrawn] { $They } hat eine Grenze geteilt und wieder zurückgezogen.
            [withdrawn] { $They } hat eine Grenze zurückgezogen.
           *[reworded] { $They } hat eine Grenze neu formuliert.
        }
       *[permission] { $said ->
            [read] { $They } hat deine Erlaubnis gelesen.
            [asked] { $They } fragt etwas zu deiner Erlaubnis.
            [honoured] { $They } sagt, wie deine Erlaubnis beachtet wird.
            [noted] { $They } hat neben deiner Erlaubnis etwas notiert.
            [shared] { $They } hat eine Erlaubnis geteilt.
            [shared_withdrawn] { $They } hat eine Erlaubnis geteilt und wieder zurückgezogen.
            [withdrawn] { $They } hat eine Erlaubnis zurückgezogen.
           *[reworded] { $They } hat eine Erlaubnis neu formuliert.
        }
    }
news-promise = { $code ->
        [made] { $They } hat etwas versprochen.
        [made_withdrawn] { $They } hat etwas versprochen und wieder zurückgezogen.
        [reworded] { $They } hat ein Versprechen neu formuliert.
        [withdrawn] { $They } hat ein Versprechen zurückgezogen.
        [moved] { $They } hat ein Versprechen auf einen anderen Tag verschoben.
        [all_right] { $They } sagt zu deinem Versprechen: Es ist in Ordnung.
        [released] { $They } gibt dich von einem Versprechen frei.
        [read] { $They } hat dein Versprechen gelesen.
       *[thanked] { $They } dankt dir für dein Versprechen.
    }
news-promise-marked = { $whose ->
        [mine] { $result ->
            [kept] { $They } sagt, dein Versprechen wurde gehalten.
            [not_kept] { $They } sagt, dein Versprechen wurde nicht gehalten.
           *[not_applicable] { $They } sagt, dein Versprechen traf nicht zu.
        }
       *[theirs] { $result ->
            [kept] { $They } sagt, ein Versprechen wurde gehalten.
            [not_kept] { $They } sagt, ein Versprechen wurde nicht gehalten.
           *[not_applicable] { $They } sagt, ein Versprechen traf nicht zu.
        }
    }
news-promise-differs = { $whose ->
        [mine] Du und { $they } seht dein Versprechen verschieden.
       *[theirs] Du und { $they } seht ein Versprechen verschieden.
    }
news-ritual-marked = { $plan ->
        [now] { $result ->
            [did_it] { $They } hat zu einem Ritual für den { $day } angegeben: gemacht.
            [not_this_time] { $They } hat zu einem Ritual für den { $day } angegeben: diesmal nicht.
           *[not_applicable] { $They } hat zu einem Ritual für den { $day } angegeben: traf nicht zu.
        }
       *[old] { $result ->
            [did_it] { $They } hat zu einem Ritual für den { $day } angegeben: gemacht (nach dem alten Plan).
            [not_this_time] { $They } hat zu einem Ritual für den { $day } angegeben: diesmal nicht (nach dem alten Plan).
           *[not_applicable] { $They } hat zu einem Ritual für den { $day } angegeben: traf nicht zu (nach dem alten Plan).
        }
    }
news-step-marked = { $whose ->
        [mine] { $result ->
            [done] { $They } sagt zu deinem Schritt eines Plans: erledigt.
            [not_yet] { $They } sagt zu deinem Schritt eines Plans: noch nicht.
           *[not_applicable] { $They } sagt zu deinem Schritt eines Plans: trifft nicht zu.
        }
       *[other] { $result ->
            [done] { $They } sagt zu einem Schritt eines Plans: erledigt.
            [not_yet] { $They } sagt zu einem Schritt eines Plans: noch nicht.
           *[not_applicable] { $They } sagt zu einem Schritt eines Plans: trifft nicht zu.
        }
    }
news-step-marked-on = { $whose ->
        [mine] { $result ->
            [done] { $They } sagt zu deinem Schritt eines Plans für den { $day }: erledigt.
            [not_yet] { $They } sagt zu deinem Schritt eines Plans für den { $day }: noch nicht.
           *[not_applicable] { $They } sagt zu deinem Schritt eines Plans für den { $day }: trifft nicht zu.
        }
       *[other] { $result ->
            [done] { $They } sagt zu einem Schritt eines Plans für den { $day }: erledigt.
            [not_yet] { $They } sagt zu einem Schritt eines Plans für den { $day }: noch nicht.
           *[not_applicable] { $They } sagt zu einem Schritt eines Plans für den { $day }: trifft nicht zu.
        }
    }
news-step-differs = Du und { $they } seht einen Schritt eines Plans verschieden.
news-repair = { $code ->
        [opened] { $They } hat eine Aussprache begonnen.
        [wrote] { $They } hat in einer Aussprache geschrieben.
        [shared] { $They } hat in einer Aussprache eine Notiz geteilt.
        [not_settled] { $They } sagt, eine Aussprache ist nicht mehr geklärt.
        [settled] { $They } sagt, eine Aussprache ist geklärt.
        [took_back] { $They } hat in einer Aussprache Worte zurückgenommen.
       *[linked] { $They } hat etwas mit einer Aussprache verknüpft.
    }
news-check-in = { $code ->
        [open_talk] { $They } hat einen Check-in für dich geöffnet und möchte darüber reden.
        [open] { $They } hat einen Check-in für dich geöffnet.
        [ready] { $They } hat einen Check-in bereit.
       *[not_today] { $They } sagt zum Check-in: heute nicht.
    }
news-thanks = { $code ->
        [thanks] { $They } sagt Danke.
        [taken_back] { $They } hat einen Dank zurückgenommen.
       *[heart] { $They } hat deinem Dank ein Herz gegeben.
    }
news-talk = { $code ->
        [asked] { $They } bittet um ein Gespräch.
        [time] { $They } hat eine Zeit für ein Gespräch genannt.
        [time_back] { $They } hat eine Zeit für ein Gespräch zurückgenommen.
        [agreed] Ihr habt beide dieselbe Zeit für ein Gespräch genannt.
        [said_talked] { $They } sagt, dass ihr geredet habt.
        [talked] Ihr sagt beide, dass ihr geredet habt.
       *[let_go] { $They } hat ein Gespräch losgelassen.
    }
news-break = { $code ->
        [conversation] { $They } macht in einem Gespräch eine Pause.
        [pause] { $They } macht eine Pause.
       *[back] { $They } ist aus einer Pause zurück.
    }
news-openness = { $code ->
        [said] { $They } sagt, wie offen ein Thema sein soll.
       *[no_longer] { $They } sagt nicht mehr, wie offen ein Thema sein soll.
    }
news-together = { $code ->
        [new] { $kind ->
            [note] Eine Notiz, die ihr beide schreiben könnt: { $words }
            [list] Eine Liste, die ihr beide schreiben könnt: { $words }
           *[wording] Ein Entwurf einer Fassung für euch beide: { $words }
        }
       *[changed] { $kind ->
            [note] Eine gemeinsame Notiz hat sich geändert: { $words }
            [list] Eine gemeinsame Liste hat sich geändert: { $words }
           *[wording] Ein Entwurf einer Fassung hat sich geändert: { $words }
        }
    }
news-name = { $code ->
        [first] Die andere Person heißt hier { $they }.
       *[changed] { $They } zeigt dir jetzt einen anderen Namen.
    }
news-zone = { $code ->
        [shows] { $They } zeigt dir eine Zeitzone.
       *[hides] { $They } zeigt keine Zeitzone mehr.
    }
news-newer-app = { $They } hat etwas geschrieben, das eine neuere App braucht. Es bleibt, wie es ist.
