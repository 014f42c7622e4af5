# Was das erneute Prüfen ergab.

verify-counted = { $records ->
        [one] 1 Eintrag
       *[other] { $records } Einträge
    }, { $acts ->
        [one] 1 Angabe
       *[other] { $acts } Angaben
    }, { $people ->
        [one] 1 Person
       *[other] { $people } Personen
    } auf { $devices ->
        [one] 1 Gerät
       *[other] { $devices } Geräten
    }. Falsche Unterschriften: { $bad }.
verify-again = Aus den Einträgen neu gelesen: { $missing ->
        [one] 1 Angabe fehlt
       *[other] { $missing } Angaben fehlen
    } auf diesem Gerät, { $surplus ->
        [one] 1 steht
       *[other] { $surplus } stehen
    } in keinem Eintrag, { $different ->
        [one] 1 steht
       *[other] { $different } stehen
    } dort anders.
verify-quarantined = Eintrag { $position } wurde nicht angenommen: { $reason }
verify-digest = An Stelle { $position } liest sich der gemeinsame Stand so
verify-same = `accord verify` zeigt bei der anderen Person an derselben Stelle dasselbe.
