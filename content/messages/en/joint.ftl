# What two write together: notes, lists, drafts of wordings. $kind is note, list or wording.

joint-nothing = Nothing here. Begin with `accord joint note TITLE`, `accord joint list add TITLE` or `accord joint wording`.
joint-head-kind = Kind
joint-head-says = Says
joint-head-you = You
joint-head-item = Item
joint-kind = { $kind ->
        [note] note
        [list] list
       *[wording] draft of a wording
    }
joint-kind-away = { $kind ->
        [note] note, put away
        [list] list, put away
       *[wording] draft of a wording, put away
    }
joint-begun = { $kind ->
        [note] { $id } The note is begun. Both of you can change it; it goes out at the next exchange.
        [list] { $id } The list is begun. Both of you can change it; it goes out at the next exchange.
       *[wording] { $id } The draft is begun. Both of you can change it; it goes out at the next exchange. It is nobody's yes.
    }
joint-put-away = Put away. `accord joint back { $id }` brings it back.
joint-back = It is back.
joint-items-away = Put away:
joint-area = Area: { $area }
joint-proposed-as = To be proposed as: { $what }
joint-proposed = Proposed as { $id }. What both of you say yes to is there.
joint-text-shown = Text as shown: { $hash }
joint-propose-these = Propose exactly these words?
joint-not-proposed = Nothing was proposed.
