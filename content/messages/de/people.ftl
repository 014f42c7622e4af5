# Identität, Relais, Verbinden, Austausch, wie es um dieses Gerät steht.

people-init = Du bist { $name } auf diesem Gerät. Ab jetzt geht alles, auch ohne Netz.
people-you-are = Du bist { $name } auf diesem Gerät.
people-recovery-words = Deine zwölf Wörter zum Wiederherstellen, in dieser Reihenfolge:
people-recovery-paper = Schreib sie jetzt auf Papier: Sie werden nur dieses eine Mal gezeigt. Sie bringen alles auf einem anderen Gerät zurück.
people-recovery-careful = Wer sie hat, kann alles lesen. Niemand kann sie dir noch einmal geben.
people-no-relay-set = Kein Relais. Alles liegt nur auf diesem Gerät. `accord relay set URL` nennt eines.
people-relay = Relais: { $url }
people-moved = Was ihr teilt, ist jetzt bei { $url }.
people-moving = Was ihr teilt, geht zu { $url }. Noch ist nicht alles dort: Der nächste `accord sync` macht weiter.
people-moved-vault = Deine eigenen Sachen sind mitgegangen. Andere Geräte von dir folgen, wenn sie sich das nächste Mal mit dem alten Relais abgleichen; wo es nicht mehr antwortet, tippe auf jedem denselben Befehl.
people-moved-left = { $from } hat nicht geantwortet. Was die andere Person oder ein anderes Gerät von dir dorthin geschickt hat und hier noch nicht angekommen ist, ist vielleicht nur dort. Es bleibt auf dem Gerät, das es geschrieben hat, und kommt mit, wenn dieses zum neuen Relais geht.
people-moved-left-since = { $from } hat nicht geantwortet. Was die andere Person oder ein anderes Gerät von dir seit dem letzten Abgleich ({ $day }) dorthin geschickt hat, ist vielleicht nur dort. Es bleibt auf dem Gerät, das es geschrieben hat, und kommt mit, wenn dieses zum neuen Relais geht.
people-moved-tell = Sag der anderen Person, die bis dahin { $from } benutzt, was zu tippen ist: `accord move-relay { $url }`
people-relay-parted = Was es hat und was dieses Gerät hat, ist bis zum Eintrag { $position } gleich und dann auseinandergegangen.
people-relay-reset = Nichts ist verloren. `accord relay reset` macht mit der Kopie des Relais weiter und sagt noch einmal, was dort fehlt.
people-relay-recovering = Es wurde wiederhergestellt und wartet, bis ihr beide da wart. Nichts ist verloren.
people-relay-shorter = Es hat weniger als dieses Gerät. Der nächste Austausch gibt ihm, was fehlt.
people-relay-agrees = Es bewahrt auf, was dieses Gerät zuletzt weitergegeben hat. Lesen kann es davon nichts.
people-relay-others = { $n ->
        [one] Ein anderes deiner Geräte ist
       *[other] { $n } andere deiner Geräte sind
    } noch beim Relais von vorher und trifft dieses nicht mehr. Gib auch dort `accord relay set { $url }` ein; was dort inzwischen geschrieben wurde, kommt mit.
people-relay-again = { $n ->
        [one] 1 Änderung wird noch einmal gesagt.
       *[other] { $n } Änderungen werden noch einmal gesagt.
    }
people-words-made = Deine zwölf Wörter sind gemacht, { $on }. Sie lassen sich nicht noch einmal zeigen.
people-your-name = Dein Name: { $name }
people-zone = Die Zeitzone, die du zeigst: { $zone }
people-no-zone = Du zeigst keine Zeitzone.
people-invite-link = Schick diesen Link auf einem Weg, dem du vertraust, an die andere Person:
people-invite-spoken = Sag der anderen Person diese sechs Wörter am Telefon:
people-invite-until = Das gilt einmal, bis { $until }. Noch ist nichts geteilt.
people-invite-next = Nach der Antwort zeigen `accord sync` und `accord pairing` vier Wörter, die ihr am Telefon vergleicht.
people-joined = Deine Antwort ist beim Relais. Noch ist nichts geteilt.
people-joined-next = Nach dem nächsten `accord sync` der anderen Person zeigt deines vier Wörter, die ihr am Telefon vergleicht.
people-pairing-offered = Deine Einladung wartet auf eine Antwort. `accord sync` sieht nach; `accord invite cancel` beendet sie.
people-pairing-answered = Du hast geantwortet. Nach dem nächsten `accord sync` der anderen Person geht es mit deinem weiter.
people-pairing-read-out = Ruft euch an. Lies diese vier Wörter vor:
people-pairing-type = Tippe dann die vier Wörter, die du hörst: `accord pairing confirm W1 W2 W3 W4`
people-pairing-result = Wenn sie stimmen: { $what }.
people-pairing-words-right = Die Wörter, die du gehört hast, stimmen.
people-pairing-device-added = Das Gerät der anderen Person ist dabei. Es geht nach ihrem nächsten `accord sync` weiter.
people-paired = Verbunden seid ihr: du und { $they }.
people-pairing-expired = Die Einladung ist vorbei. Nichts wurde geteilt. `accord invite` macht eine neue.
people-pairing-refused = Die Einladung ist beendet. Nichts wurde geteilt. `accord invite` macht eine neue.
people-pairing-none = Du bist mit niemandem verbunden. `accord invite` lädt ein, `accord join LINK` beantwortet eine Einladung.
people-pending = Steht noch aus: { $what }.
people-becomes = { $code ->
        [answered] Du bist dann mit der Person verbunden, die geantwortet hat
        [invited] Du bist dann mit der Person verbunden, die dich eingeladen hat
        [new_device] Das Gerät, das geantwortet hat, wird ein weiteres Gerät von DIR
        [this_device] Das hier wird ein weiteres Gerät von DIR
       *[this_device_later] Sobald du die Wörter verglichen hast, wird das hier ein weiteres Gerät von DIR
    }
people-to-come = { $code ->
        [leaving] das Gehen
        [ending] dem Relais sagen, dass ein früherer Raum zu Ende ist
        [removal] Das Entfernen ist noch nicht bestätigt
        [new_words] Deine neuen Wörter lösen die alten ab
        [recovering] alles zurückbringen, noch einmal mit `accord recover`
        [adds_partner] Der nächste Austausch nimmt das Gerät der anderen Person auf
        [partner_adds] Der nächste Austausch der anderen Person nimmt dieses Gerät auf
        [adds_device] Der nächste Austausch nimmt dein neues Gerät auf
        [device_adds] Der nächste Austausch deines anderen Geräts nimmt dieses auf
        [partner_app] Die App der anderen Person ist dran
       *[new_device] Dein neues Gerät ist dran
    }
people-synced-caught-up = Dieses Gerät ist auf dem neuesten Stand.
people-synced-sealed = Ans Relais weitergegeben, verschlossen. Nichts Neues zu lesen.
people-synced-nothing = Nichts Neues.
people-synced = Gesendet: { $sent }, empfangen: { $received }.
people-questions = { $n ->
        [one] 1 Frage an dich: `accord asks`.
       *[other] { $n } Fragen an dich: `accord asks`.
    }
people-waits = { $n ->
        [one] 1 Änderung wartet noch auf diesem Gerät.
       *[other] { $n } Änderungen warten noch auf diesem Gerät.
    }
people-set-aside = { $n ->
        [one] Liegt auf diesem Gerät und wird nicht von selbst gesendet: 1 Änderung. `accord aside` zeigt sie und sagt, wie es weitergeht.
       *[other] Liegt auf diesem Gerät und wird nicht von selbst gesendet: { $n } Änderungen. `accord aside` zeigt sie und sagt, wie es weitergeht.
    }
people-you = { $n ->
        [one] Du: { $name }
       *[other] Du: { $name } ({ $n } Geräte)
    }
people-with = Mit: { $they }
people-with-nobody = Mit: noch niemandem
people-unsent-none = Noch nicht gesendet: nichts
people-unsent = { $n ->
        [one] Noch nicht gesendet: 1 Änderung
       *[other] Noch nicht gesendet: { $n } Änderungen
    }
people-never-sent = { $n ->
        [one] Nie gesendet: 1 Änderung
       *[other] Nie gesendet: { $n } Änderungen
    }
people-waiting-for-you = Wartet auf dich: { $n }
people-last-heard = Zuletzt gehört: { $day }
people-last-exchange = Letzter Austausch: { $day }
people-never = nie
people-local-only = Kein Relais: Alles liegt nur auf diesem Gerät.
people-relay-not-kept = Relais: { $url }. Was nur dir gehört, liegt dort noch nicht: `accord sync` kümmert sich darum.
people-you-left = Du bist gegangen, { $on }. Was geteilt war, bleibt lesbar.
people-they-left = { $They } ist gegangen, { $on }. Was geteilt war, bleibt lesbar.
people-notice = { $code ->
        [key_not_opened] Gerät { $device } hat mit Eintrag { $position } einen Schlüssel ausgegeben, den dieses Gerät nicht öffnen kann. Ein neuer entsteht von selbst. Nichts ist verloren.
        [key_wrap_wrong] Gerät { $device } hat mit Eintrag { $position } einen Schlüssel ausgegeben, der nicht zu dem davor führt. Ein neuer entsteht von selbst. Nichts ist verloren.
        [removed] Dieses Gerät wurde von einem anderen deiner Geräte entfernt. Es kann lesen, was es hat, und sendet nichts mehr.
        [never_sent] Was nicht gesendet war, bevor ihr auseinandergegangen seid, bleibt nur auf diesem Gerät. Hier lässt es sich lesen.
       *[other] Zu wissen: { $name }.
    }
people-quarantined = { $n ->
        [one] 1 Eintrag ließ sich nicht annehmen. `accord verify` sagt mehr.
       *[other] { $n } Einträge ließen sich nicht annehmen. `accord verify` sagt mehr.
    }
people-verify-fits = Alles, was hier liegt, passt zusammen.
people-verify-unlike = Nicht alles, was hier liegt, passt zusammen. Nichts wurde geändert.
