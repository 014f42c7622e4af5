# Was der Eintrag eine Person oder beide fragt, und die Wege weiter. $zero und $one sind beide Namen, damit beide dasselbe lesen.

ask-crossed = { $Zero } und { $one } haben sich gekreuzt: jeweils ein Ja zur Fassung der anderen Person. Welche soll gelten?
ask-earlier-wording = Du hast Ja zu einer früheren Fassung gesagt. { $They } war da schon weiter.
ask-taken-back = { $They } hatte das zurückgenommen, bevor dein Ja ankam.
ask-needs-talk = Eine Grenze nennt diese Vereinbarung, darum ruht sie. Möchten { $zero } und { $one } darüber reden?
ask-own-answers = Zwei deiner Geräte haben verschieden geantwortet, darum zählt keine der beiden Antworten. Welche Worte meinst du?
ask-looks-alike = { $Zero } und { $one } haben unabhängig voneinander etwas vorgeschlagen, das sich ähnlich sieht. Was soll daraus werden?
ask-own-limits = { $code ->
        [limit_worded] Zwei deiner Geräte haben diese Grenze verschieden formuliert. Alle diese Worte gelten, bis du welche davon wählst.
        [limit_withdrawn] Eines deiner Geräte hat diese Grenze zurückgezogen, während ein anderes sie neu formuliert hat. Sie bleibt, bis du etwas anderes sagst.
        [permission_worded] Zwei deiner Geräte haben diese Erlaubnis verschieden formuliert. Sie zählt als zurückgezogen, bis du welche von diesen Worten wählst.
       *[permission_withdrawn] Eines deiner Geräte hat diese Erlaubnis zurückgezogen, während ein anderes sie geändert hat. Sie zählt als zurückgezogen, bis du etwas anderes sagst.
    }
ask-promise-words = Zwei deiner Geräte haben dieses Versprechen verschieden formuliert. Welche Worte meinst du?
ask-promise-marks = Zwei deiner Geräte haben zu diesem Versprechen Verschiedenes angegeben. Was stimmt für dich?
ask-promise-marks-on = Zwei deiner Geräte haben zu diesem Versprechen für den { $day } Verschiedenes angegeben. Was stimmt für dich?
ask-promise-differs = { $Made } sagt, dieses Versprechen wurde gehalten. { $Heard } sagt, es wurde nicht gehalten. Beides bleibt so stehen. Möchtet ihr darüber reden?
ask-promise-differs-on = { $Made } sagt, dieses Versprechen wurde für den { $day } gehalten. { $Heard } sagt, es wurde nicht gehalten. Beides bleibt so stehen. Möchtet ihr darüber reden?
ask-ritual-marks = Zwei deiner Geräte haben zu einem Ritual für den { $day } Verschiedenes angegeben. Was stimmt für dich?
ask-step-marks = Zwei deiner Geräte haben zu einem Schritt eines Plans Verschiedenes angegeben. Was stimmt für dich?
ask-step-marks-on = Zwei deiner Geräte haben zu einem Schritt eines Plans für den { $day } Verschiedenes angegeben. Was stimmt für dich?
ask-step-differs = { $Done } sagt, ein Schritt eines Plans ist erledigt. { $Other } sagt, er ist es noch nicht. Beides bleibt so stehen, und der Schritt bleibt offen. Möchtet ihr darüber reden?
ask-step-differs-on = { $Done } sagt, ein Schritt eines Plans ist für den { $day } erledigt. { $Other } sagt, er ist es noch nicht. Beides bleibt so stehen, und der Schritt bleibt offen. Möchtet ihr darüber reden?
ask-same-event = { $Zero } und { $one } haben jeweils eine Aussprache begonnen, ohne voneinander zu wissen. Geht es um dasselbe? Beide bleiben, wie sie sind.
ask-own-times = Zwei deiner Geräte haben für ein Gespräch verschiedene Zeiten genannt, darum zählt keine. Welche meinst du?
ask-two-times = { $Zero } und { $one } haben für dieses Gespräch verschiedene Zeiten genannt. Beide bleiben stehen; keine ist gewählt.
ask-own-stances = Zwei deiner Geräte haben Verschiedenes darüber gesagt, wie offen du mit einem Thema bist. Bis du wählst, wird gezeigt, was weniger preisgibt.
ask-clock = Die Uhr dieses Geräts scheint falsch zu gehen. Dadurch wurde nichts geändert; sieh bitte nach dem Datum.
ask-way = { $code ->
        [leave] So lassen
        [all_right] In Ordnung
        [talk] Darüber reden
        [none] Nichts davon
        [keep_both] Beides behalten
        [link] Es geht um dasselbe
        [apart] Zwei verschiedene Dinge
        [date_right] Das Datum stimmt
       *[leave_open] Offen lassen
    }
ask-way-words = { $words }
ask-way-move = { $words } → { $to }
ask-way-take = Nehmen, was { $by } vorschlägt: { $words }
ask-way-take-time = Diese Zeit nehmen: { $at }
ask-way-withdraw = { $kind ->
        [limit] Diese Grenze zurückziehen
       *[permission] Diese Erlaubnis zurückziehen
    }
ask-way-mark = { $code ->
        [kept] gehalten
        [not_kept] nicht gehalten
        [not_applicable] trifft nicht zu
        [did_it] gemacht
        [not_this_time] diesmal nicht
        [done] erledigt
       *[not_yet] noch nicht
    }
ask-way-stance = { $code ->
        [private] bleibt bei mir
        [ask] frag mich
        [tell] ich erzähle es dir
       *[none] nichts mehr gesagt
    }
ask-way-stance-note = { $code ->
        [private] bleibt bei mir: { $words }
        [ask] frag mich: { $words }
        [tell] ich erzähle es dir: { $words }
       *[none] nichts mehr gesagt: { $words }
    }
