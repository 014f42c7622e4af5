# What stands around every help text. English readers see clap's own words, which say the same; what the commands do stands beside them.

help-usage = Usage:
help-commands = Commands:
help-arguments = Arguments:
help-options = Options:
help-some-options = [OPTIONS]
help-command = COMMAND
help-default = [default: { $value }]
help-environment = [env: { $value }]
help-values = [possible values: { $value }]
help-values-list = Possible values:
help-help-short = Print help (see more with '--help')
help-help-long = Print help (see a summary with '-h')
help-version = Print version
