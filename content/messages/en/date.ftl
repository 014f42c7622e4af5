# Days and times as people read them. $month counts from 1.

date-today = today
date-day = { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
date-day-year = { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    } { $year }

# After "on" or alone.
date-on = on { $day }
date-moment = { $day }, { $time } in { $place }
date-own-zone = { $day }, { $time } in its zone
date-utc = { $day }, { $time } UTC

# Dates near each other, without their year. A month is named once, with the last of its days.
date-number = { $day }
date-near = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
date-these = { $n ->
        [1] on { $first }
        [2] on { $first } and { $last }
        [3] on { $first }, { $second } and { $last }
       *[other] from { $first } to { $last }
    }
