# Limits and permissions.

limit-none = { $code ->
        [permission] No permissions here. Not sharing is fine.
       *[limit] No limits here. Not sharing is fine.
    }
limit-none-theirs = { $code ->
        [permission] { $They } has not shared any permissions. Not sharing is fine.
       *[limit] { $They } has not shared any limits. Not sharing is fine.
    }
limit-whose = { $whose ->
        [me] yours
       *[them] { $they }'s
    }
limit-read = read
limit-shared = shared
limit-kind = { $code ->
        [limit] { $whose ->
            [me] your limit
           *[them] { $they }'s limit
        }
       *[permission] { $whose ->
            [me] your permission
           *[them] { $they }'s permission
        }
    }
limit-still-wording = still being worded: more than one wording stands
limit-wording = wording { $id } of { $day }
limit-earlier = earlier, { $day }
limit-not-shown = The words are not shown any more.
limit-why = Because
limit-example = For example
limit-helps = It helps
limit-if-crossed = If it is crossed
limit-against = against the words that were read:
limit-names = It names agreement { $id }, which needs a talk.
limit-they-read = { $which ->
        [these] { $They } read it { $on }.
       *[earlier] { $They } read earlier words of it { $on }.
    }
limit-you-read = { $which ->
        [these] You read it { $on }.
       *[earlier] You read earlier words of it { $on }.
    }
limit-honour = { $by ->
        [me] You will honour it so, { $day }:
       *[them] { $They } will honour it so, { $day }:
    }
limit-ask = { $by ->
        [me] You ask, { $day }:
       *[them] { $They } asks, { $day }:
    }
limit-note = { $by ->
        [me] You note, { $day }:
       *[them] { $They } notes, { $day }:
    }
limit-same = { $They } has the very same words: { $id }.
