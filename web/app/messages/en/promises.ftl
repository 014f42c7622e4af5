# Promises: the list, one of them, and words for one.

ui-promises-title = Promises
ui-promises-none = Start small: one promise you are sure of.
ui-promises-add = Make a promise
ui-promises-mine = Made by you
ui-promises-theirs = Made by { $they }
ui-promises-past = What was
ui-promises-counts = The last 30 and 90 days
ui-promises-counts-says = You both see the same numbers. They are no score.
ui-promises-by-you = Made by you: { $counts }
ui-promises-by-them = Made by { $they }: { $counts }
ui-promise-title = { $whose ->
    [me] Your promise
   *[them] { $They }'s promise
}
ui-promise-about = About it
ui-promise-changed-ahead = The words were changed before its day.
ui-promise-how = How it went
ui-promise-result = { $code ->
    [kept] Kept
    [not_kept] Not kept
   *[not_applicable] It did not apply
}
ui-promise-mark = Say how it went
ui-promise-mark-says = This is how you see it. { $They } may see it differently, and both stay.
ui-promise-came-between = What came in the way?
ui-promise-marked = Your mark is kept. { $They }'s own mark stays theirs.
ui-promise-thank = Say thanks
ui-promise-thanked = Your thanks are kept. { $They } will see them when your devices meet the network.
ui-promise-read-said = { $They } will see that you have read this promise.
ui-promise-fine = It is all right
ui-promise-fine-says = However it went, it is all right for you. { $They } will see that.
ui-promise-fine-said = You said that it is all right.
ui-promise-release = Let this promise go
ui-promise-release-says = { $They } is free of it at once. No reason is needed, and nothing counts as not kept.
ui-promise-released = { $They } is free of it.
ui-promise-move = Move it to another day
ui-promise-move-says = You can move it before its day has come. It reads as changed ahead.
ui-promise-moved = Moved. { $They } will see that it was changed ahead.
ui-promise-time-stays = Left out, the time of day stays as it was.
ui-promise-reword = Other words
ui-promise-reword-says = { $They } will see the earlier words too.
ui-promise-reworded = It has these words now. { $They } will see the earlier ones too.
ui-promise-withdraw = Take this promise back
ui-promise-withdraw-says = It ends at once, and { $they } will see that you took it back. What was said about it stays.
ui-promise-withdrawn = Taken back. { $They } will see it when your devices meet the network.

# Words for one.
ui-promise-write-says = Something you can do, in words that leave no doubt when it is done.
ui-promise-words = What you promise
ui-promise-sure = How sure are you of it?
ui-promise-size = How big is it for you?
ui-promise-open-now = { $n ->
    [one] You have 1 promise open.
   *[other] You have { $n } promises open.
}
ui-promise-make = Promise it
ui-promise-made = Promised, and kept on this device. { $They } will see it when your devices meet the network.
