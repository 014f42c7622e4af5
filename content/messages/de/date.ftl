# Tage und Zeiten, wie Menschen sie lesen. $month zählt ab 1.

date-today = heute
date-day = { $day }. { $month ->
        [1] Jan.
        [2] Feb.
        [3] März
        [4] Apr.
        [5] Mai
        [6] Juni
        [7] Juli
        [8] Aug.
        [9] Sept.
        [10] Okt.
        [11] Nov.
       *[12] Dez.
    }
date-day-year = { $day }. { $month ->
        [1] Jan.
        [2] Feb.
        [3] März
        [4] Apr.
        [5] Mai
        [6] Juni
        [7] Juli
        [8] Aug.
        [9] Sept.
        [10] Okt.
        [11] Nov.
       *[12] Dez.
    } { $year }

# Nach einem Verb oder allein.
date-on = am { $day }
date-moment = { $day }, { $time } in { $place }
date-own-zone = { $day }, { $time } in der eigenen Zone
