# Was das Programm über sich selbst sagt, gleich wonach gefragt wurde.

app-waiting-for-relay = Warte auf das Relay …
app-yes = ja
app-type-yes = Tippe ja, um weiterzumachen:
app-passphrase = Passphrase für diesen Ordner:
app-passphrase-choose = Wähle eine Passphrase. Niemand kann sie dir wiederbringen; deine zwölf Wörter können deine Daten wiederbringen.
app-passphrase-new = Neue Passphrase:
app-passphrase-again = Noch einmal:
