# Bezeichnungen zu Codes. $name ist der Code mit Leerzeichen, falls er neuer ist als diese Liste.

word-you = du
word-you-first = Du
word-partner = die andere Person
word-partner-first = Die andere Person
word-both = ihr beide
word-nobody-now = im Moment niemand
word-area = { $code ->
        [emotional] Gefühle
        [physical] Körper
        [mental] Denken
        [spiritual] Glaube und Sinn
        [financial] Geld
        [digital] Digitales
        [time] Zeit
        [social] Freunde und Familie
        [intimate] Intimes
        [other] Anderes
       *[other] { $name }
    }
word-kind = { $code ->
        [expectation] Erwartung
        [compromise] Kompromiss
        [ground_rules] Grundregeln
        [plan] Plan
        [goal] Ziel
        [ritual] Ritual
        [move] anderer Termin
       *[other] { $name }
    }
word-topic = { $code ->
        [how_often_we_talk] wie oft wir reden
        [answer_time] Antwortzeit
        [quiet_hours] Ruhezeiten
        [video] Video
        [social_posts] Beiträge im Netz
        [tagging] Markieren
        [photos] Fotos
        [contact_with_exes] Kontakt zu früheren Beziehungen
        [passwords_devices] Passwörter und Geräte
        [location] Standort
        [money_apps] Geld-Apps
        [ai_tools] KI-Werkzeuge
        [work_devices] Geräte der Arbeit
        [phone] Telefon
        [messages] Nachrichten
        [money] Geld
        [friends] Freundschaften
        [family] Familie
        [past] Vergangenes
        [health] Gesundheit
        [therapy] Therapie
        [diary] Tagebuch
        [plans] Pläne
        [social_media] soziale Medien
        [what_we_tell_others] was wir anderen erzählen
       *[other] { $name }
    }
word-state = { $code ->
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
       *[other] { $name }
    }
word-answer = { $code ->
        [yes] ja
        [no] nein
        [taken_back] zurückgenommen
        [void] zählt nicht
       *[other] { $name }
    }
word-act = { $code ->
        [proposed] vorgeschlagen
        [accepted] angenommen
        [yes] ja
        [no] nein
        [took_back] zurückgenommen
        [cannot] nicht möglich
        [ended] beendet
        [own_part] eigene Seite
        [keep_both] beides behalten
        [left] gegangen
        [added] angelegt
        [shared] geteilt
        [reworded] neu formuliert
        [withdrew] zurückgezogen
        [acknowledged] gelesen
        [asked] gefragt
        [honour] so wird es beachtet
        [noted] Notiz
        [picked] Worte gewählt
        [promised] versprochen
        [marked] angegeben
        [kept] gehalten
        [not_kept] nicht gehalten
        [not_applicable] trifft nicht zu
        [all_right] in Ordnung
        [released] frei gegeben
        [moved] verschoben
        [thanked] gedankt
       *[other] { $name }
    }
word-result = { $code ->
        [draft] Entwurf
        [open] offen
        [kept] gehalten
        [not_kept] nicht gehalten
        [seen_differently] verschieden gesehen
        [no_word] noch nichts gesagt
        [released] frei gegeben
        [changed_ahead] vorher geändert
        [withdrawn] zurückgezogen
        [not_applicable] traf nicht zu
       *[other] { $name }
    }
word-mark = { $code ->
        [did_it] gemacht
        [not_this_time] diesmal nicht
        [not_applicable] traf nicht zu
        [done] erledigt
        [not_yet] noch nicht
       *[other] { $name }
    }
word-date-state = { $code ->
        [planned] geplant
        [moved] verschoben
        [off] fällt aus
        [done] gemacht
        [marked] angegeben
       *[other] { $name }
    }
word-step = { $code ->
        [open] offen
        [done] erledigt
        [seen_differently] verschieden gesehen, noch offen
        [not_applicable] trifft nicht zu
        [not_yet] noch nicht
       *[other] { $name }
    }
word-size = { $code ->
        [small] klein
        [big] groß
       *[other] { $name }
    }
word-sure = { $code ->
        [yes] sicher
        [mostly] ziemlich sicher
        [unsure] unsicher
       *[other] { $name }
    }
word-every = { $code ->
        [day] jeden Tag
        [week] jede Woche
        [month] jeden Monat
        [year] jedes Jahr
       *[other] { $name }
    }
word-draft-of = { $code ->
        [agreement] Vereinbarung
        [limit] Grenze
        [permission] Erlaubnis
        [promise] Versprechen
        [check_in] Check-in
        [thanks] Dank
        [talk] Gespräch
        [openness] Offenheit
        [draft] Entwurf
       *[other] { $name }
    }
word-part = { $code ->
        [account] was geschah
        [responsibility] was ich getan habe
        [effects] was es bewirkt hat
        [effects_on_us] was es mit uns gemacht hat
        [apology] Entschuldigung
        [amends] Wiedergutmachung
        [change] was ich ändere
        [answer] Antwort
        [needs] was ich brauche
       *[other] { $name }
    }
word-col-id = ID
word-col-state = Stand
word-col-since = Seit
word-col-look-again = Wieder ansehen
word-col-words = Worte
word-col-whose = Wessen
word-col-area = Bereich
word-col-by = Von
word-col-due = Fällig
word-col-result = Ergebnis
word-col-draft-of = Entwurf von
word-col-when = Wann
word-col-name = Name
word-col-opened-by = Begonnen von
word-col-on = Am
word-col-title = Titel
word-aside = { $code ->
        [name] Name
        [zone] Zeitzone
        [proposal] Vorschlag
        [yes] Ja
        [no] Nein
        [taking_back_a_yes] Zurücknehmen eines Ja
        [end] Ende
        [own_side] eigene Seite
        [keeping_both] Behalten von beiden
        [limit] Grenze
        [permission] Erlaubnis
        [withdrawal] Zurückziehen
        [having_read] Gelesen-Zeichen
        [question] Frage
        [honouring] Beachten
        [note] Notiz
        [choice] Wahl
        [promise] Versprechen
        [mark] Angabe
        [all_right] In-Ordnung-Zeichen
        [release] Freigabe
        [another_day] anderer Tag
        [thanks] Dank
        [word_between_you] Wort zwischen euch
        [repair] Aussprache
        [part_of_a_repair] Teil einer Aussprache
        [draft] Entwurf
        [private_note] private Notiz
        [end_of_a_private_note] Ende einer privaten Notiz
        [note_of_you_both] Notiz von euch beiden
        [list_of_you_both] Liste von euch beiden
        [wording_of_you_both] Wortlaut von euch beiden
        [line_of_a_list] Zeile einer Liste
        [note_of_this_device] Notiz dieses Geräts
       *[other] { $name }
    }
