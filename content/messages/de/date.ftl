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
date-utc = { $day }, { $time } UTC

# Tage, die beieinander liegen, ohne ihr Jahr. Ein Monat wird einmal genannt, bei seinem letzten Tag.
date-number = { $day }.
date-near = { $day }. { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    }
date-these = { $n ->
        [1] am { $first }
        [2] am { $first } und { $last }
        [3] am { $first }, { $second } und { $last }
       *[other] vom { $first } bis zum { $last }
    }
