# Talks, breaks, pauses and openness.

ui-talk-title = Talks
ui-talk-none = Nobody asks for a talk now.
ui-talk-ask = Ask for a talk
ui-talk-topic = What about
ui-talk-hope = What I hope for
ui-talk-earliest = Not before
ui-talk-latest = Not after
ui-talk-send = Ask { $they }
ui-talk-asked = Kept on this device. { $They } hears of it when your devices meet the network.
ui-talk-take = Take { $at }
ui-talk-name = Name a time
ui-talk-when = When
ui-talk-clear = Take my time back
ui-talk-time-kept = Your time is named.
ui-talk-time-back = Your time is taken back.
ui-talk-talked = We talked
ui-talk-talked-kept = Noted. It closes when you both say so.
ui-talk-let-go = Let it go
ui-talk-gone = Let go. Nothing follows from it.
ui-break-title = Breaks
ui-break-says = A break in a conversation is seen by { $they }. A pause asks you for nothing, and you choose whether to tell.
ui-break-begin = Take a break
ui-break-begin-says = { $They } sees that you take a break, and no reason. Only you end it.
ui-break-until = Until about
ui-break-begun = Your break has begun.
ui-break-lift = End my break
ui-break-lifted = Your break is over.
ui-pause-begin = Pause being asked
ui-pause-says = Nothing asks you for anything until you go on.
ui-pause-quietly = Don't tell { $they }
ui-pause-quiet = Nothing asks you for anything now. Nobody is told.
ui-pause-said = Nothing asks you for anything now. { $They } sees that you take a break.
ui-pause-resume = Go on
ui-openness-says = How each of you holds a topic. Different is fine, and not saying is too.
ui-openness-say = Say how I hold a topic
ui-openness-change = Change mine
ui-openness-topic = Topic
ui-openness-own = a word of your own
ui-openness-how = How I hold it
ui-openness-stance = { $code ->
    [private] private to me
    [ask] ask me
    [tell] I will tell you
   *[none] I do not say
}
ui-openness-nothing = nothing said
ui-openness-kept = Kept on this device. { $They } will see it when your devices meet the network.
ui-talk-state = { $code ->
    [draft] A draft, seen by nobody else
    [agreed] Both named a time
    [talked] You talked
    [let_go] Let go
    [let_go_me] Let go by you
    [let_go_them] Let go by { $they }
   *[asked] { $by ->
        [me] You asked, { $day }
       *[them] { $They } asked, { $day }
    }
}
