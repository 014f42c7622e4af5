# Die Hilfe der Befehlszeile. Das Englische steht bei den Befehlen selbst (cli/src/args) und hat hier keine zweite Fassung.
#
# command-BEFEHL            was ein Befehl tut, etwa command-agree-propose; command-accord ist das Programm selbst
# command-BEFEHL--ARGUMENT  ein Argument nach seinem Namen im Programm, etwa command-agree-propose--look_again. Steht es dort nicht, gilt das
#                           des Befehls darüber, zuletzt command--ARGUMENT: Was überall dasselbe heißt, steht einmal.
# command-…--ARGUMENT--WERT ein möglicher Wert
# value-NAME                ein Platzhalter
#
# Ohne Punkt am Ende. Ein Test hält alles an die Befehle.

# Platzhalter.

value-AGREEMENT = VEREINBARUNG
value-AREA = BEREICH
value-ACT = KENNUNG
value-ASK = FRAGE
value-CC = LAND
value-CHOICE = WAHL
value-CODE = CODE
value-DATE = DATUM
value-DAYS = TAGE
value-DIR = ORDNER
value-FILE = DATEI
value-FORMAT = FORMAT
value-HASH = HASH
value-HOW = WIE
value-ID = ID
value-IDS = ID
value-KIND = ART
value-LANG = SPRACHE
value-LINK = LINK
value-LIST = LISTE
value-MIN = MINUTEN
value-NAME = NAME
value-NOTE = NOTIZ
value-ON = AN
value-OTHER = ANDERES
value-PAGE = SEITE
value-PART = TEIL
value-RULE = REGEL
value-SIZE = GRÖSSE
value-STANCE = HALTUNG
value-STATE = ZUSTAND
value-STEP = SCHRITT
value-SURE = SICHER
value-TEXT = TEXT
value-TIME = ZEIT
value-TITLE = TITEL
value-TOPIC = THEMA
value-URL = URL
value-VERSION = FASSUNG
value-WHEN = WANN
value-WORDS = WÖRTER
value-ZONE = ZONE
value-ABOUT = WOFÜR
value-CAN = KANN

# Überall.

command-accord = Was zwei Menschen vereinbart, versprochen und voneinander erbeten haben, gemeinsam aufgehoben. Es geht auch ohne Netz; ein Relais, das nichts davon lesen kann, gibt Änderungen weiter
command--home = Datenordner: der Speicher dieses Geräts. Ein Datenordner ist ein Gerät einer Person
command--json = Mit einem JSON-Wert auf der Standardausgabe antworten
command--unlock = Wie ein neuer Datenordner gesperrt wird
command--unlock--keyring = Mit dem Schlüsselbund des Betriebssystems
command--unlock--passphrase = Mit einer Passphrase, nach der bei jedem Start gefragt wird
command--unlock--none = Gar nicht: Wer die Dateien hat, kann sie lesen
command--lang = Sprache dessen, was gezeigt wird; ohne Angabe `ACCORD_LANG` oder die deines Systems. JSON bleibt, wie es ist
command--lang--en = Englisch
command--lang--de = Deutsch
command--draft = Als Entwurf behalten, den sonst niemand sieht
command--look_again = Wann ihr es wieder anseht; nichts endet dann von selbst
command--revision = Die Fassung, auf die du antwortest
command--joins = Andere offene Fassungen, die diese Worte zusammenbringen
command--output = Datei, in die geschrieben wird; ohne sie die Standardausgabe
command--token_file = Datei mit dem Anmelde-Token des Relais
command--every = day, week, month oder eine RRULE wie FREQ=WEEKLY;BYDAY=SU
command--tz = Zeitzone der Uhrzeit; ohne sie deine eigene

# Anfangen, sich verbinden, abgleichen.

command-init = Deine Identität auf diesem Gerät anlegen: ein Tresor und zwölf Wörter zum Wiederherstellen
command-init--name = Dein Name, so wie die andere Person ihn sehen wird
command-init--relay = Relais, das Änderungen weitergibt; ohne eines bleibt alles auf diesem Gerät
command-relay = Das Relais zeigen oder festlegen
command-relay-set = Ab jetzt dieses Relais benutzen
command-relay-set--url = `http(s)://` oder `ws(s)://`, Name und Port
command-move-relay = Mit allem, was ihr teilt, zu einem anderen Relais umziehen. Die andere Person tippt dasselbe; sag es ihr
command-move-relay--url = Das Relais, zu dem es geht: `http(s)://` oder `ws(s)://`, Name und Port
command-relay-reset = Mit dem Stand des Relais weitermachen, wo beide auseinandergingen. Was dort fehlt, wird noch einmal gesagt
command-words = Sagen, wann die zwölf Wörter gemacht wurden, oder neue machen
command-words-renew = Zwölf neue Wörter machen. Die alten öffnen nichts mehr
command-words-renew--remove_other_devices = Auch alle deine anderen Geräte entfernen
command-profile = Ändern, was die andere Person von dir sieht
command-profile-name = Deinen Namen ändern
command-profile-name--name = Dein Name
command-profile-zone = Der anderen Person deine Zeitzone zeigen oder sie wieder verbergen
command-profile-zone--zone = Eine IANA-Zeitzone wie Europe/Berlin
command-profile-zone--hide = Sie wieder verbergen
command-invite = Die andere Person einladen: den gemeinsamen Raum gründen und einen Link oder sechs Wörter machen
command-invite--qr = Den Link auch als QR-Code zeichnen, für eine Kamera
command-invite--spoken = Sechs Wörter zum Vorlesen am Telefon statt eines Links; sie gelten 15 Minuten
command-invite--with = Entwürfe, die geteilt werden, sobald ihr verbunden seid. Ohne Angabe keine
command-invite-cancel = Die Einladung zurückziehen
command-join = Eine Einladung beantworten
command-join--link = Der Link, den du bekommen hast
command-join--spoken = Die sechs Wörter, die du gehört hast; `-` liest sie von der Standardeingabe
command-join--relay = Relais, für das die gesprochenen Wörter sind
command-join--own = Die gesprochenen Wörter sind von `devices add`: Das hier wird ein weiteres Gerät von dir
command-join--name = Dein Name, wenn dieser Datenordner neu ist
command-join--token_file = Datei mit einem Anmelde-Token, wenn die Einladung keines mitbringt
command-recover = Auf einem leeren Rechner mit den zwölf Wörtern alles zurückholen
command-recover--relay = Relais, das deinen Tresor aufhebt
command-recover--words = Die zwölf Wörter; `-` liest sie von der Standardeingabe
command-pairing = Zeigen, wie es um das Verbinden steht, oder die gehörten Wörter bestätigen
command-pairing-confirm = Die vier Wörter eingeben, die du von der anderen Person gehört hast
command-pairing-confirm--words = Die Wörter der Reihe nach
command-sync = Mit dem Relais abgleichen
command-sync--relock = Nach dieser Zeit wieder sperren, etwa 15m oder 90s; `never` für nie. Ohne Angabe nach 15m, wo du eine Passphrase getippt hast
command-sync--watch = Weitermachen, bis du es beendest, mit einer Zeile je Änderung
command-status = Zeigen, wie es um dieses Gerät steht
command-verify = Jeden Eintrag, jede Unterschrift und jede Handlung noch einmal prüfen
command-whatsnew = Zeigen, was neu ist, seit du zuletzt nachgesehen hast
command-whatsnew--seen = Die Marke verschieben: Das nächste Mal beginnt es hier
command-asks = Die Fragen zeigen, die auf dich warten
command-answer = Eine Frage beantworten
command-answer--ask = Die Kennung der Frage
command-answer--choice = Die Kennung der Antwort

# Vereinbarungen.

command-agree = Vereinbarungen: Worte, zu denen beide Ja sagen
command-agree--area = Bereich des Lebens: emotional, physical, mental, spiritual, financial, digital, time, social, intimate, other
command-agree--text = Die Worte; `-` liest sie von der Standardeingabe, ohne Angabe öffnet sich dein Editor
command-agree--topic = Thema einer digitalen Erwartung, etwa answer_time
command-agree--give = Was du gibst
command-agree--from = Erster Tag
command-agree--until = Letzter Tag
command-agree--steps = In einem Plan: ein Schritt als "wessen|Text|fällig|wie oft|woran die andere Person es merkt", wessen ist me, them oder both. Was nach dem Text kommt, darf fehlen oder leer sein. Einmal für jeden Schritt, der Reihe nach. In einem Gegenvorschlag lässt die Nummer eines Schritts allein ihn, wie er ist
command-agree-propose = Worte vorschlagen. Sie gelten, wenn die andere Person zu genau diesen Ja sagt
command-agree-propose--kind = expectation, compromise, ground_rules, plan oder goal
command-agree-counter = Andere Worte vorschlagen. Was du weglässt, bleibt, wie es war
command-agree-accept = Zu einer Fassung Ja sagen
command-agree-accept--can = Kannst du das wirklich: yes, mostly oder no. Ein Nein ist kein Ja
command-agree-decline = Zu einer Fassung Nein sagen. Es braucht keinen Grund
command-agree-retract = Dein eigenes Ja zurücknehmen
command-agree-end = Eine Vereinbarung beenden, allein und sofort
command-agree-again = Die letzten Worte noch einmal vorschlagen
command-agree-hide = Sie in deinen eigenen Listen ausblenden. Die andere Person erfährt davon nie
command-agree-unhide = Sie wieder zeigen
command-agree-part = Deine eigene Seite eines Kompromisses schreiben
command-agree-part--want = Was du gern hättest
command-agree-part--why = Warum
command-agree-part--limit = Wo deine Grenze ist
command-agree-list = Vereinbarungen auflisten
command-agree-list--state = draft, open, not_yet, in_force, lapsed, ended oder closed
command-agree-list--hidden = Auch ausgeblendete zeigen
command-agree-show = Eine mit ihrer Geschichte zeigen
command-agree-show--diff = Zeigen, was sich zwischen den Fassungen geändert hat

# Rituale und Pläne.

command-ritual = Rituale: was ihr beide immer wieder tut. Sie gelten wie Vereinbarungen, wenn beide Ja sagen
command-ritual--at = Uhrzeit wie 20:00: ein Zeitpunkt für beide
command-ritual--tz = Zeitzone von --at; ohne sie deine eigene
command-ritual--own_time = Uhrzeit wie 22:00: für beide zur eigenen Zeit
command-ritual--start = Erster Tag, ab dem die Regel zählt; ohne ihn heute
command-ritual--length = Wie lange, in Minuten
command-ritual--why = Warum es euch beiden guttut
command-ritual--place = Wo, oder über welchen Link
command-ritual--remote = Wie es geht, wenn ihr getrennt seid
command-ritual--area = Bereich des Lebens; ohne ihn time
command-ritual--from = Erster Tag, an dem es als geltend gezeigt wird
command-ritual--until = Letzter Tag, an dem es als geltend gezeigt wird
command-ritual--on = Welches Datum; ohne es das neueste bis heute
command-ritual-propose = Ein Ritual vorschlagen. Es gilt, wenn die andere Person Ja sagt: `accord agree accept ID`
command-ritual-propose--name = Wie du es nennst
command-ritual-counter = Einen anderen Namen, eine andere Zeit oder Regel vorschlagen. Was du weglässt, bleibt, wie es war
command-ritual-counter--name = Ein anderer Name
command-ritual-counter--no_time = Ab jetzt ein Tag ohne Uhrzeit
command-ritual-next = Die nächsten Termine zeigen, nach deiner Uhr und der der anderen Person
command-ritual-next--days = Wie viele Tage
command-ritual-next--from = Erster Tag; ohne ihn heute
command-ritual-did = Ihr habt es gemacht
command-ritual-notthistime = Diesmal nicht. Es braucht keinen Grund
command-ritual-na = Es kam nicht infrage: krank, auf Reisen
command-ritual-move = Für einen Termin eine andere Zeit vorschlagen. Ja oder Nein dazu sagst du mit `accord agree`
command-ritual-move--on = Um welches Datum es geht
command-ritual-move--to = Ein Datum, oder Datum und Uhrzeit wie 2026-11-23T21:00. Ein Datum allein behält die Uhrzeit
command-ritual-move--tz = Zeitzone der Uhrzeit; ohne sie deine eigene
command-ritual-list = Rituale auflisten
command-ritual-show = Eines mit seinen Terminen zeigen
command-plan = Schritte eines Plans markieren, der gilt
command-plan--id = Der Plan
command-plan--step = Die Nummer des Schritts im Plan, oder der Anfang seiner Kennung
command-plan--on = Welches Datum, bei einem Schritt, der sich wiederholt; ohne es das neueste bis heute
command-plan-done = Ein Schritt ist getan
command-plan-notyet = Ein Schritt ist noch nicht getan, so wie du es siehst. Er bleibt offen
command-plan-na = Ein Schritt kommt nicht infrage

# Grenzen und Erlaubnisse.

command-limit = Grenzen: was du nicht tust oder nicht willst. Sie brauchen kein Ja
command-limit--helps = Wie es dir hilft
command-limit--if_crossed = Was du tun wirst, wenn sie überschritten wird
command-limit--limits = Vereinbarung, die diese Grenze nennt und damit anhält
command-limit-add = Eine teilen
command-limit-edit = Die Worte einer eigenen ändern, oder eine zurückgezogene wieder teilen
command-limit-withdraw = Eine eigene zurückziehen, sofort
command-limit-ack = Sagen: Ich habe das gelesen
command-limit-ask = Nach ihr fragen
command-limit-honour = Sagen, wie du sie achten wirst
command-limit-note = Etwas daneben notieren
command-limit-diff = Zeigen, was sich geändert hat, seit du sie gelesen hast
command-limit-list = Sie auflisten
command-limit-show = Eine zeigen
command-limit-show--history = Mit früheren Worten und zurückgezogenen
command-limit-pick = Eine deiner eigenen Fassungen wählen, die nebeneinander stehen
command-permit = Erlaubnisse: was die andere Person darf, bis du etwas anderes sagst
command-permit--helps = { command-limit--helps }
command-permit--if_crossed = { command-limit--if_crossed }
command-permit--limits = { command-limit--limits }
command-permit-add = { command-limit-add }
command-permit-edit = { command-limit-edit }
command-permit-withdraw = { command-limit-withdraw }
command-permit-ack = { command-limit-ack }
command-permit-ask = { command-limit-ask }
command-permit-honour = { command-limit-honour }
command-permit-note = { command-limit-note }
command-permit-diff = { command-limit-diff }
command-permit-list = { command-limit-list }
command-permit-show = { command-limit-show }
command-permit-show--history = { command-limit-show--history }
command-permit-pick = { command-limit-pick }

# Versprechen.

command-promise = Versprechen: was jemand gibt und worauf beide zurückschauen
command-promise-add = Etwas versprechen
command-promise-add--due = Ein Datum, oder Datum und Uhrzeit wie 2026-11-23T21:00
command-promise-add--size = small (klein) oder big (groß)
command-promise-add--sure = yes (ja), mostly (meistens) oder unsure (unsicher)
command-promise-edit = Die Worte eines eigenen ändern
command-promise-kept = Es wurde gehalten
command-promise-notkept = Es wurde nicht gehalten
command-promise-na = Es kam nicht infrage: krank, auf Reisen
command-promise-allright = Es ist in Ordnung
command-promise-release = Die andere Person davon befreien
command-promise-ack = Sagen, dass du es gelesen hast
command-promise-thank = Danke sagen
command-promise-move = Ein eigenes auf einen anderen Tag verlegen
command-promise-withdraw = Ein eigenes zurückziehen
command-promise-list = Versprechen auflisten
command-promise-show = Eines zeigen
command-promise-record = Wie viele gehalten wurden und wie viele nicht, bei euch beiden. Keine Wertung

# Klärungen.

command-repair = Klärungen: Etwas hat wehgetan, und beide schreiben eigene Teile dazu
command-repair-open = Eine anfangen
command-repair-open--about = broken_promise, crossed_limit, hidden_something, hurtful_words oder other; darf fehlen
command-repair-part = Einen eigenen Teil schreiben: account, responsibility, effects, effects_on_us, apology, amends, change oder answer
command-repair-part--replaces = An die Stelle dieses eigenen Teils
command-repair-takeback = Einen eigenen Teil zurücknehmen
command-repair-link = Sagen, dass ein Plan, eine Grenze, eine Vereinbarung oder eine andere Klärung dazugehört
command-repair-unlink = Sagen, dass es nicht mehr dazugehört
command-repair-lookback = Darauf zurückschauen
command-repair-settled = Für dich ist es geklärt. Von der anderen Person wird damit nichts verlangt
command-repair-reopen = Für dich ist es nicht mehr geklärt
command-repair-aside = Sie beiseitelegen: Sie fragt dich nichts mehr. Sonst erfährt es niemand
command-repair-unaside = Sie wieder hervorholen
command-repair-list = Klärungen auflisten
command-repair-show = Eine zeigen

# Heute, Kalender, Check-in und was daneben steht.

command-today = Was heute ansteht
command-ics = Eine Kalenderdatei mit dem, was fällig ist, für deinen eigenen Kalender
command-ics--neutral = „Beschäftigt“ statt der Worte
command-ics--own = Nur, was du gibst, nicht, was die andere Person gibt
command-checkin = Check-in: was du brauchst, möchtest, was dich sorgt und was dich freut. Es öffnet sich, wenn ihr beide so weit seid
command-checkin--need = Was du brauchst
command-checkin--want = Was du möchtest
command-checkin--worry = Was dich sorgt
command-checkin--glad = Was dich freut
command-checkin--from_you = Was du dir von der anderen Person wünschst, etwa „hör einfach zu“
command-checkin--mood = 1 bis 5
command-checkin--talk = Du möchtest darüber reden
command-checkin--now = Es gleich zeigen, ob die andere Person so weit ist oder nicht
command-checkin--tell = Die andere Person darf wissen, dass deines bereit ist
command-checkin--round = Eine andere Runde als die heutige
command-checkin-list = Runden auflisten
command-checkin-takeback = Deines zurücknehmen. Was sich nicht geöffnet hat, verlässt dieses Gerät nie
command-thanks = Danke sagen. Es verlangt nichts zurück
command-thanks--text = Wofür du dankbar bist; `-` liest es von der Standardeingabe
command-thanks--about = Für etwas Getanes (act), oder dafür, wie jemand ist (trait)
command-thanks--tag = Ein eigenes Wort zum Wiederfinden, etwa kitchen
command-thanks-list = Dank auflisten
command-thanks-show = Einen zeigen
command-thanks-heart = Dem Dank der anderen Person ein Herz geben
command-thanks-unheart = Das Herz wieder wegnehmen
command-thanks-keep = Eine private Kopie behalten. Sie bleibt, wenn der Dank zurückgenommen wird, und niemand erfährt davon
command-thanks-takeback = Deinen aus der gemeinsamen Liste nehmen
command-talk = Gespräche: um eines bitten, eine Zeit finden und es auch wieder loslassen
command-talk-ask = Um ein Gespräch bitten
command-talk-ask--topic = Worüber
command-talk-ask--hope = Was du dir erhoffst
command-talk-ask--place = Wo oder wie
command-talk-accept = Eine Zeit nennen. Sie ist vereinbart, wenn ihr beide dieselbe nennt
command-talk-accept--at = Deine Zeit; ohne sie die, die die andere Person genannt hat
command-talk-accept--clear = Deine Zeit zurücknehmen
command-talk-done = Sagen, dass ihr geredet habt. Es endet, wenn ihr das beide sagt
command-talk-letgo = Es loslassen, allein. Es braucht keinen Grund
command-talk-list = Gespräche auflisten
command-talk-show = Eines zeigen
command-timeout = Eine Auszeit in einem Gespräch nehmen. Es braucht keinen Grund; nur du beendest sie
command-timeout--until = Etwa bis dann: 19:00, ein Tag, oder Tag und Uhrzeit wie 2026-11-23T19:00
command-timeout-lift = Deine beenden
command-timeout-list = Auszeiten auflisten
command-pause = Nichts gefragt werden, bis du etwas anderes sagst. Die andere Person sieht nur, dass du eine Pause machst
command-pause--until = Ihr letzter Tag
command-pause--say_nothing = Der anderen Person nichts sagen
command-resume = Deine Pause beenden
command-openness = Wie offen ihr beide bei einem Thema seid. Es verschieden zu halten, ist in Ordnung
command-openness-set = Sagen, wie du es mit einem Thema hältst, oder es mit clear nicht mehr sagen
command-openness-set--topic = phone, messages, money, friends, family, past, health, location, therapy, diary, plans, social_media, ai_tools, what_we_tell_others, oder ein eigenes Wort
command-openness-set--stance--private = Das behalte ich für mich
command-openness-set--stance--ask = Frag mich
command-openness-set--stance--tell = Ich erzähle es dir
command-openness-set--stance--clear = Ich sage es nicht mehr
command-openness-list = Themen auflisten, mit dem, was ihr beide gesagt habt
command-keep-between = Was du geschrieben hast, aus den Exporten und Ausdrucken der anderen Person heraushalten, oder nicht mehr

# Entwürfe, Beiseitegelegtes, Geräte, Gehen, Mitnehmen.

command-private = Entwürfe, die sonst niemand sieht
command-private-list = Entwürfe auflisten
command-private-share = Entwürfe mit der anderen Person teilen, mit dem Datum von heute
command-private-delete = Einen Entwurf löschen. Nichts davon bleibt
command-aside = Was hier liegt und nicht von selbst gesendet wird: Ohne weitere Worte wird es aufgelistet
command-aside-again = Es noch einmal sagen, mit dem Datum von heute und mit dem, worauf es beruht
command-aside-drop = Es gehen lassen, mit dem, was darauf beruht. Nichts davon bleibt
command-devices = Deine eigenen Geräte
command-devices-list = Deine eigenen Geräte auflisten
command-devices-add = Eine Einladung für ein weiteres Gerät von dir machen. Gib sie sonst niemandem: Wer sie beantwortet, liest und schreibt alles, was du kannst
command-devices-add--qr = Den Link auch als QR-Code zeichnen, für eine Kamera
command-devices-add--spoken = Sechs Wörter zum Vorlesen oder Tippen statt eines Links; sie gelten 15 Minuten
command-devices-seen = Sagen, dass du gesehen hast, welche Geräte kamen und gingen: Dieses Gerät sagt es nicht mehr
command-devices-remove = Ein Gerät von dir entfernen, verloren oder weggegeben. Ab dem nächsten Abgleich bekommt es nichts mehr
command-devices-remove--id = Seine Kennung, wie `devices` sie zeigt
command-devices-show = Eines zeigen, mit allem, was es der anderen Person gesagt hat
command-devices-show--id = Seine Kennung, wie `devices` sie zeigt
command-unsent = Was ein entferntes Gerät von dir nicht senden konnte
command-unsent-export = Auf einem entfernten Gerät: was es nicht senden konnte, in eine versiegelte Datei schreiben, die nur deine anderen Geräte öffnen. Check-ins, Auszeiten und was ihr gemeinsam schreibt, bleiben hier
command-unsent-export--file = Die Datei; nie über eine, die schon da ist
command-unsent-review = Auf einem anderen deiner Geräte: zeigen, was so eine Datei enthält. Gesagt wird nichts
command-unsent-review--file = Die Datei
command-unsent-issue = Etwas davon noch einmal sagen, mit dem Datum von heute, als ob du es jetzt tippst
command-unsent-issue--file = Die Datei
command-unsent-issue--acts = Was: Kennungen, wie `unsent review` sie zeigt, in der Reihenfolge, in der sie gesagt werden sollen
command-joint = Was ihr zwei gemeinsam schreibt: Notizen, Listen, Entwürfe von Wortlauten. Beide ändern alles; nichts davon ist ein Ja
command-joint-list = Alles zeigen, was ihr gemeinsam schreibt; `list add` beginnt eine Liste
command-joint-list--away = Auch, was weggelegt ist
command-joint-list-add = Eine Liste beginnen, die ihr beide füllt
command-joint-note = Eine Notiz mit Titel und Text beginnen, die ihr beide schreibt
command-joint-note--text = Der Text; `-` liest ihn von der Standardeingabe. Er darf später kommen
command-joint-wording = Den Entwurf eines Wortlauts beginnen, an dem ihr beide arbeitet, bis ihn einer vorschlägt
command-joint-wording--area = Der Bereich des Lebens, um den es geht
command-joint-wording--kind = Als was er vorgeschlagen würde: expectation, compromise, ground_rules, plan oder goal
command-joint-show = Eines ganz zeigen, mit der Prüfsumme, die seinen Text genau nennt
command-joint-edit = Die Worte einer Notiz, eines Wortlauts oder eines Eintrags ändern, ausgehend vom Text, der dir gezeigt wurde. Nur deine Änderung geht hinaus
command-joint-edit--text = Der ganze neue Text; `-` liest ihn von der Standardeingabe, ohne ihn öffnet sich dein Editor
command-joint-edit--title = Ein anderer Titel, für eine Notiz oder eine Liste
command-joint-edit--seen = Der Text, der dir gezeigt wurde, mit mindestens 16 Stellen seiner Prüfsumme; ohne sie der, den dieses Gerät zuletzt zeigte
command-joint-add = Einen Eintrag an eine Liste hängen
command-joint-add--text = `-` liest ihn von der Standardeingabe
command-joint-tick = Einen Eintrag abhaken. Jeder hakt für sich ab
command-joint-untick = Deinen Haken wieder wegnehmen
command-joint-away = Etwas oder einen Eintrag weglegen. Es bleibt erhalten, und `joint back` holt es zurück
command-joint-back = Weggelegtes zurückholen
command-joint-move = Einen Eintrag in seiner Liste verschieben: an den Anfang oder hinter einen anderen
command-joint-propose = Einen Wortlaut als Vereinbarung vorschlagen, genau wie er dir gezeigt wurde. Er gilt, wenn der andere Mensch Ja sagt
command-joint-propose--area = Bereich des Lebens: emotional, physical, mental, spiritual, financial, digital, time, social, intimate, other
command-joint-propose--text = Die Worte; `-` liest sie von der Standardeingabe, ohne Angabe öffnet sich dein Editor
command-joint-propose--topic = Thema einer digitalen Erwartung, etwa answer_time
command-joint-propose--give = Was du gibst
command-joint-propose--from = Erster Tag
command-joint-propose--until = Letzter Tag
command-joint-propose--steps = In einem Plan: ein Schritt als "wessen|Text|fällig|wie oft|woran die andere Person es merkt", wessen ist me, them oder both. Was nach dem Text kommt, darf fehlen oder leer sein. Einmal für jeden Schritt, der Reihe nach. In einem Gegenvorschlag lässt die Nummer eines Schritts allein ihn, wie er ist
command-joint-propose--kind = expectation, compromise, ground_rules, plan oder goal; ohne Angabe wie im Entwurf
command-joint-propose--seen = Der Text, der dir gezeigt wurde, mit mindestens 16 Stellen seiner Prüfsumme; ohne sie wird er dir gezeigt und du wirst gefragt
command-leave = Die Verbindung verlassen, allein und sofort
command-leave--keep = Deine Kopie von allem Geteilten behalten
command-leave--erase = Alles auf diesem Gerät löschen
command-leave--quiet = Nichts sagen: nur nicht mehr abgleichen
command-leave--yes = Nicht noch einmal fragen
command-export = Was du sehen kannst, in eine Datei oder auf die Standardausgabe schreiben
command-export--all = Alles, was du sehen kannst, mit Geschichte, Prüfsummen und Unterschriften
command-export--for_counsellor = Ein Blatt für eine Beratung: was gilt, deine Grenzen, euer gemeinsamer Plan
command-export--since = Auf diesem Blatt nur, was seit diesem Tag begann oder sich änderte
command-export--with_promises = Auch Versprechen
command-export--with_repairs = Auch Klärungen
command-export--first_session = Fragen für ein erstes Treffen, mit Platz zum Schreiben von Hand
command-export--mine = Nur, was du geschrieben hast
command-export--format = Was geschrieben wird
command-export--format--json = JSON mit Prüfsummen und Unterschriften
command-export--format--html = Dasselbe als Seite zum Lesen und Drucken
command-export--format--automerge = Ein lesbares Automerge-Dokument

# Texte, die zum Programm gehören.

command-help = Die Hilfe zu einem Befehl zeigen
command-help--words = Der Befehl, etwa agree propose
command-templates = Beispiele zum Kopieren und Ändern zeigen. Keines davon gilt von selbst
command-templates--name = Dieses eine ganz zeigen
command-templates--kind = Nur eine Art
command-templates--copy = Es als Entwurf kopieren, den sonst niemand sieht
command-selfcheck = Vier Fragen nur für dich: Ist es Zeit für Hilfe von außen? Nichts wird aufgehoben
command-selfcheck--print = Die Fragen nur zeigen
command-helplines = Nummern von Menschen zeigen, die helfen, nach Land
command-helplines--country = Zwei Buchstaben, etwa DE
command-about = Sagen, was Accord ist und was nicht, und wer was sieht
command-about--page = Nur eine Seite
command-about--page--privacy = Wer was sieht
command-about--page--disclaimer = Was Accord nicht ist
command-not-right = Etwas, das du bekommen hast, fühlt sich nicht richtig an? Wie sich Grenzen und Forderungen unterscheiden, und wer hilft. Nichts wird aufgehoben oder gesendet
command-not-right--id = Die Kennung des Eintrags, für das, was du damit tun kannst
