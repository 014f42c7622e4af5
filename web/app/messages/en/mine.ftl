# Mine: what nobody else sees.

ui-mine-says = Only on your devices.
ui-mine-notes = Private notes
ui-mine-selfcheck = Is it time for help from outside?
ui-mine-drafts = Drafts
ui-mine-drafts-none = No drafts. What you write stays here until you share it.
ui-mine-aside = Not sent by itself
ui-mine-aside-says = These are kept on this device. You can say them again, dated today, or let them go.
ui-mine-aside-again = Say it again
ui-mine-aside-drop = Let it go

ui-notes-says = Nobody else sees these, and nothing follows from them.
ui-notes-none = Nothing here yet. Write what is on your mind.
ui-notes-write = Write a note
ui-notes-words = Your words
ui-notes-keep = Keep it
ui-notes-kept = Kept on your devices. Nobody else sees it.
ui-notes-change = Change it
ui-notes-before = What it said before
ui-notes-stage = Where you are with forgiving today
ui-notes-stage-none = not said
ui-notes-share = What it becomes
ui-notes-becomes = Make something of it
ui-notes-becomes-what = A draft of
ui-notes-becomes-says = It becomes a draft first, which only you see. The note stays as it is.
ui-notes-becomes-as = { $code ->
    [limit] a limit
    [permission] a permission
    [proposal] an agreement to suggest
    [promise] a promise
    [thanks] thanks
   *[talk] a talk to ask for
}
ui-notes-becomes-do = Make a draft
ui-notes-became = The draft is under Mine. Nothing was shared.
ui-notes-lock = A lock of their own
ui-notes-lock-set = Lock my notes
ui-notes-lock-change = Change the lock
ui-notes-lock-remove = Open with the app again
ui-notes-lock-set-done = Your notes have a lock of their own now. It is asked for each time.
ui-notes-lock-change-done = The lock is changed.
ui-notes-lock-remove-done = On this device your notes open with the app again.
ui-notes-pin = PIN or passphrase of your notes
ui-notes-pin-new = New PIN or passphrase
ui-notes-open = Open my notes
ui-notes-export = Take my notes along
