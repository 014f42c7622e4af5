# Rituale, ihre Termine und die Schritte von Plänen. Heute.

ritual-none = Hier sind keine Rituale. Kaffee, ein Spaziergang, ein Anruf vor dem Schlafen: Such dir eins aus. `accord ritual propose --name "..." --every week`.
ritual-why = Warum
ritual-where = Wo
ritual-apart = Wenn ihr nicht zusammen seid
ritual-moves = Ritual { $id }: { $day } wird verlegt auf: { $to }
ritual-steps = { $n ->
        [one] 1 Schritt
       *[other] { $n } Schritte
    }
ritual-at = { $time } in { $place }
ritual-own-time = jeweils um { $time } am eigenen Ort
ritual-length = { $n ->
        [one] 1 Minute
       *[other] { $n } Minuten
    }
ritual-from = ab { $day }
ritual-nothing-planned = In diesen Tagen ist nichts geplant. Das ist in Ordnung.
ritual-old-plan = nach dem alten Plan
ritual-devices = deine Geräte: { $marks }
ritual-before-move = vor dem Verlegen: { $when }
ritual-idea = Vorschlag { $id }, { $by }: { $when }
ritual-notice = daran zu merken: { $text }
ritual-marked = { $code ->
        [did_it] { $id } angegeben: Du hast es gemacht. { $They } kann eigenes angeben, das bleibt davon frei.
        [not_this_time] { $id } angegeben: diesmal nicht. Einen Grund braucht es nicht. { $They } kann eigenes angeben, das bleibt davon frei.
       *[not_applicable] { $id } angegeben: traf nicht zu. { $They } kann eigenes angeben, das bleibt davon frei.
    }
ritual-marked-on = { $code ->
        [did_it] { $id } angegeben, { $day }: Du hast es gemacht. { $They } kann eigenes angeben, das bleibt davon frei.
        [not_this_time] { $id } angegeben, { $day }: diesmal nicht. Einen Grund braucht es nicht. { $They } kann eigenes angeben, das bleibt davon frei.
       *[not_applicable] { $id } angegeben, { $day }: traf nicht zu. { $They } kann eigenes angeben, das bleibt davon frei.
    }
ritual-suggests = { $id } schlägt vor: { $to } statt { $on }. Es zählt, wenn { $they } Ja sagt; bis dahin bleibt der Termin, wo er ist.
ritual-step-marked = { $code ->
        [done] Einen Schritt von { $id } angegeben: erledigt. { $They } kann eigenes angeben, das bleibt davon frei.
        [not_yet] Einen Schritt von { $id } angegeben: noch nicht. Der Schritt bleibt offen. { $They } kann eigenes angeben, das bleibt davon frei.
       *[not_applicable] Einen Schritt von { $id } angegeben: trifft nicht zu. { $They } kann eigenes angeben, das bleibt davon frei.
    }
ritual-today-nothing = Heute ist nichts. Das ist in Ordnung.
ritual-today-promise = dein Versprechen, fällig: { $due }: { $words }
ritual-today-questions = { $n ->
        [one] 1 Frage an dich: `accord asks`
       *[other] { $n } Fragen an dich: `accord asks`
    }
ritual-hint-on = { $unit ->
        [hours] { $way ->
            [later] { $n ->
                [one] Für dich { $days } eine Stunde später.
               *[other] Für dich { $days } { $n } Stunden später.
            }
           *[earlier] { $n ->
                [one] Für dich { $days } eine Stunde früher.
               *[other] Für dich { $days } { $n } Stunden früher.
            }
        }
       *[minutes] { $way ->
            [later] { $n ->
                [one] Für dich { $days } eine Minute später.
               *[other] Für dich { $days } { $n } Minuten später.
            }
           *[earlier] { $n ->
                [one] Für dich { $days } eine Minute früher.
               *[other] Für dich { $days } { $n } Minuten früher.
            }
        }
    }
ritual-hint-from = { $unit ->
        [hours] { $way ->
            [later] { $n ->
                [one] Für dich ab dem { $day } eine Stunde später.
               *[other] Für dich ab dem { $day } { $n } Stunden später.
            }
           *[earlier] { $n ->
                [one] Für dich ab dem { $day } eine Stunde früher.
               *[other] Für dich ab dem { $day } { $n } Stunden früher.
            }
        }
       *[minutes] { $way ->
            [later] { $n ->
                [one] Für dich ab dem { $day } eine Minute später.
               *[other] Für dich ab dem { $day } { $n } Minuten später.
            }
           *[earlier] { $n ->
                [one] Für dich ab dem { $day } eine Minute früher.
               *[other] Für dich ab dem { $day } { $n } Minuten früher.
            }
        }
    }
