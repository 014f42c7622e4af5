# Repair: parts in own words, none of them owed.

ui-repair-says = Nobody owes an answer here, and nothing waits for you.
ui-repair-none = Nothing here. If something hurts, either of you can open this.
ui-repair-open = Open a repair
ui-repair-open-do = Open it
ui-repair-opened = Opened, and kept on this device. Each of you can write own parts, in any order.
ui-repair-title = What it is about
ui-repair-title-hint = { $They } sees these words.
ui-repair-about = What kind of hurt
ui-repair-hurt = { $code ->
    [broken_promise] a broken promise
    [crossed_limit] a crossed limit
    [hidden_something] something hidden
    [hurtful_words] hurtful words
   *[other] something else
}
ui-repair-by = Opened by { $who }, { $day }
ui-repair-part = { $code ->
    [account] What happened, as I lived it
    [responsibility] What I did
    [effects] What it did to you, as I understand it
    [effects_on_us] What it did to us
    [apology] An apology
    [amends] What I do to make up for it
    [change] What I will change
   *[answer] An answer
}
ui-repair-part-says = { $code ->
    [answer] This reaches me, or something is missing. Only if you want to.
   *[account] In your own words. Only you can change them.
}
ui-repair-part-kept = Kept on this device. { $They } will see it when your devices meet the network.
ui-repair-part-back = Taken back. What was read already stays read.
ui-repair-write = Write
ui-repair-reword = Other words
ui-repair-look-back = Look back
ui-repair-look-back-ask = How it is now
ui-repair-look-backs = Looking back
ui-repair-forgive = On forgiving
ui-repair-forgiveness = On forgiving
ui-repair-forgive-says = It goes back and forth, and nothing follows from it. Only you see it unless you share it.
ui-repair-forgive-share = Share this one note with { $they }
ui-repair-forgive-shared = Kept. { $They } will see these words. What you write later stays with you.
ui-repair-settle = Settled for me
ui-repair-settled = Settled for you. { $They } takes the time it takes.
ui-repair-reopen = Not settled any more
ui-repair-reopened = Open again for you.
ui-repair-aside = Keep it away from me
ui-repair-asided = It asks you for nothing more. { $They } never learns of it.
ui-repair-unaside = Take it up again
ui-repair-unasided = It is back among the others.
