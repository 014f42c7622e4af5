# What the record asks of one or both, and the ways on. $zero and $one are both names, the founder's first, so that both read the same.

ask-crossed = { $Zero } and { $one } crossed: each said yes to the other's wording. Which one?
ask-earlier-wording = You said yes to an earlier wording: { $they } had already moved on.
ask-taken-back = { $They } had taken this back before your yes arrived.
ask-needs-talk = A limit names this agreement, so it is paused. Do { $zero } and { $one } want to talk about it?
ask-own-answers = Two of your devices answered apart, so neither answer counts. Which words do you mean?
ask-looks-alike = { $Zero } and { $one } each proposed something that looks alike. What do you want?
ask-own-limits = { $code ->
        [limit_worded] Two of your devices worded this limit apart. All these words stand until you pick one.
        [limit_withdrawn] One of your devices withdrew this limit while another one worded it. It stays until you say otherwise.
        [permission_worded] Two of your devices worded this permission apart. It counts as withdrawn until you pick one.
       *[permission_withdrawn] One of your devices withdrew this permission while another one changed it. It counts as withdrawn until you say otherwise.
    }
ask-promise-words = Two of your devices worded this promise apart. Which words do you mean?
ask-promise-marks = Two of your devices marked this promise differently. Which mark is yours?
ask-promise-marks-on = Two of your devices marked this promise differently for { $day }. Which mark is yours?
ask-promise-differs = { $Made } says this promise was kept, { $heard } says it was not. Both stay as they are. Do you want to talk about it?
ask-promise-differs-on = { $Made } says this promise was kept for { $day }, { $heard } says it was not. Both stay as they are. Do you want to talk about it?
ask-ritual-marks = Two of your devices marked { $day } of a ritual differently. Which mark is yours?
ask-step-marks = Two of your devices marked a step of a plan differently. Which mark is yours?
ask-step-marks-on = Two of your devices marked a step of a plan differently for { $day }. Which mark is yours?
ask-step-differs = { $Done } says a step of a plan is done, { $other } says it is not yet. Both stay as they are, and the step stays open. Do you want to talk about it?
ask-step-differs-on = { $Done } says a step of a plan is done for { $day }, { $other } says it is not yet. Both stay as they are, and the step stays open. Do you want to talk about it?
ask-same-event = { $Zero } and { $one } each opened a repair while apart. Are they about the same thing? Both stay as they are.
ask-own-times = Two of your devices named different times for a talk, so neither counts. Which one do you mean?
ask-two-times = { $Zero } and { $one } named different times for this talk. Both stand; none is chosen.
ask-own-stances = Two of your devices spoke apart about how open you are with a topic. What shares less is shown until you pick one.
ask-clock = Your clock looks wrong. Nothing was changed by it; please check the date of this device.
ask-way = { $code ->
        [leave] Leave it as it is
        [all_right] All right
        [talk] Talk about it
        [none] None of these
        [keep_both] Keep both
        [link] About the same thing
        [apart] Two different things
        [date_right] The date is right
       *[leave_open] Leave it open
    }
ask-way-words = { $words }
ask-way-move = { $words } → { $to }
ask-way-take = Take { $by }'s: { $words }
ask-way-take-time = Take { $at }
ask-way-withdraw = { $kind ->
        [limit] Withdraw this limit
       *[permission] Withdraw this permission
    }
ask-way-mark = { $code ->
        [kept] kept
        [not_kept] not kept
        [not_applicable] not applicable
        [did_it] did it
        [not_this_time] not this time
        [done] done
       *[not_yet] not yet
    }
ask-way-stance = { $code ->
        [private] private to me
        [ask] ask me
        [tell] I'll tell you
       *[none] no longer said
    }
ask-way-stance-note = { $code ->
        [private] private to me: { $words }
        [ask] ask me: { $words }
        [tell] I'll tell you: { $words }
       *[none] no longer said: { $words }
    }
