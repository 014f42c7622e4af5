# Was eine Ablehnung sagt: ein Satz je Code, mit dem, was sicher ist, und dem, was jetzt geht.
# `error-CODE` und `error-CODE-fact` wie in ../en/error.ftl. Befehle in Backticks und Codes bleiben, wie sie getippt werden.

error-without-words = Das wurde abgelehnt: { $code }. Nichts wurde geändert.

# Was das Programm selbst ablehnt, und was sein Speicher meldet.

error-usage = Der Befehl passt so nicht. Nichts wurde geändert. `accord --help` zeigt, wie er geht.
error-bad_area = Diesen Bereich gibt es nicht. Es gibt: emotional, physical, mental, spiritual, financial, digital, time, social, intimate, other.
error-bad_kind = Diese Art gibt es nicht. Es gibt: expectation, compromise, ground_rules, plan, goal.
error-bad_hurt = Diese Art von Verletzung gibt es nicht. Es gibt: broken_promise, crossed_limit, hidden_something, hurtful_words, other. Du kannst es auch weglassen.
error-bad_part = Diesen Teil gibt es nicht. Es gibt: account, responsibility, effects, effects_on_us, apology, amends, change, answer.
error-nothing_said = In diesem Check-in steht noch nichts. Schreib etwas hinein: --need, --want, --worry, --glad, --from-you, --mood oder --talk.
error-already_open = Dein Check-in dieser Runde hat dieses Gerät schon verlassen, neue Worte würden also nicht mehr zurückgehalten. Zeig sie mit --now gleich.
error-talk_over = Dieses Gespräch ist vorbei: Ihr habt beide gesagt, dass ihr geredet habt, oder jemand hat es losgelassen. Bitte um ein neues: `accord talk ask`.
error-time_needed = Die andere Person hat keine einzelne Zeit genannt, die du annehmen könntest. Nenn deine mit --at 2026-11-23T20:00.
error-both_wrote_it = Eine Vereinbarung besteht aus den Worten von euch beiden, deshalb hält sie niemand allein aus den Exporten der anderen Person heraus. Unter euch bleiben kann, was nur du geschrieben hast.
error-link_to_itself = Eine Klärung lässt sich nicht mit sich selbst verbinden.
error-bad_size = Ein Versprechen ist klein oder groß: small oder big. Lass es weg, wenn du dich nicht festlegen willst.
error-bad_sure = Wie sicher du bist, sagst du mit yes, mostly oder unsure. Lass es weg, wenn du es nicht sagen willst.
error-bad_state = Diesen Zustand gibt es nicht. Es gibt: draft, open, not_yet, in_force, lapsed, ended, closed.
error-bad_moment = Das ist kein Datum (2026-11-23), keine Zeit (2026-11-23T21:00) und kein Zeitpunkt mit Zeitzone.
error-bad_clock = ACCORD_NOW ist kein Zeitpunkt mit Zeitzone, wie zum Beispiel 2027-03-14T20:00:00+01:00[Europe/Berlin].
error-words_needed = Es gibt noch keine Worte. Gib sie mit -m "..." an, oder mit -m - über die Standardeingabe.
error-no_editor = Dein Editor ließ sich nicht öffnen oder endete mit einem Fehler. Nichts wurde geändert. Gib die Worte mit -m "..." an.
error-file_not_read = Eine Datei ließ sich nicht lesen. Nichts wurde geändert.
error-file_not_read-fact = Eine Datei ließ sich nicht lesen. Nichts wurde geändert. { $code ->
    [permission_denied] Das System meldet: keine Berechtigung.
    [entity_not_found] Das System meldet: nicht gefunden.
    [entity_already_exists] Das System meldet: gibt es schon.
    [is_a_directory] Das System meldet: ist ein Ordner.
    [not_a_directory] Das System meldet: ist kein Ordner.
    [invalid_data] Das System meldet: kein lesbarer Text.
    [no_storage_space] Das System meldet: kein Speicherplatz.
    [timed_out] Das System meldet: Zeit abgelaufen.
   *[other] Das System meldet: { $fact }.
}
error-file_not_written = Die Datei ließ sich nicht schreiben. Deine Daten auf diesem Gerät sind, wie sie waren.
error-file_not_written-fact = Die Datei ließ sich nicht schreiben. Deine Daten auf diesem Gerät sind, wie sie waren. { $code ->
    [permission_denied] Das System meldet: keine Berechtigung.
    [entity_not_found] Das System meldet: nicht gefunden.
    [entity_already_exists] Das System meldet: gibt es schon.
    [is_a_directory] Das System meldet: ist ein Ordner.
    [not_a_directory] Das System meldet: ist kein Ordner.
    [invalid_data] Das System meldet: kein lesbarer Text.
    [no_storage_space] Das System meldet: kein Speicherplatz.
    [timed_out] Das System meldet: Zeit abgelaufen.
   *[other] Das System meldet: { $fact }.
}
error-home_not_writable = Der Datenordner lässt sich nicht zum Schreiben öffnen. Nichts wurde geändert. Prüf, wem er gehört, oder nimm einen anderen mit --home DIR.
error-no_home_folder = Dieses System nennt keinen Ordner für deine Daten. Gib einen mit --home DIR oder ACCORD_HOME an.
error-needs_yes = Vor dem Gehen wird noch einmal gefragt. Gib den Befehl mit --yes noch einmal ein.
error-leaving_waits = Das Relais hat nicht geantwortet. Die andere Person weiß deshalb noch nicht, dass du gegangen bist. Das unterschriebene Wort dazu liegt hier: Gib `accord sync` noch einmal ein, wenn du online bist.
error-leaving_unreadable = Die Datei `accord.leaving` in diesem Ordner, das Wort, dass du gegangen bist, lässt sich nicht lesen. Nichts wurde geändert. Aktualisiere accord; bleibt es so, sag es der anderen Person selbst und entferne diese Datei.
error-erase_failed = Nicht alles ließ sich löschen. Lösch den Datenordner von Hand.
error-no_lock = Hier antwortet kein Schlüsselbund, und es gibt kein Terminal, um nach einer Passphrase zu fragen. Leg eine in eine Datei, die ACCORD_PASSPHRASE_FILE nennt, oder gib --unlock none an. Dann ist der Speicher offen für alle, die seine Dateien haben.
error-passphrase_needed = Dieser Datenordner ist mit einer Passphrase gesperrt. Gib den Befehl in einem Terminal ein, oder nenn in ACCORD_PASSPHRASE_FILE eine Datei, in der sie steht. Nichts ist verloren.
error-passphrases_differ = Die beiden Passphrasen sind nicht gleich. Nichts wurde angelegt. Versuch es noch einmal.
error-bad_passphrase = Eine Passphrase hat mindestens ein Zeichen und nicht zu viele. Nichts wurde geändert.
error-relocked = Die Zeit ist um: Der Datenordner ist wieder gesperrt, und nichts davon bleibt im Speicher. `accord sync --watch` macht weiter; --relock sagt, wie lange. Nichts ist verloren.
error-wrong_passphrase = Das ist nicht die Passphrase dieses Datenordners. Nichts ist verloren: Versuch es noch einmal.
error-private_locked = Deine privaten Notizen haben ein eigenes Schloss. Gib den Befehl in einem Terminal ein, oder nenn in ACCORD_PRIVATE_PASSPHRASE_FILE eine Datei, in der ihre PIN oder Passphrase steht. Nichts wurde geändert.
error-private_elsewhere = Dieses Gerät hat deine privaten Notizen noch nie geöffnet, und es bliebe keins, das es könnte. Lass erst dein anderes Gerät abgleichen, dann dieses. Ist es weg, hol die Notizen mit deinen zwölf Wörtern auf einem weiteren Gerät zurück und entferne es dort. Dürfen sie verloren gehen, sag es dem Befehl dazu: --without-private-notes. Nichts wurde geändert.
error-private_waits = Deine privaten Notizen sind auf diesem Gerät noch nicht offen. Tausch mit deinem anderen Gerät aus, dann mit diesem, und gib dann den Befehl noch einmal ein. Haben sie ein Schloss, nenn in ACCORD_PRIVATE_PASSPHRASE_FILE eine Datei, in der ihre PIN oder Passphrase steht. Nichts wurde geändert.
error-wrong_private_passphrase = Das öffnet deine privaten Notizen nicht. Nichts ist verloren: Versuch es noch einmal.
error-private_lock_set = Deine privaten Notizen haben schon ein eigenes Schloss. `accord private lock change` ändert es.
error-no_private_lock = Deine privaten Notizen öffnen sich mit dem Datenordner, es gibt also kein Schloss zu ändern. `accord private lock set` gibt ihnen ein eigenes.
error-private_passphrase_needed = Hier ist kein Terminal, um nach einer PIN oder Passphrase zu fragen. Nenn eine Datei: ACCORD_PRIVATE_PASSPHRASE_FILE für die erste, ACCORD_PRIVATE_NEW_PASSPHRASE_FILE für eine andere. Nichts wurde geändert.
error-share_as_what = Aus dieser Notiz kann Verschiedenes werden. Sag, was: --as limit, permission, proposal, promise, thanks oder talk. Es wird ein Entwurf, den nur du siehst, bis du ihn teilst. Nichts wurde geteilt.
error-share_one = Nur eine Notiz auf einmal wird zu etwas anderem. Nichts wurde geändert.
error-keyring_silent = Der Schlüsselbund des Systems antwortet nicht, und der Schlüssel dieses Datenordners liegt darin. Nichts ist verloren: Entsperr den Schlüsselbund und versuch es noch einmal.
error-keyring_entry_missing = Der Schlüsselbund des Systems hat keinen Schlüssel für diesen Datenordner. Ohne ihn lässt sich nicht öffnen, was hier liegt. Stell den Schlüsselbund dieses Geräts wieder her, oder fang mit deinen zwölf Wörtern auf einem anderen Gerät an.
error-lock_damaged = Die Sperre dieses Datenordners ist beschädigt oder von einer neueren Version gemacht. Nichts wurde geändert. Lass den Ordner, wie er ist, und versuch es mit der neuesten Version.
error-lock_failed = Der Datenordner ließ sich nicht sperren, deshalb wurde nichts angelegt. Vielleicht ist zu wenig Arbeitsspeicher frei.
error-home_failed = Etwas ging schief, das nicht schiefgehen sollte. Was vorher gespeichert war, ist sicher. Versuch es noch einmal.
error-no_relay_named = Zu gesprochenen Wörtern gehört das Relais, für das sie gemacht sind. Nenn es mit --relay URL.
error-output_needed = Dieses Format ist kein Text. Sag mit -o FILE, wohin es geschrieben werden soll.
error-disk_full = Auf diesem Gerät ist kein Platz mehr. Alles, was vorher gespeichert war, ist sicher; dies wurde nicht gespeichert. Schaff Platz und versuch es noch einmal.
error-home_busy = Ein anderer Prozess hat diesen Datenordner offen. Nichts wurde geändert. Warte, bis er fertig ist, oder beende ihn.
error-home_busy-fact = Ein anderer Prozess hat diesen Datenordner offen. Nichts wurde geändert. Warte, bis er fertig ist, oder beende ihn. Der Speicher ist in Gebrauch von Prozess { $fact }.
error-store_newer = Dieser Datenordner wurde von einer neueren Version von accord geschrieben. Nichts wurde angefasst. Nimm diese Version.
error-bad_relock = Nenne eine Zeit wie 15m, 90s oder 2h, oder `never`. Nichts wurde geändert.
error-store_damaged = Dieser Datenordner lässt sich nicht lesen: Sein Speicher ist beschädigt. Nichts wurde gelöscht oder neu angelegt. Heb eine Kopie des Ordners auf; ein anderes deiner Geräte oder deine zwölf Wörter bringen zurück, was das Relais hat.
error-store_damaged-fact = Dieser Datenordner lässt sich nicht lesen: Sein Speicher ist beschädigt. Nichts wurde gelöscht oder neu angelegt. Heb eine Kopie des Ordners auf; ein anderes deiner Geräte oder deine zwölf Wörter bringen zurück, was das Relais hat. { $code ->
    [not_a_store] Der Schaden: Die Datei ist kein Speicher von accord.
    [layout] Der Schaden: Der Aufbau ist nicht der eines Speichers von accord.
    [inconsistent] Der Schaden: Die Seiten widersprechen einander.
    [unknown_table] Der Schaden: Eine Zeile liegt in der unbekannten Tabelle { $second }.
   *[rows] Was darin steht, passt nicht zusammen: { $second }.
}
error-store_read_only = In diesen Datenordner lässt sich nicht schreiben. Alles darin ist sicher; dies wurde nicht gespeichert.
error-store_failed = Das Gerät hat beim Speichern einen Fehler gemeldet. Was vorher gespeichert war, ist sicher; dies vielleicht nicht. Versuch es noch einmal.
error-store_failed-fact = Das Gerät hat beim Speichern einen Fehler gemeldet. Was vorher gespeichert war, ist sicher; dies vielleicht nicht. Versuch es noch einmal. { $code ->
    [too_large] Es waren { $second } Bytes, erlaubt sind { $third }.
    [permission_denied] Das Gerät meldet: keine Berechtigung.
    [entity_not_found] Das Gerät meldet: nicht gefunden.
    [entity_already_exists] Das Gerät meldet: gibt es schon.
    [is_a_directory] Das Gerät meldet: ist ein Ordner.
    [not_a_directory] Das Gerät meldet: ist kein Ordner.
    [invalid_data] Das Gerät meldet: kein lesbarer Text.
    [no_storage_space] Das Gerät meldet: kein Speicherplatz.
    [timed_out] Das Gerät meldet: Zeit abgelaufen.
   *[other] Das Gerät meldet: { $fact }.
}

# Identität, Relais und Verbinden.

error-no_identity = In diesem Datenordner gibt es noch keine Identität. Fang mit `accord init --name NAME` an, oder mit `accord join LINK --name NAME`, wenn du eingeladen wurdest.
error-home_in_use = In diesem Datenordner gibt es schon eine Identität. Nimm mit --home DIR einen anderen Ordner.
error-keys_not_made = Deine Schlüssel ließen sich nicht erzeugen. Nichts wurde gespeichert. Versuch es noch einmal.
error-bad_name = Ein Name ist eine Zeile mit 1 bis 200 Zeichen, ohne Steuerzeichen. Nichts wurde geändert.
error-bad_zone = Diese Zeitzone gibt es nicht. Nenn eine wie Europe/Berlin.
error-unknown_zone = Diese Zeitzone gibt es nicht. Nenn eine wie Europe/Berlin.
error-bad_relay_url = Das ist keine Adresse eines Relais. Sie sieht aus wie https://relay.example oder ws://localhost:8787, ohne Pfad.
error-relay_not_encrypted = Über ein Netz wird ein Relais mit https:// oder wss:// erreicht. Einfaches http:// ist nur für diesen Rechner.
error-no_relay = Dieser Datenordner hat noch kein Relais. Alles bleibt auf diesem Gerät. Nenn eines mit `accord relay set URL`.
error-move_relay_instead = Dieses Relais benutzt ihr zu zweit, deshalb wird es nicht für dich allein geändert. `accord move-relay URL` nimmt alles zu einem anderen mit; die andere Person tippt dasselbe. Nichts wurde geändert.
error-left_quietly = Du bist still gegangen, und was ihr geteilt habt, bleibt bei seinem Relais. `accord relay set URL` nimmt deine eigenen Sachen zu einem anderen mit. Nichts wurde geändert.
error-relay_unreachable = Das Relais ist nicht erreichbar. Nichts ist verloren: Alles bleibt auf diesem Gerät und geht später hinaus.
error-relay_timeout = Das Relais hat nicht rechtzeitig geantwortet. Nichts ist verloren: Alles bleibt auf diesem Gerät und geht später hinaus.
error-branch_agrees = Dieses Gerät und das Relais stimmen überein. Es gibt nichts zurückzusetzen.
error-no_paper_left = Deine zwölf Wörter haben schon für so viele Beziehungen gedient, wie sie können, deshalb braucht es zuerst neue: `accord words renew`. Nichts wurde geändert.
error-cannot_leave_now = Dein Gehen ließ sich gerade nicht aufschreiben. Nichts wurde geändert. Führ `accord sync` aus und versuch es noch einmal.
error-this_device = Das ist das Gerät, das du gerade benutzt, und es kann sich nicht selbst entfernen. Entferne es von einem anderen deiner Geräte aus, oder geh.
error-paper_device = Das steht für deine zwölf Wörter. Sie sind kein Gerät, das sich entfernen lässt. `accord words renew` ersetzt sie. Nichts wurde geändert.
error-export_failed = Der Export ließ sich nicht machen. Deine Daten sind, wie sie waren.
error-not_paired = Dafür braucht es eine zweite Person, und ihr seid noch nicht verbunden. Was du schreibst, wird als Entwurf aufgehoben. Fang mit `accord invite` an.
error-already_paired = Ihr seid schon verbunden. Nichts wurde geändert.
error-copy_is_here = Auf diesem Gerät liegt deine Kopie dessen, was du vorher mit jemandem geteilt hast. Sie geht von allen deinen Geräten, wenn du neu beginnst; nimm sie also vorher mit: `accord export --all -o FILE`, und später `accord import FILE`. Gib das hier dann mit --anew noch einmal ein. Nichts wurde geändert.
error-not_parted = Hier ist kein Raum, der zu Ende ist. Nichts wurde geändert.
error-joining = Du beantwortest gerade eine Einladung. Bring das zuerst zu Ende: `accord pairing` zeigt, wie es steht.
error-pairing_under_way = Ihr seid gerade dabei, euch zu verbinden. `accord pairing` zeigt, wie es steht; `accord invite cancel` bricht es ab.
error-bad_link = Das ist kein ganzer Einladungslink. Kopier ihn noch einmal, vom ersten bis zum letzten Zeichen.
error-not_in_couple_yet = Dieses Gerät hat noch nicht, was ihr teilt. Was es entfernt, könnte das einzige sein, das es hereinlassen kann, und neue Wörter von hier würden nicht öffnen, was ihr teilt. Lass erst ein anderes deiner Geräte abgleichen oder hol eins mit deinen zwölf Wörtern zurück und mach es dort. Nichts wurde geändert.
error-device_waits = Dieses Gerät gehört noch nicht zu deinen, deshalb lässt sich hier nichts schreiben. `accord pairing` zeigt, wie es steht; `accord invite cancel` macht den Datenordner für etwas anderes frei.
error-too_many_devices = Du hast so viele Geräte, wie es geben kann: acht, deine zwölf Wörter mitgezählt. Entferne zuerst eines: `accord devices remove ID`.
error-device_added = Das neue Gerät ist vielleicht schon dabei, deshalb lässt sich die Einladung nicht mehr zurückziehen. `accord sync` und danach `accord devices remove ID` entfernen es.
error-bad_spoken_words = Das sind nicht die sechs Wörter einer Einladung. Hör noch einmal hin und tipp sie der Reihe nach.
error-bad_recovery_words = Das sind nicht zwölf Wörter zum Wiederherstellen, die zusammengehören. Nichts wurde geändert. Sieh dir jedes Wort und die Reihenfolge an.
error-bad_recovery_words-fact = Das sind nicht zwölf Wörter zum Wiederherstellen, die zusammengehören. Nichts wurde geändert. Sieh dir jedes Wort und die Reihenfolge an. Das erste Wort, das nicht dazugehören kann, ist Nummer { $fact }.
error-words_unknown = Zu diesen Wörtern gehört kein Tresor bei diesem Relais. Nichts wurde geändert. Ihn hat ein anderes Relais oder gar keines, oder neuere Wörter sind an ihre Stelle getreten.
error-other_words = Diese Wörter öffnen einen anderen Tresor als den, der in diesem Datenordner gerade wiederhergestellt wird. Nichts wurde geändert. Nimm mit --home DIR einen anderen Ordner.
error-words_not_stretched = Die gesprochenen Wörter ließen sich nicht aufbereiten: Vielleicht ist zu wenig Arbeitsspeicher frei. Nichts wurde geändert.
error-name_needed = Die andere Person braucht einen Namen für dich. Gib ihn mit --name NAME an.
error-invitation_expired = Die Einladung ist vorbei: Sie wurde benutzt oder zurückgezogen, oder ihre Zeit ist um (7 Tage für einen Link, 15 Minuten für gesprochene Wörter). Nichts wurde geteilt. Eine neue Einladung fängt von vorn an.
error-invitation_used = Jemand hat diese Einladung schon beantwortet, und sie gilt nur einmal. Nichts wurde geteilt. Wenn du das nicht auf einem anderen Gerät warst, sag es der Person, die dich eingeladen hat, und bitte um eine neue.
error-invitation_ended = Die Einladung ist beendet. Nichts wurde geteilt. Eine neue Einladung fängt von vorn an.
error-not_yet = Es gibt noch nichts zu vergleichen. Führ `accord sync` aus, wenn die andere Person geantwortet hat.
error-words_differ = Das sind nicht die Wörter, die die andere Person vorliest. Hör noch einmal hin; der nächste falsche Versuch beendet die Einladung. Wenn sie wirklich verschieden sind, steht jemand zwischen euch: Hör auf und lad neu ein.
error-words_differ-fact = Das sind nicht die Wörter, die die andere Person vorliest. Hör noch einmal hin; der nächste falsche Versuch beendet die Einladung. Wenn sie wirklich verschieden sind, steht jemand zwischen euch: Hör auf und lad neu ein. Zur Sicherheit ist die Einladung beendet.

# Was die Regeln sagen.

error-not_found = Zu dieser Kennung gibt es hier nichts.
error-not_found-fact = { $code ->
    [invitation] Keine Einladung ist unterwegs. `accord invite` macht eine, `accord join LINK` beantwortet eine.
    [pairing] Keine Einladung ist unterwegs. `accord invite` macht eine, `accord join LINK` beantwortet eine.
    [template] Zu dieser Kennung gibt es hier nichts. Gesucht: eine Vorlage mit diesem Namen; `accord templates` zählt sie auf.
    [agreement] Zu dieser Kennung gibt es hier nichts. Gesucht: eine Vereinbarung.
    [revision] Zu dieser Kennung gibt es hier nichts. Gesucht: eine Fassung.
    [promise] Zu dieser Kennung gibt es hier nichts. Gesucht: ein Versprechen.
    [ritual] Zu dieser Kennung gibt es hier nichts. Gesucht: ein Ritual.
    [plan] Zu dieser Kennung gibt es hier nichts. Gesucht: ein Plan.
    [step] Zu dieser Kennung gibt es hier nichts. Gesucht: ein Schritt.
    [repair] Zu dieser Kennung gibt es hier nichts. Gesucht: eine Klärung.
    [talk] Zu dieser Kennung gibt es hier nichts. Gesucht: ein Gespräch.
    [check-in] Zu dieser Kennung gibt es hier nichts. Gesucht: ein Check-in.
    [time-out] Zu dieser Kennung gibt es hier nichts. Gesucht: eine Auszeit.
    [draft] Zu dieser Kennung gibt es hier nichts. Gesucht: ein Entwurf.
    [device] Zu dieser Kennung gibt es hier nichts. Gesucht: ein Gerät.
    [act] Zu dieser Kennung gibt es hier nichts. Gesucht: etwas aus dieser Datei.
    [aside] Zu dieser Kennung gibt es hier nichts. Gesucht: etwas, das beiseiteliegt.
    [ask] Zu dieser Kennung gibt es hier nichts. Gesucht: eine Frage.
    [version] Zu dieser Kennung gibt es hier nichts. Gesucht: eine Fassung.
    [joint] Zu dieser Kennung gibt es hier nichts. Gesucht: etwas gemeinsam Geschriebenes.
    [record] Zu dieser Kennung gibt es hier nichts. Gesucht: ein Eintrag.
   *[other] Zu dieser Kennung gibt es hier nichts. Gesucht: { $fact }.
}
error-ambiguous = Mehr als ein Eintrag beginnt mit dieser Kennung. Tipp mehr davon. Nichts wurde geändert.
error-left = Jemand von euch ist gegangen, deshalb lässt sich nichts Neues sagen. Was geteilt war, bleibt lesbar und lässt sich exportieren.
error-already_left = Du bist schon gegangen. Deine Kopie bleibt auf diesem Gerät.
error-keep_or_erase = Sag, was mit diesem Gerät geschieht: `--keep` hebt deine Kopie auf, `--erase` löscht alles darauf.
error-not_yours = Das kann nur die Person, die es geschrieben hat.
error-yours = Das ist deins: Die Antwort darauf gibt die andere Person.
error-choose_revision = Mehr als eine Fassung ist offen. Sag mit --revision, welche; `accord agree show` zählt sie auf.
error-already_in_force = Genau diese Worte gelten schon. Nichts wurde geändert.
error-in_force = Diese Worte gelten. Um sie zu beenden: `accord agree end`. Um sie zu ändern: `accord agree counter`.
error-not_offered = Niemand steht jetzt zu diesen Worten. Um sie zurückzuholen, schlag sie vor: `accord agree again`.
error-nothing_to_accept = Es gibt keine offenen Worte, denen du zustimmen könntest.
error-nothing_to_decline = Es gibt keine offenen Worte, zu denen du Nein sagen könntest.
error-nothing_to_retract = Du hast hier kein offenes Ja zurückzunehmen.
error-nothing_to_end = Hier gilt nichts, also gibt es nichts zu beenden.
error-no_change = Das sind die Worte, wie sie schon sind. Nichts wurde geändert.
error-not_a_draft = Das ist schon geteilt und deshalb kein Entwurf.
error-no_draft_of_this = Davon gibt es keinen Entwurf.
error-still_a_draft = Das ist noch ein Entwurf, den nur du siehst. Nichts wurde geändert. Teil ihn zuerst mit `accord private share`.
error-withdrawn = Das wurde zurückgezogen, deshalb lässt sich nichts mehr dazu sagen.
error-released = Du wurdest davon befreit, deshalb gibt es nichts zu markieren.
error-terms_missing = Für ein Ritual gibt es `accord ritual`, und nur ein Plan hat Schritte.
error-rule_missing = Sag, wie oft: --every day, week, month oder FREQ=WEEKLY;BYDAY=SU.
error-bad_time = Das ist keine Uhrzeit wie 20:00.
error-bad_length = Ein Ritual dauert 1 bis 1440 Minuten.
error-not_in_force = Diese Worte gelten noch nicht oder nicht mehr. Nichts wurde markiert.
error-too_many_steps = Ein Plan hat höchstens 50 Schritte.
error-step_twice = Derselbe Schritt steht zweimal da. Markier ihn einmal, oder schreib ihn anders.
error-due_missing = Ein Schritt, der sich wiederholt, braucht einen ersten Tag.
error-bad_step = Ein Schritt ist "me|Text", "them|Text" oder "both|Text"; --help zeigt mehr.
error-already_moved = Dieses Datum wurde schon verlegt. Markier stattdessen das neue.
error-already_due = Das war schon fällig. Markier es stattdessen; ein anderer Tag zählt nur im Voraus.
error-bad_date = Dieses Datum gibt es hier nicht.
error-bad_date-fact = Dieses Datum gibt es hier nicht. Gemeint war: { $fact }.
error-bad_rule = Das ist keine Wiederholung, die sich halten lässt. Sag day, week, month oder eine Regel wie FREQ=WEEKLY;BYDAY=SU.
error-until_before_from = Der letzte Tag liegt vor dem ersten. Nichts wurde geändert.
error-until_is_for_permissions = Nur eine Erlaubnis endet an einem Datum. Eine Grenze gilt, bis du sie zurückziehst; --look-again erinnert dich an sie.
error-no_permission_for_this = Eine Erlaubnis für Nähe wird hier nicht aufgehoben: So ein Ja zählt nur, wenn es gesagt wird, und kann jeden Moment enden. Eine Grenze in diesem Bereich lässt sich aufheben.
error-limits_are_for_limits = Nur eine Grenze kann mit --limits eine Vereinbarung nennen.
error-area_missing = Sag, welchen Bereich des Lebens das betrifft: -a digital, zum Beispiel. Es gibt: emotional, physical, mental, spiritual, financial, digital, time, social, intimate, other.
error-text_missing = Es gibt noch keine Worte. Gib sie mit -m "..." an.
error-text_empty = Die Worte sind leer. Nichts wurde geändert.
error-text_too_long = Die Worte sind zu lang, um sie aufzuheben. Nichts wurde geändert. Mach zwei Einträge daraus.
error-text_control_character = In den Worten steht ein Zeichen, das sich nicht aufheben lässt. Nichts wurde geändert. Tipp sie ohne es noch einmal.
error-text_not_allowed = Diese Worte lassen sich so nicht aufheben. Nichts wurde geändert.
error-act_too_long = All das zusammen ist zu lang, um es aufzuheben. Nichts wurde geändert. Mach es kürzer.
error-act_not_allowed = Das lässt sich so nicht aufheben. Nichts wurde geändert.
error-profile_instead = Deinen Namen und deine Zeitzone änderst du mit `accord profile`.
error-joint_changed = Das ist nicht der Text, der dir gezeigt wurde: Er wurde seither geändert. Nichts wurde geändert oder vorgeschlagen. Lies ihn, wie er jetzt dasteht, und sag es noch einmal.
error-bad_seen = Ein Text wird mit mindestens 16 Stellen seiner Prüfsumme genannt. `accord joint show` zeigt sie.
error-seen_needed = Nur ein Text, der dir gezeigt wurde, wird vorgeschlagen. Sieh ihn dir mit `accord joint show ID` an und nenne ihn mit --seen HASH.
error-joint_as_it_stands = Ein Wortlaut wird vorgeschlagen, wie er dasteht. Ändere die Worte zuerst mit `accord joint edit`.
error-not_a_wording = Nur der Entwurf eines Wortlauts kann vorgeschlagen werden. Beginne einen mit `accord joint wording`.
error-not_a_list = Das ist keine Liste, deshalb kann nichts dazukommen.
error-not_an_item = Das ist kein Eintrag einer Liste. Nichts wurde geändert.
error-other_list = Die beiden Einträge stehen nicht in einer Liste. Nichts wurde geändert.
error-no_title = Das hat keinen Titel. Ändere die Worte mit -m "...".
error-list_has_items = Eine Liste hat Einträge: `accord joint add LIST TEXT`. Ihren Titel änderst du mit --title.
error-joint_too_much = Das ist zu viel auf einmal. Nichts wurde geändert. Mach zwei Dinge daraus.
error-joint_not_taken = Was ihr gemeinsam schreibt, konnte das nicht aufnehmen. Nichts wurde geändert. `accord verify` sagt, ob alles in Ordnung ist.
error-unknown_choice = Diese Frage hat keine solche Antwort. `accord asks` zählt sie auf.
error-unknown_command = Das kann diese Version nicht.

# Was das Relais sagt.

error-malformed = Das Relais hat nicht angenommen, was dieses Gerät gesendet hat. Nichts ist verloren. Bitte aktualisiere accord.
error-version = Das Relais und diese Version verstehen einander nicht. Ohne Netz geht alles weiter. Aktualisiere accord, oder frag, wer das Relais betreibt.
error-too_large = Etwas ist größer, als das Relais es annimmt. Nichts ist verloren: Es bleibt auf diesem Gerät.
error-quota = Dein Anteil am Platz auf diesem Relais ist voll. Alles bleibt auf diesem Gerät und geht hinaus, wenn Platz ist; gehen und ein Gerät entfernen geht trotzdem. Bitte die, die das Relais betreiben, um Platz.
error-rate = Das Relais bittet um eine Pause. Nichts ist verloren: Versuch es nach einer Weile noch einmal.
error-not_member = Das Relais kennt dieses Gerät für diesen Raum nicht. Hier ist nichts verloren. Führ `accord sync` noch einmal aus; wenn es so bleibt, frag, wer das Relais betreibt.
error-not_removed = Dieses Gerät gehört zu deinen und kann senden, was es hat: `accord sync`. Es wurde nichts geschrieben.
error-nothing_unsent = Alles, was sich mitnehmen ließe, wurde gesendet. Private Notizen werden nur mit --private mitgenommen. Es wurde nichts geschrieben.
error-not_an_export = Diese Datei ist kein Export. `accord export --all` und `accord export --mine` schreiben eine, die sich aufheben lässt; nur in der Form JSON. Nichts wurde geändert.
error-export_damaged = Diese Datei war ein Export, aber ein Teil fehlt oder wurde verändert. Nichts davon wurde aufgehoben. Versuche die Datei, wie sie zuerst geschrieben wurde.
error-export_newer = Eine neuere Version hat diese Datei geschrieben, in einer Form, die diese nicht lesen kann. Nichts davon wurde aufgehoben. Aktualisiere accord und versuche es noch einmal.
error-import_too_large = In dieser Datei ist mehr, als dein Tresor für dich aufheben kann, allein oder mit früheren Kopien. Nichts wurde geändert. Hebe die Datei selbst an einem sicheren Ort auf.
error-import_incomplete = Diese Kopie ist noch nicht ganz auf diesem Gerät. Gleiche das Gerät ab, das sie aufgehoben hat, dann dieses.
error-unsent_not_readable = Das ist keine Datei, die eines deiner Geräte mit `accord unsent export` geschrieben hat, oder sie wurde verändert. Nichts darin zählt.
error-device_still_in = Das Gerät, das diese Datei geschrieben hat, gehört noch zu deinen, soweit dieses hier weiß, und kann sie selbst senden. Wurde es entfernt? Dann zuerst `accord sync`.
error-said_already = Das hast du schon gesagt. Es wurde nichts geändert.
error-changed_since = Worum es ging, hat sich geändert, seit das geschrieben wurde, und jetzt hieße es etwas anderes. Sieh es dir an und sag es neu, wenn du es noch meinst. Es wurde nichts geändert.
error-of_its_moment = Das galt nur für seinen Moment. Schreib es neu, wenn es noch gilt. Es wurde nichts geändert.
error-put_in_by_hand = Das ist ein Text, den ihr gemeinsam schreibt, und er kann sich seither geändert haben. Setz ihn von Hand ein: `accord joint edit`, oder `accord joint note`, wenn er neu ist. Es wurde nichts geändert.
error-other_space = Das wurde für den Raum mit einer anderen Person geschrieben. Hier lässt es sich nicht sagen. Es wurde nichts geändert.
error-qr_needs_terminal = Ein QR-Code ist für eine Kamera und wird deshalb nur auf einem Terminal gezeichnet, nicht in eine Datei, eine Pipe oder mit --json. Es wurde nichts angelegt. Ohne --qr wird der Link ausgegeben.
error-only_a_copy = Das ist eine Kopie zum Lesen, aus einem Raum, den die andere Person beendet hat: Hier gibt es nichts zu verlassen. Es wurde nichts geändert.
error-revoked = Dieses Gerät wurde von einem anderen deiner Geräte entfernt. Es kann lesen, was es hat, und sendet nichts mehr.
error-recovering = Das Relais wurde wiederhergestellt und wartet, bis ihr beide dort wart. Nichts ist verloren: Versuch es später noch einmal.
error-stale_head = Etwas Neues kam dazwischen. Führ `accord sync` noch einmal aus.
error-stale_key = Etwas Neues kam dazwischen. Führ `accord sync` noch einmal aus.
error-wrong_branch = Was das Relais aufhebt und was dieses Gerät aufhebt, ist auseinandergegangen. Nichts ist verloren, und nichts wird gesendet. `accord relay` zeigt, wo; `accord relay reset` macht mit dem Stand des Relais weiter und sagt noch einmal, was dort fehlt.
error-bad_signature = Das Relais nimmt die Unterschrift dieses Geräts nicht an. Nichts wird gesendet, und alles bleibt auf diesem Gerät. Frag die, die das Relais betreiben, ob es unter dem Namen läuft, den du ansprichst.
error-fork = Eine andere Kopie dieses Datenordners wurde benutzt, vielleicht aus einer Sicherung. Nichts ist verloren. Führ `accord sync` noch einmal aus.
error-gone = Das Relais hebt diesen Raum nicht mehr auf. Was geteilt war, bleibt hier lesbar und lässt sich exportieren.
error-unavailable = Das Relais ist beschäftigt oder hat keinen Platz. Nichts ist verloren: Was es nicht angenommen hat, wartet auf diesem Gerät, und das nächste `accord sync` bietet es wieder an.
error-ended = Dieser Raum ist beendet. Was geteilt war, bleibt hier lesbar und lässt sich exportieren.
error-challenge = Die Frage des Relais lief ab, bevor die Antwort kam. Führ `accord sync` noch einmal aus.
error-closed = Dieses Relais nimmt ohne Token niemanden neu auf. Bitte die, die es betreiben, um eines und gib es mit --token-file an.
error-mailbox = Das Relais nimmt diese Einladung nicht an. Nichts wurde geteilt. Eine neue Einladung fängt von vorn an.
error-order = Das Relais und dieses Gerät haben den Faden verloren. Führ `accord sync` noch einmal aus.
error-unknown = Das Relais hat etwas geantwortet, das diese Version nicht kennt. Nichts ist verloren. Aktualisiere accord.
