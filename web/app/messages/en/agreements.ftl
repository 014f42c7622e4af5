# Agreements: the list, one of them, and words for both.

ui-agreements-title = Agreements
ui-agreements-none = No agreements yet. Start from an empty page or copy an example.
ui-agreements-begin = Suggest words
ui-agreements-copy = Copy an example
ui-agreements-for-me = Waiting for you
ui-agreements-for-both = Waiting for you both
ui-agreements-for-them = Waiting for { $they }
ui-agreements-in-force = In force
ui-agreements-draft = Drafts only you see
ui-agreements-ended = Ended

ui-agreement-title = { $kind ->
    [compromise] Compromise
    [ground_rules] Ground rules
    [plan] Plan
    [goal] Goal
    [ritual] Ritual
    [move] Another time
   *[expectation] Agreement
}
ui-agreement-you-suggest = You suggest these words
ui-agreement-they-suggest = { $They } suggests these words
ui-agreement-what-changed = What changed
ui-agreement-yes = Say yes to these words
ui-agreement-yes-said = Your yes is kept on this device. It counts for exactly these words.
ui-agreement-no = Not these words
ui-agreement-no-said = You said no to these words. No reason is needed.
ui-agreement-other-words = Suggest other words
ui-agreement-waits = These words count when { $they } says yes to them.
ui-agreement-take-back = Take my yes back
ui-agreement-taken-back = Your yes is taken back.
ui-agreement-change = Suggest other words
ui-agreement-end = End this
ui-agreement-ended = It has ended. Its words stay in what happened, for you both.
ui-agreement-decline-title = Not these words
ui-agreement-decline-says = { $They } will see that these words are not right for you. You need no reason.
ui-agreement-retract-title = Take your yes back
ui-agreement-retract-says = These words stop counting at once. { $They } will see that you took your yes back.
ui-agreement-end-title = End this agreement
ui-agreement-end-says = It ends at once and for you both. You need no reason. Its words stay in what happened.
ui-agreement-words = The words both would stand by
ui-agreement-words-needed = Write a few words first.
ui-agreement-give = What you give
ui-agreement-write-says = These words count when { $they } says yes to exactly them.
ui-agreement-proposed = Suggested, and kept on this device. { $They } will see it when your devices meet the network.
ui-agreements-hidden = Hidden in your lists
ui-agreement-both-suggest = You both stand by these words
ui-agreement-reword = Change my words
ui-agreement-join = Write words that join these
ui-agreement-join-these = Words that would be joined
ui-agreement-accept-title = Say yes to these words
ui-agreement-accept-says = Your yes counts for exactly these words. You can leave the question open.
ui-agreement-can = Can you really do this?
ui-agreement-can-answer = { $code ->
    [yes] Yes
    [mostly] Mostly
   *[no] No
}
ui-agreement-cannot = Say that I can't do this
ui-agreement-cannot-said = You said that you can't do this. That is not a yes, and nothing is in force by it.
ui-agreement-again = Suggest these words again
ui-agreement-again-said = Suggested again. They count when { $they } says yes to them.
ui-agreement-hide = Hide in my lists
ui-agreement-hidden = It is hidden in your lists and goes on as before. { $They } never learns of it.
ui-agreement-show = Show in my lists again
ui-agreement-shown = It is in your lists again.
ui-agreement-paused-by = { $whose ->
    [me] Your limit names this agreement, so it is paused
   *[them] A limit of { $they } names this agreement, so it is paused
}
ui-agreement-open-limit = Look at the limit
ui-agreement-talk = Ask for a talk
ui-agreement-days = Days: from, until, look again
ui-topic = Topic
ui-no-topic = No special topic
ui-saying-no = Saying no to sharing this is normal and needs no reason. A permission can be withdrawn at any time.

# Each one's own side of a middle ground.
ui-side-mine = Your side
ui-side-theirs = { $They }'s side
ui-side-says = What you would like, why, and up to where. It is yours alone to change; { $they } can read it.
ui-side-write = Write my side
ui-side-change = Change my side
ui-side-want = I would like
ui-side-why = Because
ui-side-limit = Up to here
ui-side-kept = Your side is kept on this device. { $They } will see it when your devices meet the network.

# Steps of a plan.
ui-steps = Steps
ui-step-number = Step { $n }
ui-step-whose = { $code ->
    [me] you
    [them] { $they }
   *[both] you both
}
ui-step-who = Whose step
ui-step-what = What is done
ui-step-notice = How the other notices
ui-step-add = Add a step
ui-step-change = Other words
ui-step-remove = Take out
ui-step-up = Move up
ui-step-down = Move down
ui-step-mark = Say how it went
ui-step-how = How was it for you?
ui-step-marked = Your word about this step is kept. { $They }'s own word stays theirs.
