# Was ein entferntes Gerät nicht senden konnte, und was eigene Geräte gesagt haben.

unsent-by = Geschrieben auf { $name }, einem deiner Geräte, das entfernt wurde; in diese Datei gelegt { $on }, wie das Gerät sagt.
unsent-careful = Wer das Gerät hatte, konnte darauf schreiben. Nichts hiervon zählt, wenn du es nicht noch einmal sagst.
unsent-state = { $code ->
        [said] das hast du schon gesagt
        [ready] lässt sich noch einmal sagen
        [waits] lässt sich noch einmal sagen, nach einem darüber
        [by_hand] von Hand einzusetzen, wo es jetzt hingehört
       *[other] lässt sich so nicht noch einmal sagen
    }
unsent-empty = Davon ist nichts darin. Private Notizen zeigt --private, alles andere geht ohne.
unsent-about = zu diesen Worten:
unsent-ways = `accord unsent issue FILE ACT` sagt eines noch einmal, mit dem Datum von heute, als ob du es jetzt tippst.
unsent-issued = { $n ->
        [one] 1 noch einmal gesagt, mit dem Datum von heute. Es geht mit dem nächsten `accord sync` hinaus.
       *[other] { $n } noch einmal gesagt, mit dem Datum von heute. Sie gehen mit dem nächsten `accord sync` hinaus.
    }
unsent-device-said = { $n ->
        [one] Das hat es der anderen Person gesagt:
       *[other] Das hat es der anderen Person gesagt:
    }
unsent-device-silent = Es hat der anderen Person nichts gesagt.
