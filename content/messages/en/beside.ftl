# Check-ins, thanks, talks, breaks and openness: lists, one of each, and what one act came to. Nothing presses, nothing counts.

beside-checkin-none = No check-ins yet. `accord checkin --need "..."` begins one: two minutes.
beside-thanks-none = No thanks yet. `accord thanks "..."` says one.
beside-talk-none = No talks are asked for. `accord talk ask "..."` asks for one.
beside-break-none = Nobody takes a break. `accord timeout` begins one, without a reason.
beside-topic-none = Nothing is said about any topic. Not saying is fine.
beside-topic-how = `accord openness set TOPIC private|ask|tell` says how you hold one:
beside-topic-codes = { $codes }, or a word of your own.
beside-checkin-taken-back = Your check-in of { $day } is taken back.
beside-checkin-said = { $state ->
        [draft] Kept as a draft. Nobody else sees it.
        [both_open] Your check-in and { $they }'s are open to you both.
        [open] Your check-in is open to { $they } at the next exchange.
        [both_ready] Held back on your devices. { $They } is ready too: it opens at the next exchange.
        [told] Held back on your devices until { $they } is ready too. { $They } may know that it waits.
       *[untold] Held back on your devices until { $they } is ready too. Nothing is told of it.
    }
beside-checkin-of = Check-in of { $day }
beside-checkin-side = { $state ->
        [held_back] { $Who }: held back until both are ready
        [closed] { $Who }: shown as soon as the other's is
        [draft] { $Who }: a draft, seen by nobody else
        [taken_back] { $Who }: taken back
        [ready] { $Who }: ready
        [not_today] { $Who }: not today
        [none] { $Who }: nothing
       *[open] { $Who }: said
    }
beside-checkin-side-on = { $state ->
        [held_back] { $Who }, { $day }: held back until both are ready
        [closed] { $Who }, { $day }: shown as soon as the other's is
        [draft] { $Who }, { $day }: a draft, seen by nobody else
        [taken_back] { $Who }, { $day }: taken back
        [ready] { $Who }, { $day }: ready
        [not_today] { $Who }, { $day }: not today
        [none] { $Who }, { $day }: nothing
       *[open] { $Who }, { $day }:
    }
beside-mood = mood: { $n } of 5
beside-need = need
beside-want = want
beside-worry = worry
beside-glad = glad
beside-would-talk = would like to talk about it
beside-from-you = would like from the other
beside-thanks-said = { $id }: your thanks go to { $they } at the next exchange.
beside-thanks-heart = { $id } has your heart.
beside-thanks-no-heart = { $id } has no heart any more.
beside-thanks-taken-back = { $id } goes from the shared list. A copy { $they } kept stays.
beside-thanks-copy = You keep a copy of { $id }. { $They } never learns of it.
beside-thanks-by = { $code ->
        [me] you
        [them] { $they }
       *[before] kept from before
    }
beside-thanks-note = { $code ->
        [heart] with a heart
        [draft] a draft, seen by nobody else
        [taken_back] taken back
        [keepsake] your own copy
        [kept] kept
       *[between] stays between you
    }
beside-talk-said = { $id }: { $they } hears at the next exchange that you ask for a talk.
beside-talk-state = { $code ->
        [draft] a draft, seen by nobody else
        [asked] asked
        [agreed] agreed
        [talked] talked
        [let_go] let go
        [let_go_me] let go by you
        [let_go_them] let go by { $they }
       *[other] { $name }
    }
beside-talk-by = { $state }, asked for by { $by }, { $day }
beside-talk-hope = hope
beside-talk-where = where
beside-talk-not-before = not before { $at }
beside-talk-not-after = not after { $at }
beside-talk-both-named = both named { $at }
beside-talk-named = { $code ->
        [me] you named { $at }
       *[them] { $they } named { $at }
    }
beside-talked = { $code ->
        [me] you say that you talked
       *[them] { $they } says that you talked
    }
beside-break = { $by ->
        [me] You are taking a break
       *[them] { $They } is taking a break
    }
beside-break-until = { $by ->
        [me] You are taking a break until about { $at }
       *[them] { $They } is taking a break until about { $at }
    }
beside-break-over = { $by ->
        [me] You were taking a break, { $day }
       *[them] { $They } was taking a break, { $day }
    }
beside-break-lift = { $break }. Only you lift it: `accord timeout lift`.
beside-topic-draft = a draft, seen by nobody else
beside-topic-held = { $Who }: { $stance }
beside-topic-nothing = { $Who }: nothing said
beside-topic-differs = You hold this differently, and that is fine.
beside-topic-talk = { $sentence } To talk about it: `accord talk ask "..."`.
beside-between = { $code ->
        [on] What you wrote in { $id } stays between you: { $they }'s next export leaves it out.
       *[off] What you wrote in { $id } may be in { $they }'s exports again.
    }
beside-pause-over = Your pause is over.
beside-pause-said = { $code ->
        [said] Nothing asks you for anything until you say `accord resume`. { $They } sees that you take a break.
       *[quiet] Nothing asks you for anything until you say `accord resume`. { $They } is told nothing.
    }
beside-pause-me = { $code ->
        [said] You take a break.
       *[quiet] You take a break, and nobody is told.
    }
beside-pause-me-until = { $code ->
        [said] You take a break until { $day }.
       *[quiet] You take a break until { $day }, and nobody is told.
    }
beside-pause-them = { $They } is taking a break.
beside-pause-them-until = { $They } is taking a break until { $day }.
