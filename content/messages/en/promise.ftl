# Promises: a list, one with its dates, counts.

promise-none = No promises here. Start small: `accord promise add "..."`, one you are sure of.
promise-by = promise by { $code ->
        [me] you
       *[them] { $by }
    }
promise-due = due { $due }
promise-you-read = You read it { $on }.
promise-they-read = { $They } read it { $on }.
promise-you-thanked = You said thanks { $on }.
promise-they-thanked = { $They } said thanks { $on }.
promise-devices = your devices: { $marks }
promise-all-right = it is all right
promise-last-days = { $n ->
        [one] The last day
       *[other] The last { $n } days
    }
promise-made-by-you = made by you: { $counts }
promise-made-by-them = made by { $they }: { $counts }
promise-counted = { $n } { $result }
promise-nothing-marked = nothing marked
