# What a refusal says: one sentence a code, with what is safe and what to do next.
# `error-CODE` is what `docs/errors.md` lists; `error-CODE-fact` is the whole sentence where a fact is known. $fact is the first fact,
# $code the same as a word to select by, $second and $third the ones after it. Facts are ids, counts, dates and limits, never what somebody wrote.

error-without-words = This was refused: { $code }. Nothing was changed.

# What this program itself refuses, and what its store says.

error-usage = The words of the command do not fit. Nothing was changed. `accord --help` shows them.
error-bad_area = There is no such area. One of: emotional, physical, mental, spiritual, financial, digital, time, social, intimate, other.
error-bad_kind = There is no such kind. One of: expectation, compromise, ground_rules, plan, goal.
error-bad_hurt = There is no such kind of hurt. One of: broken_promise, crossed_limit, hidden_something, hurtful_words, other. It may be left out.
error-bad_part = There is no such part. One of: account, responsibility, effects, effects_on_us, apology, amends, change, answer.
error-nothing_said = This check-in says nothing yet. Say something: --need, --want, --worry, --glad, --from-you, --mood or --talk.
error-already_open = Your check-in of this round has left this device already, so new words would not be held back. Show them at once with --now.
error-talk_over = This talk is over: you both said that you talked, or one of you let it go. Ask for another: `accord talk ask`.
error-time_needed = Your partner has not named one time that you could take. Name yours with --at 2026-11-23T20:00.
error-both_wrote_it = An agreement is both people's words, so nobody keeps it out of the other's exports alone. What only you wrote can be kept between you.
error-link_to_itself = A repair cannot be linked to itself.
error-bad_size = A promise is small or big. Leave it out if you do not want to say.
error-bad_sure = How sure you are is yes, mostly or unsure. Leave it out if you do not want to say.
error-bad_state = There is no such state. One of: draft, open, not_yet, in_force, lapsed, ended, closed.
error-bad_moment = This is not a date (2026-11-23), a time (2026-11-23T21:00) or a moment with a zone.
error-bad_clock = ACCORD_NOW is not a moment with a zone, such as 2027-03-14T20:00:00+01:00[Europe/Berlin].
error-words_needed = There are no words yet. Give them with -m "...", or -m - to read them from standard input.
error-no_editor = Your editor could not be opened or was closed with an error. Nothing was changed. Give the words with -m "...".
error-file_not_read = A file could not be read. Nothing was changed.
error-file_not_read-fact = A file could not be read. Nothing was changed. { $code ->
    [permission_denied] The system says: permission denied.
    [entity_not_found] The system says: entity not found.
    [entity_already_exists] The system says: entity already exists.
    [is_a_directory] The system says: is a directory.
    [not_a_directory] The system says: not a directory.
    [invalid_data] The system says: invalid data.
    [no_storage_space] The system says: no storage space.
    [timed_out] The system says: timed out.
   *[other] The system says: { $fact }.
}
error-file_not_written = The file could not be written. Your data on this device is as it was.
error-file_not_written-fact = The file could not be written. Your data on this device is as it was. { $code ->
    [permission_denied] The system says: permission denied.
    [entity_not_found] The system says: entity not found.
    [entity_already_exists] The system says: entity already exists.
    [is_a_directory] The system says: is a directory.
    [not_a_directory] The system says: not a directory.
    [invalid_data] The system says: invalid data.
    [no_storage_space] The system says: no storage space.
    [timed_out] The system says: timed out.
   *[other] The system says: { $fact }.
}
error-home_not_writable = The home's folder cannot be opened for writing. Nothing was changed. Check who owns it, or use another with --home DIR.
error-no_home_folder = This system names no folder for your data. Say where with --home DIR or ACCORD_HOME.
error-needs_yes = Leaving is asked twice. Say it again with --yes.
error-leaving_waits = The relay did not answer, so your partner does not know yet that you left. The signed word of it is kept here: run `accord sync` again when you are online.
error-leaving_unreadable = The file `accord.leaving` in this folder, the word that you left, cannot be read. Nothing was changed. Update accord; if it stays so, tell your partner yourself and remove that file.
error-erase_failed = Not everything could be erased. Remove the home's folder by hand.
error-no_lock = No keyring answers here and there is no terminal to ask for a passphrase. Put one into a file named by ACCORD_PASSPHRASE_FILE, or say --unlock none to keep the store open to everybody who has its files.
error-passphrase_needed = This home is locked with a passphrase. Run the command on a terminal, or name a file that holds it in ACCORD_PASSPHRASE_FILE. Nothing is lost.
error-passphrases_differ = The two passphrases are not the same. Nothing was made. Try again.
error-bad_passphrase = A passphrase has at least one character and not too many. Nothing was changed.
error-relocked = This watch is over: its home is locked again, and nothing of it is left in memory. `accord sync --watch` goes on; --relock says how long. Nothing is lost.
error-wrong_passphrase = This is not the passphrase of this home. Nothing is lost: try again.
error-private_locked = Your private notes have a lock of their own. Run the command on a terminal, or name a file that holds their PIN or passphrase in ACCORD_PRIVATE_PASSPHRASE_FILE. Nothing was changed.
error-private_elsewhere = This device never opened your private notes, and no device would be left that could. Let your other device exchange first, then this one. If it is gone, bring your notes back with your twelve words on another device, and remove it there. If they may be lost, say so with the command: --without-private-notes. Nothing was changed.
error-private_waits = Your private notes are not open on this device yet. Sync with your other device, then with this one, and then run the command again. If you gave them a lock, name a file that holds its PIN or passphrase in ACCORD_PRIVATE_PASSPHRASE_FILE. Nothing was changed.
error-wrong_private_passphrase = This does not open your private notes. Nothing is lost: try again.
error-private_lock_set = Your private notes have a lock of their own already. `accord private lock change` changes it.
error-no_private_lock = Your private notes open with the home, so there is no lock to change. `accord private lock set` gives them one of their own.
error-private_passphrase_needed = There is no terminal to ask for a PIN or passphrase. Name a file: ACCORD_PRIVATE_PASSPHRASE_FILE for a first one, ACCORD_PRIVATE_NEW_PASSPHRASE_FILE for another one. Nothing was changed.
error-share_as_what = This note could become several things. Say what: --as limit, permission, proposal, promise, thanks or talk. It becomes a draft that only you see until you share that. Nothing was shared.
error-share_one = Only one note at a time becomes something else. Nothing was changed.
error-keyring_silent = The system's keyring does not answer, and this home's key lies in it. Nothing is lost: unlock the keyring and try again.
error-keyring_entry_missing = The system's keyring has no key for this home. What is kept here cannot be opened without it. Restore the keyring of this device, or start on another device with your twelve words.
error-lock_damaged = The lock of this home is damaged, or made by a newer version. Nothing was changed. Keep the folder as it is and try the newest version.
error-lock_failed = The home could not be locked, so nothing was made. There may be too little memory.
error-home_failed = Something went wrong that should not. What was saved before is safe. Try again.
error-no_relay_named = Spoken words need the relay they were made for. Name it with --relay URL.
error-output_needed = This format is not text. Say where to write it with -o FILE.
error-disk_full = There is no room left on this device. Everything saved before is safe; this was not saved. Make room and try again.
error-home_busy = Another process has this home open. Nothing was changed. Wait until it is done, or stop it.
error-home_busy-fact = Another process has this home open. Nothing was changed. Wait until it is done, or stop it. The store is in use by process { $fact }.
error-store_newer = This home was written by a newer version of accord. Nothing was touched. Use that version.
error-bad_relock = Say a time such as 15m, 90s or 2h, or `never`. Nothing was changed.
error-store_damaged = This home cannot be read: its store is damaged. Nothing was deleted or made anew. Keep a copy of the folder; another of your devices or your twelve words bring back what the relay has.
error-store_damaged-fact = This home cannot be read: its store is damaged. Nothing was deleted or made anew. Keep a copy of the folder; another of your devices or your twelve words bring back what the relay has. { $code ->
    [not_a_store] The store is damaged: the file is not a store.
    [layout] The store is damaged: the layout is not a store's.
    [inconsistent] The store is damaged: its pages contradict each other.
    [unknown_table] The store is damaged: a row lies in unknown table { $second }.
   *[rows] What is in it does not fit together: { $second }.
}
error-store_read_only = This home cannot be written to. Everything in it is safe; this was not saved.
error-store_failed = The device reported an error while saving. What was saved before is safe; this may not be. Try again.
error-store_failed-fact = The device reported an error while saving. What was saved before is safe; this may not be. Try again. { $code ->
    [too_large] { $second } bytes where { $third } is the limit.
    [permission_denied] The device reported an error: permission denied.
    [entity_not_found] The device reported an error: entity not found.
    [entity_already_exists] The device reported an error: entity already exists.
    [is_a_directory] The device reported an error: is a directory.
    [not_a_directory] The device reported an error: not a directory.
    [invalid_data] The device reported an error: invalid data.
    [no_storage_space] The device reported an error: no storage space.
    [timed_out] The device reported an error: timed out.
   *[other] The device reported an error: { $fact }.
}

# Identity, relay and pairing.

error-no_identity = There is no identity in this home yet. Begin with `accord init --name NAME`, or with `accord join LINK --name NAME` if you were invited.
error-home_in_use = There is an identity in this home already. Use another folder with --home DIR.
error-keys_not_made = Your keys could not be made. Nothing was saved. Try again.
error-bad_name = A name is one line of 1 to 200 characters without control characters. Nothing was changed.
error-bad_zone = There is no such time zone. Name one such as Europe/Berlin.
error-unknown_zone = There is no such time zone. Name one such as Europe/Berlin.
error-bad_relay_url = This is not a relay's address. It looks like https://relay.example or ws://localhost:8787, without a path.
error-relay_not_encrypted = Over a network a relay is reached by https:// or wss://. Plain http:// is for this machine only.
error-no_relay = This home has no relay yet. Everything is kept on this device. Name one with `accord relay set URL`.
error-move_relay_instead = You share this relay with your partner, so it is not changed for you alone. `accord move-relay URL` takes everything to another one; your partner types the same. Nothing was changed.
error-left_quietly = You left quietly, and what you two shared stays at its relay. `accord relay set URL` takes your own things to another one. Nothing was changed.
error-relay_unreachable = The relay can't be reached. Nothing is lost: everything is kept on this device and goes out later.
error-relay_timeout = The relay did not answer in time. Nothing is lost: everything is kept on this device and goes out later.
error-branch_agrees = This device and the relay agree. There is nothing to reset.
error-no_paper_left = Your twelve words have been used for as many partners as they can, so new ones are needed first: `accord words renew`. Nothing was changed.
error-cannot_leave_now = Leaving could not be written just now. Nothing was changed. Run `accord sync` and try again.
error-this_device = This is the device you are using, and it cannot remove itself. Remove it from another of your devices, or leave.
error-paper_device = This stands for your twelve words, which are no device to remove. `accord words renew` replaces them. Nothing was changed.
error-export_failed = The export could not be made. Your data is as it was.
error-not_paired = This needs a partner, and you are not paired yet. What you write is kept as drafts. Begin with `accord invite`.
error-already_paired = You are paired already. Nothing was changed.
error-copy_is_here = On this device is your copy of what you shared with somebody before. It goes from all your devices when you begin anew, so take it along first: `accord export --all -o FILE`, and later `accord import FILE`. Then say this again with --anew. Nothing was changed.
error-not_parted = There is no space here that is over. Nothing was changed.
error-joining = You are answering an invitation. Finish that first: `accord pairing` shows where it stands.
error-pairing_under_way = A pairing is under way. `accord pairing` shows where it stands; `accord invite cancel` ends it.
error-bad_link = This is not a whole invitation link. Copy it again, from the first to the last character.
error-not_in_couple_yet = This device does not have what you two share yet. What it removes could be the only one that can let it in, and new words made here would not open what you share. Let another of your devices exchange first, or bring one back with your twelve words and do it there. Nothing was changed.
error-device_waits = This device is not one of yours yet, so nothing can be written here. `accord pairing` shows where it stands; `accord invite cancel` lets the folder be used for something else.
error-too_many_devices = You have as many devices as there can be: eight, your twelve words among them. Remove one first: `accord devices remove ID`.
error-device_added = The new device may be added already, so the invitation cannot be called off any more. `accord sync`, then `accord devices remove ID` removes it.
error-bad_spoken_words = These are not six words of an invitation. Listen again and type them in order.
error-bad_recovery_words = These are not twelve recovery words that belong together. Nothing was changed. Look at each word and at their order.
error-bad_recovery_words-fact = These are not twelve recovery words that belong together. Nothing was changed. Look at each word and at their order. The first word that is no recovery word is number { $fact }.
error-words_unknown = No vault at this relay belongs to these words. Nothing was changed. Either it is kept by another relay, or on no relay, or newer words have taken their place.
error-other_words = These words open another vault than the one being brought back in this folder. Nothing was changed. Use another folder with --home DIR.
error-words_not_stretched = The spoken words could not be made ready: there may be too little memory. Nothing was changed.
error-name_needed = Your partner needs a name for you. Say it with --name NAME.
error-invitation_expired = The invitation is over: it was used, it was called off, or its time has passed (7 days for a link, 15 minutes for spoken words). Nothing was shared. A new invitation begins again.
error-invitation_used = Somebody has answered this invitation already, and it is good for one. Nothing was shared. If that was not you on another device, tell the one who invited you, and ask for a new one.
error-invitation_ended = The invitation has ended. Nothing was shared. A new invitation begins again.
error-not_yet = There is nothing to compare yet. Run `accord sync` after the other one has answered.
error-words_differ = These are not the words the other one reads out. Listen again; the next wrong try ends the invitation. If they really differ, somebody stands between you: stop and invite again.
error-words_differ-fact = These are not the words the other one reads out. Listen again; the next wrong try ends the invitation. If they really differ, somebody stands between you: stop and invite again. For safety the invitation has ended.

# What the laws say.

error-not_found = There is nothing with this id here.
error-not_found-fact = { $code ->
    [invitation] No invitation is under way. `accord invite` makes one, `accord join LINK` answers one.
    [pairing] No invitation is under way. `accord invite` makes one, `accord join LINK` answers one.
    [template] There is nothing with this id here. Looked for: a template of this name; `accord templates` lists them.
    [agreement] There is nothing with this id here. Looked for: agreement.
    [revision] There is nothing with this id here. Looked for: revision.
    [promise] There is nothing with this id here. Looked for: promise.
    [ritual] There is nothing with this id here. Looked for: ritual.
    [plan] There is nothing with this id here. Looked for: plan.
    [step] There is nothing with this id here. Looked for: step.
    [repair] There is nothing with this id here. Looked for: repair.
    [talk] There is nothing with this id here. Looked for: talk.
    [check-in] There is nothing with this id here. Looked for: check-in.
    [time-out] There is nothing with this id here. Looked for: time-out.
    [draft] There is nothing with this id here. Looked for: draft.
    [device] There is nothing with this id here. Looked for: device.
    [act] There is nothing with this id here. Looked for: act.
    [aside] There is nothing with this id here. Looked for: aside.
    [ask] There is nothing with this id here. Looked for: question.
    [version] There is nothing with this id here. Looked for: wording.
    [joint] There is nothing with this id here. Looked for: something written together.
    [record] There is nothing with this id here. Looked for: record.
   *[other] There is nothing with this id here. Looked for: { $fact }.
}
error-ambiguous = More than one thing begins with this id. Type more of it. Nothing was changed.
error-left = One of you has left, so nothing new can be said. What was shared stays readable and can be exported.
error-already_left = You have left already. Your copy is kept on this device.
error-keep_or_erase = Say what happens to this device: `--keep` keeps your copy, `--erase` removes everything from it.
error-not_yours = Only the one who wrote this can do that.
error-yours = This is yours: the answer is for the other one to give.
error-choose_revision = More than one wording is open. Say which with --revision; `accord agree show` lists them.
error-already_in_force = These very words are in force already. Nothing was changed.
error-in_force = These words are in force. To stop them: `accord agree end`. To change them: `accord agree counter`.
error-not_offered = Nobody stands by these words now. To bring them back, propose them: `accord agree again`.
error-nothing_to_accept = There are no open words to say yes to.
error-nothing_to_decline = There are no open words to say no to.
error-nothing_to_retract = You have no open yes here to take back.
error-nothing_to_end = Nothing is in force here, so there is nothing to end.
error-no_change = These are the words as they are. Nothing was changed.
error-not_a_draft = This is shared already, so it is no draft.
error-no_draft_of_this = This cannot be kept as a draft.
error-still_a_draft = This is still a draft that only you see. Nothing was changed. Share it first with `accord private share`.
error-withdrawn = This was withdrawn, so nothing can be said about it.
error-released = You were released from this, so there is nothing to mark.
error-terms_missing = A ritual needs `accord ritual`, and only a plan has steps.
error-rule_missing = Say how often: --every day, week, month, or FREQ=WEEKLY;BYDAY=SU.
error-bad_time = This is not a time of day such as 20:00.
error-bad_length = A ritual lasts 1 to 1440 minutes.
error-not_in_force = These words are not in force yet, or no longer. Nothing was marked.
error-too_many_steps = A plan has at most 50 steps.
error-step_twice = The same step is there twice. Mark it once, or word it anew.
error-due_missing = A step that repeats needs a first day.
error-bad_step = A step is "me|text", "them|text" or "both|text"; --help shows more.
error-already_moved = This date was moved ahead. Mark the new date instead.
error-already_due = This was due already. Mark it instead; a changed day counts only ahead of time.
error-bad_date = There is no such date here.
error-bad_date-fact = There is no such date here. Looked at: { $fact }.
error-bad_rule = This is not a repetition that can be kept. Say day, week, month, or a rule such as FREQ=WEEKLY;BYDAY=SU.
error-until_before_from = The last day is before the first. Nothing was changed.
error-until_is_for_permissions = Only a permission ends by a date. A limit stands until you withdraw it; --look-again reminds you of it.
error-no_permission_for_this = A permission for closeness is not kept here: such a yes counts only when it is said, and can end at any moment. A limit in this area can be kept.
error-limits_are_for_limits = Only a limit can name an agreement with --limits.
error-area_missing = Say which part of life this is about: -a digital, for example. One of: emotional, physical, mental, spiritual, financial, digital, time, social, intimate, other.
error-text_missing = There are no words yet. Give them with -m "...".
error-text_empty = The words are empty. Nothing was changed.
error-text_too_long = The words are too long to keep. Nothing was changed. Make two records of them.
error-text_control_character = The words hold a character that cannot be kept. Nothing was changed. Type it again without it.
error-text_not_allowed = These words cannot be kept as they are. Nothing was changed.
error-act_too_long = All of this together is too long to keep. Nothing was changed. Make it shorter.
error-act_not_allowed = This cannot be kept as it is. Nothing was changed.
error-profile_instead = Your name and zone are changed with `accord profile`.
error-joint_changed = This is not the text you were shown: it was changed since. Nothing was changed or proposed. Read it as it stands now, and say it again.
error-bad_seen = A text is named by at least 16 digits of its hash. `accord joint show` prints them.
error-seen_needed = Only a text you were shown is proposed. Look with `accord joint show ID`, and name it with --seen HASH.
error-joint_as_it_stands = A wording is proposed as it stands. Change its words first with `accord joint edit`.
error-not_a_wording = Only the draft of a wording can be proposed. Begin one with `accord joint wording`.
error-not_a_list = This is no list, so nothing can be added to it.
error-not_an_item = This is no item of a list. Nothing was changed.
error-other_list = The two items are not in one list. Nothing was changed.
error-no_title = This has no title. Change its words with -m "...".
error-list_has_items = A list has items: `accord joint add LIST TEXT`. Its title is changed with --title.
error-joint_too_much = This is too much to change at once. Nothing was changed. Make two things of it.
error-joint_not_taken = What you two write together could not take this. Nothing was changed. `accord verify` says whether all is well.
error-unknown_choice = This question has no such answer. `accord asks` lists them.
error-unknown_command = This version cannot do that.

# What the relay says.

error-malformed = The relay did not accept what this device sent. Nothing is lost. Please update accord.
error-version = The relay and this version share no language. Everything keeps working offline. Update accord, or ask the relay's operator.
error-too_large = Something is larger than the relay takes. Nothing is lost: it is kept on this device.
error-quota = Your share of the space on this relay is full. Everything is kept on this device and goes out when there is room; leaving and removing a device go through all the same. Ask the relay's operator for room.
error-rate = The relay asks for a pause. Nothing is lost: try again in a while.
error-not_member = The relay does not know this device for this space. Nothing is lost here. Run `accord sync` again; if it stays so, ask the relay's operator.
error-not_removed = This device is one of yours and can send what it holds: `accord sync`. Nothing was written.
error-nothing_unsent = Everything that could be carried was sent. Private notes are carried with --private only. Nothing was written.
error-not_an_export = This file is no export. `accord export --all` and `accord export --mine` write one that can be kept; the JSON form only. Nothing was changed.
error-export_damaged = This file was an export, but part of it is missing or was changed. Nothing was kept of it. Try the file as it was first written.
error-export_newer = A newer version wrote this file, in a form that this one cannot read. Nothing was kept of it. Update accord and try again.
error-import_too_large = There is more in this file than your vault can keep for you, alone or with copies kept before. Nothing was changed. Keep the file itself in a safe place.
error-import_incomplete = Not all of this copy is on this device yet. Sync with the device that kept it, then with this one.
error-unsent_not_readable = This is no file that a device of yours wrote with `accord unsent export`, or it was changed. Nothing in it counts.
error-device_still_in = The device that wrote this file is still one of yours, as far as this one knows, and can send it by itself. Was it removed? Then `accord sync` first.
error-said_already = You have said this already. Nothing was changed.
error-changed_since = What this was about has changed since it was written, so it would say something else now. Look at the record and say it anew if you still mean it. Nothing was changed.
error-of_its_moment = This was for its moment only. Write it anew if it still holds. Nothing was changed.
error-put_in_by_hand = This is a text you both write, and it may have changed since. Put it in by hand: `accord joint edit`, or `accord joint note` if it is new. Nothing was changed.
error-other_space = This was written for another partner's space. It cannot be said here. Nothing was changed.
error-qr_needs_terminal = A QR code is for a camera, so it is drawn on a terminal only, not into a file, a pipe or --json. Nothing was made. Without --qr the link is printed.
error-only_a_copy = This is a copy to read, of a space that your partner ended: there is nothing to leave. Nothing was changed.
error-revoked = This device was removed by another of your devices. It can read what it has, and sends nothing any more.
error-recovering = The relay was restored and waits until both of you have been there. Nothing is lost: try again later.
error-stale_head = Something new came in between. Run `accord sync` again.
error-stale_key = Something new came in between. Run `accord sync` again.
error-wrong_branch = What the relay keeps and what this device keeps went apart. Nothing is lost and nothing is sent. `accord relay` shows where; `accord relay reset` goes on with the relay's copy and says again what it lacks.
error-bad_signature = The relay does not accept this device's signature. Nothing is sent, and everything is kept on this device. Ask the relay's operator whether it is served under the name you dial.
error-fork = Another copy of this home has been used, perhaps from a backup. Nothing is lost. Run `accord sync` again.
error-gone = The relay does not keep this space any more. What was shared stays readable here and can be exported.
error-unavailable = The relay is busy or has no room. Nothing is lost: what it did not take waits on this device, and the next `accord sync` offers it again.
error-ended = This space has ended. What was shared stays readable here and can be exported.
error-challenge = The relay's question ran out before the answer came. Run `accord sync` again.
error-closed = This relay takes nobody new without a token. Ask its operator for one and pass it with --token-file.
error-mailbox = The relay does not take this invitation. Nothing was shared. A new invitation begins again.
error-order = The relay and this device lost their place. Run `accord sync` again.
error-unknown = The relay answered with something this version does not know. Nothing is lost. Update accord.
