# What both write together.

ui-joint-says = Both of you can change it. It is nobody's yes.
ui-joint-none = Nothing here yet. A shopping list, a plan for the weekend, words to find together.
ui-joint-begin = Begin something
ui-joint-begin-do = Begin it
ui-joint-begun = Begun, and kept on this device. { $They } will see it when your devices meet the network.
ui-joint-title = Title
ui-joint-away = Show what was put away too
ui-joint-edit = Change it
ui-joint-keep = Keep it so
ui-joint-kept = Kept on this device.
ui-joint-item = Something for the list
ui-joint-add = Add
ui-joint-ticked = { $They } ticked it
ui-joint-up = Move up:
ui-joint-down = Move down:
ui-joint-put-away = Put away
ui-joint-put = Put away. Nothing of it is lost.
ui-joint-bring-back = Bring it back
ui-joint-propose = Suggest exactly these words
ui-joint-propose-says = What you suggest are the words as they stand here now, and no others.
ui-joint-kind = { $kind ->
    [note] Note
    [list] List
   *[wording] Words to find together
}
