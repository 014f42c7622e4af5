# Private Notizen. Nur wer sie geschrieben hat, liest das hier.

private-head-what = Was
private-kind = { $kind ->
        [reflection] Nachdenken
        [self_check] Selbst-Check
        [tender_spot] wunder Punkt
        [forgiveness] Vergeben
        [question] Fragen
       *[other] Notiz
    }
private-stage = { $stage ->
        [hurting] Heute: es tut noch weh.
        [trying_to_understand] Heute: ich versuche zu verstehen.
        [softening] Heute: es wird weicher.
        [letting_go] Heute: ich lasse los.
       *[not_now] Heute: jetzt nicht.
    }
private-none = Noch nichts da. `accord private add` schreibt eine Notiz, die nur du liest.
private-only-you = Das siehst nur du. `accord private show ID` zeigt eine Notiz; `accord private share ID` teilt, und nur, was du nennst.
private-kept = Behalten als { $id }. Niemand sonst sieht es, und es folgt nichts daraus.
private-kept-and-shared = Behalten als { $id }. Die andere Person sieht diese Worte nach dem nächsten Austausch. Was du später schreibst, bleibt bei dir, wenn du es nicht teilst.
private-edited = { $id } hat neue Worte. Was vorher dastand, bleibt dabei: `accord private show { $id }`.
private-about = Zu { $id }.
private-before = Vorher, von { $day }:
private-deleted = Aus deinen Listen verschwunden, auf allen deinen Geräten. Was ein Relais oder eine alte Sicherung davon hat, bleibt unter deinem privaten Schlüssel verschlossen.
private-lock-set = Deine Notizen haben jetzt ein eigenes Schloss. Es wird jedes Mal danach gefragt. Gegen eine Person, die dich zum Öffnen bringt, hilft es nicht.
private-lock-changed = Das Schloss ist geändert. Wer das alte kennt und eine alte Kopie dieses Datenordners hat, kann noch öffnen, was in der Kopie liegt.
private-lock-removed = Auf diesem Gerät öffnen sich deine Notizen wieder mit dem Datenordner. Andere Geräte fragen weiter.
private-passphrase = PIN oder Passphrase deiner Notizen:
private-passphrase-choose = Wähle eine PIN oder Passphrase für deine Notizen. Wenige Ziffern halten jemanden ab, der dein Gerät in die Hand nimmt; nur eine lange hält ab, wer es kopiert. Niemand kann sie dir wiederbringen.
private-passphrase-new = Neue PIN oder Passphrase:
private-passphrase-again = Noch einmal:
