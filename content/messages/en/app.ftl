# What the program says about itself, whatever was asked.

app-waiting-for-relay = Waiting for the relay…
app-yes = yes
app-type-yes = Type yes to go on:
app-passphrase = Passphrase of this home:
app-passphrase-choose = Choose a passphrase. Nobody can bring it back for you; your twelve words can bring back your data.
app-passphrase-new = New passphrase:
app-passphrase-again = Once more:
