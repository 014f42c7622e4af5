# Kopien dessen, was war: ein eigener Export, aufgehoben zum Lesen.

import-none = Keine Kopien. `accord import FILE` hebt eine von einer Datei auf, die `accord export` geschrieben hat.
import-kept = Aufgehoben als { $id }: { $n ->
        [one] 1 Eintrag.
       *[other] { $n } Einträge.
    }
import-mark = Das ist, was war, so wie die Datei es sagt. Nichts darin ist unterschrieben, nichts gilt, und niemand steht für die Worte ein.
import-only-you = Nur deine eigenen Geräte haben das. `accord import show ID` zeigt es; `accord import remove ID` entfernt es.
import-copy = { $whose ->
        [mine] was du geschrieben hast
       *[both] was ihr geteilt habt
    }, exportiert { $exported }, aufgehoben { $kept }: { $n ->
        [one] 1 Eintrag
       *[other] { $n } Einträge
    }
import-coming = aufgehoben { $kept }, noch nicht ganz auf diesem Gerät
import-was = damals: { $was }
import-ways = `accord import show { $id } RECORD` zeigt einen davon ganz.
import-removed = Die Kopie ist auf allen deinen Geräten aus den Listen. Was ein Relais oder eine alte Sicherung davon hat, bleibt versiegelt. Die Datei, aus der sie kam, bleibt, wo sie ist.
import-state = { $code ->
        [draft] Entwurf
        [open] offen
        [not_yet] noch nicht
        [in_force] gilt
        [lapsed] abgelaufen
        [ended] beendet
        [closed] zu
        [active] gilt
        [withdrawn] zurückgezogen
        [expired] abgelaufen
        [settled] geklärt
        [kept] gehalten
        [not_kept] nicht gehalten
        [seen_differently] verschieden gesehen
        [no_word] noch nichts gesagt
        [released] frei gegeben
        [changed_ahead] vorher geändert
        [not_applicable] traf nicht zu
        [asked] erbeten
        [agreed] vereinbart
        [talked] geredet
        [let_go] gehen gelassen
        [shared] geteilt
        [taken_back] zurückgenommen
        [keepsake] deine eigene Kopie
        [on] dauert an
        [lifted] vorbei
       *[other] { $name }
    }
