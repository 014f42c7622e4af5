# Repairs: a list, one with its parts, what an act came to.

repair-none = Nothing here. If something hurts, either of you can open this: `accord repair open "..."`.
repair-aside-state = set aside
repair-aside-by-you = set aside by you
repair-aside = { $id } is set aside: it asks you for nothing more. { $They } never learns of it. `accord repair unaside { $id }` takes it up again.
repair-unaside = { $id } is no longer set aside.
repair-opened = { $id } opened. Each of you can write own parts, in any order; none is needed.
repair-part = Your part of { $id } ({ $part }) goes out at the next exchange. Only you can change it.
repair-taken-back = Taken back in { $id }. What { $they } has read already stays with them.
repair-settled-both = { $id } is settled for both of you. Either can say otherwise at any time.
repair-settled-you = { $id } is settled for you. { $They } takes the time it takes.
repair-reopened = { $id } is open again for you.
repair-by = opened by { $who } { $on }
repair-part-by = { $part } by { $who }
repair-looking-back = Looking back: { $who } { $on }
repair-forgiving = On forgiving: { $who } { $on }
repair-same = About the same thing, you both say: { $ids }
repair-link = Belongs to it: { $id }
repair-is-settled-you = Settled for you.
repair-is-settled-them = Settled for { $they }.
