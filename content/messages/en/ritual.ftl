# Rituals, their dates, and the steps of plans. Today.

ritual-none = No rituals here. Coffee, a walk, a bedtime call: pick one. `accord ritual propose --name "..." --every week`.
ritual-why = Why
ritual-where = Where
ritual-apart = When apart
ritual-moves = ritual { $id }: { $day } moves to { $to }
ritual-steps = { $n ->
        [one] 1 step
       *[other] { $n } steps
    }
ritual-at = { $time } in { $place }
ritual-own-time = each at own { $time }
ritual-length = { $n ->
        [one] 1 minute
       *[other] { $n } minutes
    }
ritual-from = from { $day }
ritual-nothing-planned = Nothing planned in these days. That is fine.
ritual-old-plan = under the old plan
ritual-devices = your devices: { $marks }
ritual-before-move = before it was moved: { $when }
ritual-idea = idea { $id } by { $by }: { $when }
ritual-notice = to notice: { $text }
ritual-marked = { $code ->
        [did_it] Marked { $id }: you did it. { $They }'s own mark stays theirs.
        [not_this_time] Marked { $id }: not this time. No reason is needed. { $They }'s own mark stays theirs.
       *[not_applicable] Marked { $id }: it did not apply. { $They }'s own mark stays theirs.
    }
ritual-marked-on = { $code ->
        [did_it] Marked { $id }, { $day }: you did it. { $They }'s own mark stays theirs.
        [not_this_time] Marked { $id }, { $day }: not this time. No reason is needed. { $They }'s own mark stays theirs.
       *[not_applicable] Marked { $id }, { $day }: it did not apply. { $They }'s own mark stays theirs.
    }
ritual-suggests = { $id } suggests { $to } instead of { $on }. It counts when { $they } says yes; until then the date stays where it is.
ritual-step-marked = { $code ->
        [done] Marked a step of { $id }: done. { $They }'s own mark stays theirs.
        [not_yet] Marked a step of { $id }: not yet. The step stays open. { $They }'s own mark stays theirs.
       *[not_applicable] Marked a step of { $id }: it does not apply. { $They }'s own mark stays theirs.
    }
ritual-today-nothing = Nothing today. That is fine.
ritual-today-promise = your promise, due { $due }: { $words }
ritual-today-questions = { $n ->
        [one] 1 question for you: `accord asks`
       *[other] { $n } questions for you: `accord asks`
    }
ritual-hint-on = { $unit ->
        [hours] { $way ->
            [later] { $n ->
                [one] One hour later for you { $days }.
               *[other] { $n } hours later for you { $days }.
            }
           *[earlier] { $n ->
                [one] One hour earlier for you { $days }.
               *[other] { $n } hours earlier for you { $days }.
            }
        }
       *[minutes] { $way ->
            [later] { $n ->
                [one] One minute later for you { $days }.
               *[other] { $n } minutes later for you { $days }.
            }
           *[earlier] { $n ->
                [one] One minute earlier for you { $days }.
               *[other] { $n } minutes earlier for you { $days }.
            }
        }
    }
ritual-hint-from = { $unit ->
        [hours] { $way ->
            [later] { $n ->
                [one] One hour later for you from { $day } on.
               *[other] { $n } hours later for you from { $day } on.
            }
           *[earlier] { $n ->
                [one] One hour earlier for you from { $day } on.
               *[other] { $n } hours earlier for you from { $day } on.
            }
        }
       *[minutes] { $way ->
            [later] { $n ->
                [one] One minute later for you from { $day } on.
               *[other] { $n } minutes later for you from { $day } on.
            }
           *[earlier] { $n ->
                [one] One minute earlier for you from { $day } on.
               *[other] { $n } minutes earlier for you from { $day } on.
            }
        }
    }
