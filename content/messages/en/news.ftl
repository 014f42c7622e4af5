# What changed, in one calm sentence each, and the questions that wait. What a person wrote is not repeated in them.

news-none = Nothing new.
news-group = { $code ->
        [agreements] Agreements
        [boundaries] Limits and permissions
        [promises] Promises
        [check_ins] Check-ins
        [thanks] Thanks
        [talks_and_breaks] Talks and breaks
        [openness] Openness
        [together] Written together
        [people] People
        [needs_newer_app] Needs a newer version of accord
        [repairs] Repairs
       *[other] { $name }
    }
news-no-questions = No questions wait for you.
news-answer-with = Answer with `accord answer ID CHOICE`. Nothing waits for it: you may leave it open.
news-suggested = suggested
news-agreement = { $said ->
        [move] { $They } suggests another time for one date of a ritual.
        [other_words] { $They } suggests other words.
        [ritual] { $They } proposes a ritual.
        [proposed] { $They } proposes something.
        [yes] { $They } said yes.
        [no] { $They } said no to these words.
        [took_back] { $They } took a yes back.
        [ended_ritual] { $They } ended this ritual.
        [ended] { $They } ended this agreement.
       *[part] { $They } wrote about their own side.
    }{ $outcome ->
        [in_force] {" "}It is in force.
        [waits] {" "}It waits for your answer.
        [not_in_force] {" "}These words are not in force.
       *[none] {""}
    }
news-look-again = You both wanted to look at this again. It stays in force.
news-limit = { $kind ->
        [limit] { $said ->
            [read] { $They } has read your limit.
            [asked] { $They } asks about your limit.
            [honoured] { $They } says how your limit will be honoured.
            [noted] { $They } noted something beside your limit.
            [shared] { $They } shared a limit.
            [shared_withdrawn] { $They } shared and withdrew a limit.
            [withdrawn] { $They } withdrew a limit.
           *[reworded] { $They } reworded a limit.
        }
       *[permission] { $said ->
            [read] { $They } has read your permission.
            [asked] { $They } asks about your permission.
            [honoured] { $They } says how your permission will be honoured.
            [noted] { $They } noted something beside your permission.
            [shared] { $They } shared a permission.
            [shared_withdrawn] { $They } shared and withdrew a permission.
            [withdrawn] { $They } withdrew a permission.
           *[reworded] { $They } reworded a permission.
        }
    }
news-promise = { $code ->
        [made] { $They } made a promise.
        [made_withdrawn] { $They } made and withdrew a promise.
        [reworded] { $They } worded a promise anew.
        [withdrawn] { $They } withdrew a promise.
        [moved] { $They } moved a promise to another day.
        [all_right] { $They } says about your promise: it is all right.
        [released] { $They } released you from a promise.
        [read] { $They } has read your promise.
       *[thanked] { $They } says thanks for your promise.
    }
news-promise-marked = { $whose ->
        [mine] { $result ->
            [kept] { $They } marked your promise as kept.
            [not_kept] { $They } marked your promise as not kept.
           *[not_applicable] { $They } marked your promise as not applicable.
        }
       *[theirs] { $result ->
            [kept] { $They } marked a promise as kept.
            [not_kept] { $They } marked a promise as not kept.
           *[not_applicable] { $They } marked a promise as not applicable.
        }
    }
news-promise-differs = { $whose ->
        [mine] You and { $they } see your promise differently.
       *[theirs] You and { $they } see a promise differently.
    }
news-ritual-marked = { $plan ->
        [now] { $result ->
            [did_it] { $They } marked { $day } of a ritual: did it.
            [not_this_time] { $They } marked { $day } of a ritual: not this time.
           *[not_applicable] { $They } marked { $day } of a ritual: did not apply.
        }
       *[old] { $result ->
            [did_it] { $They } marked { $day } of a ritual: did it (under the old plan).
            [not_this_time] { $They } marked { $day } of a ritual: not this time (under the old plan).
           *[not_applicable] { $They } marked { $day } of a ritual: did not apply (under the old plan).
        }
    }
news-step-marked = { $whose ->
        [mine] { $result ->
            [done] { $They } marked your step of a plan as done.
            [not_yet] { $They } marked your step of a plan as not yet.
           *[not_applicable] { $They } marked your step of a plan as not applicable.
        }
       *[other] { $result ->
            [done] { $They } marked a step of a plan as done.
            [not_yet] { $They } marked a step of a plan as not yet.
           *[not_applicable] { $They } marked a step of a plan as not applicable.
        }
    }
news-step-marked-on = { $whose ->
        [mine] { $result ->
            [done] { $They } marked your step of a plan as done for { $day }.
            [not_yet] { $They } marked your step of a plan as not yet for { $day }.
           *[not_applicable] { $They } marked your step of a plan as not applicable for { $day }.
        }
       *[other] { $result ->
            [done] { $They } marked a step of a plan as done for { $day }.
            [not_yet] { $They } marked a step of a plan as not yet for { $day }.
           *[not_applicable] { $They } marked a step of a plan as not applicable for { $day }.
        }
    }
news-step-differs = You and { $they } see a step of a plan differently.
news-repair = { $code ->
        [opened] { $They } opened a repair.
        [wrote] { $They } wrote in a repair.
        [shared] { $They } shared a note in a repair.
        [not_settled] A repair is not settled for { $they } any more.
        [settled] A repair is settled for { $they }.
        [took_back] { $They } took words back in a repair.
       *[linked] { $They } linked something to a repair.
    }
news-check-in = { $code ->
        [open_talk] { $They }'s check-in is open to you. { $They } would like to talk about it.
        [open] { $They }'s check-in is open to you.
        [ready] { $They } has a check-in ready.
       *[not_today] { $They }'s check-in: not today.
    }
news-thanks = { $code ->
        [thanks] { $They } says thank you.
        [taken_back] { $They } took thanks back.
       *[heart] { $They } gave your thanks a heart.
    }
news-talk = { $code ->
        [asked] { $They } asks for a talk.
        [time] { $They } named a time for a talk.
        [time_back] { $They } took a time for a talk back.
        [agreed] You both named the same time for a talk.
        [said_talked] { $They } says that you talked.
        [talked] You both say that you talked.
       *[let_go] { $They } let a talk go.
    }
news-break = { $code ->
        [conversation] { $They } is taking a break in a conversation.
        [pause] { $They } is taking a break.
       *[back] { $They } is back from a break.
    }
news-openness = { $code ->
        [said] { $They } says how open they are about a topic.
       *[no_longer] { $They } no longer says how open they are about a topic.
    }
news-together = { $code ->
        [new] { $kind ->
            [note] A note you both can write: { $words }
            [list] A list you both can write: { $words }
           *[wording] A draft of a wording for you both: { $words }
        }
       *[changed] { $kind ->
            [note] A note of you both changed: { $words }
            [list] A list of you both changed: { $words }
           *[wording] A draft of a wording changed: { $words }
        }
    }
news-name = { $code ->
        [first] Your partner is shown to you as { $they }.
       *[changed] { $They } changed the name shown to you.
    }
news-zone = { $code ->
        [shows] { $They } shows you a time zone.
       *[hides] { $They } no longer shows a time zone.
    }
news-newer-app = { $They } wrote something that needs a newer app. It is kept as it is.
