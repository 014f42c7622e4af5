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
