# Was um jede Hilfe herum steht. Was die Befehle tun, steht in help/de.ftl.

help-usage = Aufruf:
help-commands = Befehle:
help-arguments = Argumente:
help-options = Optionen:
help-some-options = [OPTIONEN]
help-command = BEFEHL
help-default = [Vorgabe: { $value }]
help-environment = [Umgebungsvariable: { $value }]
help-values = [mögliche Werte: { $value }]
help-values-list = Mögliche Werte:
help-help-short = Diese Hilfe zeigen (mehr mit '--help')
help-help-long = Diese Hilfe zeigen (kürzer mit '-h')
help-version = Die Version zeigen
