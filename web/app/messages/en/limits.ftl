# Limits and permissions: the list, one of them, and words for one.

ui-limits-title = Limits and permissions
ui-limits-says = A limit is about yourself and needs no yes. A permission is yours to withdraw, at once.
ui-limits-mine = Yours
ui-limits-theirs = { $They }'s
ui-limits-none-mine = You have not shared any limits. Not sharing is fine.
ui-limits-over = No longer
ui-limits-add = Write a limit
ui-permissions-add = Write a permission
ui-boundary = { $code ->
    [permission] Permission
   *[limit] Limit
}
ui-limit-title = { $code ->
    [permission] { $whose ->
        [me] Your permission
       *[them] { $They }'s permission
    }
   *[limit] { $whose ->
        [me] Your limit
       *[them] { $They }'s limit
    }
}
ui-limit-still-wording = { $They } is still wording this. All these words stand.
ui-limit-changed = What changed since it was read
ui-limit-pick = These words stand
ui-limit-picked = These words stand now.
ui-limit-names = It names this agreement
ui-limit-beside = What was said about it
ui-limit-same = { $They } has the very same words. You can make an agreement of them.
ui-limit-make-agreement = Make it an agreement
ui-limit-read = I have read this
ui-limit-read-said = { $They } will see that you have read these words.
ui-limit-honour = How I'll honour it
ui-limit-honour-title = How I'll honour it
ui-limit-honour-says = A limit needs no yes. If you like, say what you will do. { $They } will see it.
ui-limit-honour-label = What I will do
ui-limit-honour-said = Kept. { $They } will see how you will honour it.
ui-limit-ask = Ask about it
ui-limit-ask-title = Ask about it
ui-limit-ask-says = Ask what you want to understand. { $They } may answer or not.
ui-limit-ask-label = Your question
ui-limit-ask-said = Your question is kept. { $They } will see it when your devices meet the network.
ui-limit-note = Note something beside it
ui-limit-note-title = Note something beside it
ui-limit-note-says = For example, when you used it. You can both read these notes.
ui-limit-note-label = Your note
ui-limit-note-said = Your note is kept beside it.
ui-limit-reword = Other words
ui-limit-share-again = Share it again
ui-limit-withdraw = { $code ->
    [permission] Withdraw this permission
   *[limit] Withdraw this limit
}
ui-limit-withdraw-title = { $code ->
    [permission] Withdraw this permission
   *[limit] Withdraw this limit
}
ui-limit-withdraw-says = It ends at once, without a reason. Its words leave the lists of { $they }; what was said about it stays.
ui-limit-withdrawn = Withdrawn, at once.

# Words for one.
ui-limit-new = Limit or permission
ui-limit-which = What is it?
ui-limit-is = What you do or don't do, or what nobody may do to you.
ui-permission-is = What { $they } may do, until you say otherwise.
ui-limit-write-limit = { $They } need not agree to it. It holds because you say so.
ui-limit-write-permission = You can withdraw it at any time, alone and at once.
ui-limit-words = Your words
ui-limit-words-limit = For example: "I don't take calls after 21:00."
ui-limit-words-permission = For example: "You may wake me when something weighs on you, until I say otherwise."
ui-limit-more = Why, an example, and more
ui-limit-crossed = If it is crossed, I will
ui-limit-crossed-says = Something you do for yourself, such as leaving the room.
ui-limit-names-label = It names an agreement
ui-limit-names-none = No agreement
ui-limit-names-says = That agreement is paused at once, and you both see that it needs a talk.
ui-limit-or-request = What { $they } should do is a request. Suggest words for it: { $they } can say no to them.
ui-limit-shared = Shared, and kept on this device. It needs no yes.
ui-permission-shared = Shared, and kept on this device. You can withdraw it at any time.
