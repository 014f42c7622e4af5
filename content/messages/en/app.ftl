# What the program says about itself, whatever was asked.

app-waiting-for-relay = Waiting for the relay…
app-yes = yes
app-type-yes = Type yes to go on:
app-passphrase = Passphrase of this home:
app-passphrase-choose = Choose a passphrase. Nobody can bring it back for you; your twelve words can bring back your data.
app-passphrase-new = New passphrase:
app-passphrase-again = Once more:
app-watching = Watching. Stop with Ctrl-C.
app-not-locked = This home is not locked: who has its files can read everything in it, without a passphrase.
app-erased = Everything on this device is erased. Your twelve words still open what the relay keeps of your own.
app-erased-untold = Everything on this device is erased. Your partner is not told yet, because the relay did not answer: run `accord sync` here once, when you are online. Until then one small file stays, the signed word that you left; it opens nothing. Your twelve words still open what the relay keeps of your own.
app-leaving-told = The relay has the word that you left. Nothing of that home is on this device any more.
app-written = Written to { $path }. It is not locked: who has the file can read it.
app-leave-erase = You leave, and everything on this device is erased. Your partner is told that you left. What was shared stays with your partner.
app-leave-erase-quiet = You leave, and everything on this device is erased. Your partner is not told. What was shared stays with your partner.
app-leave = You leave. Your partner is told that you left. Your copy is kept here. What was shared stays with your partner.
app-leave-quiet = You leave. Your partner is not told. Your copy is kept here. What was shared stays with your partner.
