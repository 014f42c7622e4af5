# Check-ins and thanks.

ui-checkin-says = What each of you needs and is glad of, when you both like.
ui-checkin-none = First one: two minutes.
ui-checkin-begin = Check in
ui-checkin-change = Change it
ui-checkin-taken-back = Taken back.
ui-checkin-leave-out = Everything may be left out.
ui-checkin-mood = How it is right now
ui-checkin-mood-none = not said
ui-checkin-mood-of = { $n ->
    [1] heavy
    [2] rather heavy
    [3] in between
    [4] rather light
   *[5] light
}
ui-checkin-said-need = Needs
ui-checkin-said-want = Wants
ui-checkin-said-worry = Worries about
ui-checkin-said-glad = Is glad of
ui-checkin-said-from_you = Would like from the other
ui-checkin-ask-need = What I need
ui-checkin-ask-want = What I want
ui-checkin-ask-worry = What worries me
ui-checkin-ask-glad = What I am glad of
ui-checkin-ask-from_you = What I would like from you
ui-checkin-talk = I would like to talk about it
ui-checkin-reveal = Who sees it when
ui-checkin-reveal-both = When we are both ready
ui-checkin-reveal-both-says = Held back on your devices until { $they } has written too. Then both open.
ui-checkin-reveal-now = { $They } sees it now
ui-checkin-tell = { $They } may know that mine waits
ui-checkin-keep = Keep it
ui-checkin-held = Kept on this device. It opens when you are both ready.
ui-checkin-shown = Kept on this device. { $They } will see it when your devices meet the network.

ui-thanks-none = Nothing here yet. A line is enough.
ui-thanks-say = Say thanks
ui-thanks-for = Thank you for
ui-thanks-hint = One thing, as exact as you like.
ui-thanks-needed = Write a few words first.
ui-thanks-about = It is about
ui-thanks-about-none = not said
ui-thanks-about-act = something you did
ui-thanks-about-trait = how you are
ui-thanks-send = Say it to { $they }
ui-thanks-said = Kept on this device. { $They } will see it when your devices meet the network.
ui-thanks-heart = Heart
ui-thanks-hearted = It has your heart.
ui-thanks-unhearted = Your heart is taken back.
ui-thanks-keep = Keep a copy for me
ui-thanks-kept = You keep a copy. { $They } never learns of it.
ui-thanks-taken-back = It goes from the shared list. A copy { $they } kept stays.
