# What changed, and the questions that wait.

news-none = Nothing new.
news-group = { $code ->
        [agreements] Agreements
        [boundaries] Limits and permissions
        [promises] Promises
        [check_ins] Check-ins
        [thanks] Thanks
        [talks_and_breaks] Talks and breaks
        [openness] Openness
        [people] People
        [needs_newer_app] Needs a newer version of accord
        [repairs] Repairs
       *[other] { $name }
    }
news-no-questions = No questions wait for you.
news-answer-with = Answer with `accord answer ID CHOICE`. Nothing waits for it: you may leave it open.
news-suggested = suggested
