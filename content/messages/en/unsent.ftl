# What a removed device could not send, and what own devices said.

unsent-by = Written on { $name }, a device of yours that was removed; put into this file { $on }, as that device says.
unsent-careful = Whoever held that device could write on it. Nothing here counts unless you say it again.
unsent-state = { $code ->
        [said] you have said this already
        [ready] can be said again
        [waits] can be said again after one above it
        [by_hand] to be put in by hand where it belongs now
       *[other] cannot be said again as it is
    }
unsent-empty = There is nothing of this kind in it. Private notes are shown with --private, everything else without.
unsent-about = about these words:
unsent-ways = `accord unsent issue FILE ACT` says one again, dated today, as if you typed it now.
unsent-issued = { $n ->
        [one] 1 said again, dated today. It goes out with the next `accord sync`.
       *[other] { $n } said again, dated today. They go out with the next `accord sync`.
    }
unsent-device-said = { $n ->
        [one] It said this to your partner:
       *[other] It said these to your partner:
    }
unsent-device-silent = It said nothing to your partner.
