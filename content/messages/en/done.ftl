# What one act came to: what happened, what is safe, what comes next.

done-hidden = { $id } is hidden in your lists. { $They } never learns of it. `accord agree unhide { $id }` shows it again.
done-unhidden = { $id } is in your lists again.
done-answered = Answered.
done-cannot = Noted on { $id }: you can't do this. That is not a yes, and nothing is in force by it.
done-proposed = { $id } proposed. It counts when { $they } says yes to these words.
done-until-then = Until then the words in force stay in force.
done-agreed-from = Agreed. In force from { $day }. { $They }'s devices will agree when they meet the network.
done-agreed-since = In force on this device since { $day }. { $They }'s devices will agree when they meet the network.
done-yes-kept = Your yes to { $id } is kept. It counts when { $they } says yes to the same words.
done-declined = You said no to these words of { $id }. No reason is needed. Other words: `accord agree counter { $id } -m "..."`.
done-retracted = Your yes on { $id } is taken back. { $They } will see that at the next exchange.
done-ended = { $id } has ended. Its words stay in what happened, for you both. { $They } will see that at the next exchange.
done-own-side = Your side of { $id } is kept. { $They } will see it at the next exchange.
done-both-stay = { $id } and the other one both stay.
done-boundary-shared = { $id } is shared at the next exchange. It needs no yes.
done-needs-talk = Agreement { $id } now needs a talk.
done-boundary-withdrawn = { $id } is withdrawn, at once. Its words leave { $they }'s lists at the next exchange.
done-boundary-read = You said that you have read { $id }. { $They } will see that.
done-boundary-asked = Your question about { $id } goes out at the next exchange.
done-boundary-honoured = How you will honour { $id } goes out at the next exchange.
done-boundary-noted = Your note beside { $id } goes out at the next exchange.
done-boundary-picked = These words of { $id } stand now.
done-promised = { $id } promised. { $They } will see it at the next exchange.
done-promised-due = { $id } promised, due { $due }. { $They } will see it at the next exchange.
done-promise-words = { $id } has these words now. { $They } sees the earlier ones too.
done-promise-marked = { $code ->
        [kept] Marked { $id }: kept. { $They }'s own mark stays theirs.
        [not_kept] Marked { $id }: not kept. { $They }'s own mark stays theirs.
       *[not_applicable] Marked { $id }: did not apply. { $They }'s own mark stays theirs.
    }
done-promise-marked-on = { $code ->
        [kept] Marked { $id }, { $day }: kept. { $They }'s own mark stays theirs.
        [not_kept] Marked { $id }, { $day }: not kept. { $They }'s own mark stays theirs.
       *[not_applicable] Marked { $id }, { $day }: did not apply. { $They }'s own mark stays theirs.
    }
done-seen-differently = You and { $they } see it differently. Both marks stay.
done-all-right = You said about { $id }: it is all right.
done-released = { $They } is free of { $id }.
done-promise-moved = { $id } is moved to { $day }. It reads "changed ahead", not "not kept".
done-promise-withdrawn = { $id } is withdrawn. { $They } will see that at the next exchange.
done-promise-read = You said that you have read { $id }.
done-promise-thanked = Your thanks for { $id } go out at the next exchange.
done-draft = { $id } is kept as a draft. Nobody else sees it.
done-draft-share = `accord private share { $id }` shares it.
done-draft-share-later = Once you are paired, `accord private share { $id }` shares it.
done-shared = { $n ->
        [one] 1 draft shared at the next exchange, dated today.
       *[other] { $n } drafts shared at the next exchange, dated today.
    }
done-shared-as = { $draft } is { $id } now; the old id still finds it.
done-aside-none = Nothing is set aside.
done-aside = { $reason ->
        [copy] { $what }, made { $on }: another copy of this home was in use.
        [needs] { $what }, made { $on }: it stands on another one here.
        [act_not_allowed] { $what }, made { $on }: no app would read it as it is.
        [too_large] { $what }, made { $on }: the relay says it is too large.
       *[other] { $what }, made { $on }: the relay would not take it.
    }
done-aside-kept = It is kept on this device and not sent by itself.
done-aside-ways = `accord aside again ID` says it again, dated today. `accord aside drop ID` lets it go; nothing of it stays.
done-invite-cancelled = The invitation is called off. The next exchange tells the relay. Nothing was shared.
done-words-right = These are the right words. The next `accord sync` goes on from here.
done-draft-deleted = The draft is gone. Nothing of it stays.
done-taken-back = Taken back. It had not left this device, so nothing of it stays.
done-said-again = Said again, dated today. It goes out at the next exchange.
done-let-go = Let go. Nothing of it stays.
done-left-quiet = Stopped. Nothing goes out or comes in any more, and nothing is said. What you two shared stays sealed at the relay, as while you are offline.
done-left = You have left. Your copy is kept here. { $They } is told at the next exchange. The relay cannot read what you two shared. It erases it once you both have left and every device has it, else 30 days after the first of you left; its operator may have set another time.
done-done = Done.
done-drafts-none = No drafts. `--draft` keeps what you write to yourself until you share it.
done-drafts-private = Nobody else sees these. `accord private share ID` shares one.
done-device-removed = It is removed with the next `accord sync`, and gets nothing more from then on. Until every place has it, `accord status` says so.
done-device-removed-already = It is removed already.
