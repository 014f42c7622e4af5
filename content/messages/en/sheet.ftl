# Pages to print and the calendar: what stands on paper, for somebody who does not have the app.

sheet-note = A self-made record, for information only. Not a contract, not certified evidence, not a test, not therapy, not advice.
sheet-foot = { $day } · made by { $by }
sheet-busy = Busy
sheet-title = { $code ->
        [agreed] What we agreed
        [kept] Everything kept here
       *[session] For a first session
    }
sheet-agreed = { $By } and { $with }, as { $by } keeps it.
sheet-since = Only what began or changed since { $day }.
sheet-heading = { $code ->
        [in_force] In force for both
        [plan] The plan of both
        [promises] Promises
        [repair] A repair
        [hashes] By their names
       *[acts] Acts, with their hashes and signatures
    }
sheet-limits-of = Limits of { $by }
sheet-fact = { $code ->
        [since] Since
        [until] Until
        [look_again] Look again
        [gives] Gives
        [when] When
        [why] Why
        [step] Step
        [every] How often
        [paused] Paused
        [by] By
        [result] Result
        [due] Due
        [opened] Opened
        [part] Part
       *[helps] How it helps
    }
sheet-day = { $day }
sheet-moment = { $at }
sheet-name = { $By }
sheet-words = { $words }
sheet-by = { $By }: { $words }
sheet-by-both = Both: { $words }
sheet-every = { $every ->
        [day] every day
        [week] every week
        [month] every month
        [year] every year
       *[other] { $every }
    }
sheet-when = { $every ->
        [day] every day, from { $day }
        [week] every week, from { $day }
        [month] every month, from { $day }
        [year] every year, from { $day }
       *[other] { $every }, from { $day }
    }
sheet-when-at = { $every ->
        [day] every day, { $time } { $zone }, from { $day }
        [week] every week, { $time } { $zone }, from { $day }
        [month] every month, { $time } { $zone }, from { $day }
        [year] every year, { $time } { $zone }, from { $day }
       *[other] { $every }, { $time } { $zone }, from { $day }
    }
sheet-when-own = { $every ->
        [day] every day, each at own { $time }, from { $day }
        [week] every week, each at own { $time }, from { $day }
        [month] every month, each at own { $time }, from { $day }
        [year] every year, each at own { $time }, from { $day }
       *[other] { $every }, each at own { $time }, from { $day }
    }
sheet-paused = a limit of one of the two touches it
sheet-result = { $code ->
        [open] open
        [kept] kept
        [not_kept] not kept
        [seen_differently] seen differently
        [no_word] no word
        [released] released
        [changed_ahead] changed ahead
        [withdrawn] withdrawn
       *[not_applicable] not applicable
    }
sheet-part = { $code ->
        [account] account
        [responsibility] responsibility
        [effects] effects
        [effects_on_us] effects on us
        [apology] apology
        [amends] amends
        [change] change
       *[answer] answer
    }
sheet-hashes = Each wording is named by a hash of its exact words. Equal names mean equal words, to the letter.
sheet-hash-of = { $code ->
        [agreement] Agreement { $id }
        [promise] Promise { $id }
       *[limit] Limit { $id }
    }
sheet-digest = Everything both hold, as one name
sheet-kept = As { $by } can see it on { $day }, with all history.
sheet-kept-how = Who made what follows from the signatures on the last pages. The JSON export holds the same with every byte, for programs that check.
sheet-group = { $code ->
        [agreements] Agreements
        [boundaries] Limits and permissions
        [promises] Promises
        [repairs] Repairs
        [check_ins] Check-ins
        [thanks] Thanks
        [talks] Talks
        [time_outs] Breaks in conversations
        [openness] Openness
        [drafts_beside] Drafts of other kinds
        [joint] Written together
       *[other] More
    }
sheet-no-words = (no words)
sheet-act = { $day } · partner { $partner } · device { $device } · number { $number } · kind { $kind }
sheet-signed = { $hash } · signature { $signature }
sheet-session = Fill in what you like and leave out the rest. Show it to whom you choose, or to nobody.
sheet-session-afraid = If you are afraid of what happens when your partner reads this, do not fill it in. The help lines in Accord name people who help.
sheet-session-part = { $code ->
        [brings] What brings me
        [way] How we got here
        [from] Where I come from
       *[wish] What I wish for
    }
sheet-session-asks = { $code ->
        [about] What I would like to talk about
        [since] Since when
        [hope] What I hope will be different
        [good] What was good from the beginning
        [changed] What changed, and when
        [tried] What we have tried
        [learnt] What I learnt early about closeness and quarrel
        [bring] What I bring that helps, and what gets in the way
        [step] A small step I could take myself
       *[notice] How I would notice that it gets better
    }
