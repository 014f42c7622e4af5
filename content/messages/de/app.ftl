# Was das Programm über sich selbst sagt, gleich wonach gefragt wurde.

app-waiting-for-relay = Warte auf das Relais …
app-yes = ja
app-type-yes = Tippe ja, um weiterzumachen:
app-passphrase = Passphrase für diesen Datenordner:
app-passphrase-choose = Wähle eine Passphrase. Niemand kann sie dir wiederbringen; deine zwölf Wörter können deine Daten wiederbringen.
app-passphrase-new = Neue Passphrase:
app-passphrase-again = Noch einmal:
app-watching = Ich passe auf. Mit Strg-C hörst du auf.
app-not-locked = Dieser Datenordner ist nicht verschlossen: Wer seine Dateien hat, kann ohne Passphrase alles darin lesen.
app-erased = Alles auf diesem Gerät ist gelöscht. Deine zwölf Wörter öffnen weiter, was das Relais von dir aufbewahrt.
app-erased-untold = Alles auf diesem Gerät ist gelöscht. Die andere Person weiß es noch nicht, weil das Relais nicht antwortet: Gib hier einmal `accord sync` ein, wenn du online bist. Bis dahin bleibt eine kleine Datei, das unterschriebene Wort, dass du gegangen bist; sie öffnet nichts. Deine zwölf Wörter öffnen weiter, was das Relais von dir aufbewahrt.
app-leaving-told = Das Relais weiß, dass du gegangen bist. Von diesem Datenordner ist nichts mehr auf diesem Gerät.
app-written = Geschrieben nach { $path }. Es ist nicht verschlossen: Wer die Datei hat, kann sie lesen.
app-leave-erase = Du gehst, und alles auf diesem Gerät wird gelöscht. Die andere Person erfährt, dass du gegangen bist. Was geteilt war, bleibt bei ihr.
app-leave-erase-quiet = Du gehst, und alles auf diesem Gerät wird gelöscht. Die andere Person erfährt es nicht. Was geteilt war, bleibt bei ihr.
app-leave = Du gehst. Die andere Person erfährt, dass du gegangen bist. Deine Kopie bleibt hier. Was geteilt war, bleibt bei ihr.
app-leave-quiet = Du gehst. Die andere Person erfährt es nicht. Deine Kopie bleibt hier. Was geteilt war, bleibt bei ihr.
