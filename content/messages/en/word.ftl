# Labels of codes. $name is the code with blanks, for one that is newer than this list.

word-you = you
word-you-first = You
word-partner = your partner
word-partner-first = Your partner
word-both = both of you
word-nobody-now = nobody now
word-area = { $code ->
        [emotional] emotional
        [physical] physical
        [mental] mental
        [spiritual] spiritual
        [financial] financial
        [digital] digital
        [time] time
        [social] social
        [intimate] intimate
        [other] other
       *[other] { $name }
    }
word-kind = { $code ->
        [expectation] expectation
        [compromise] compromise
        [ground_rules] ground rules
        [plan] plan
        [goal] goal
        [ritual] ritual
        [move] move
       *[other] { $name }
    }
word-topic = { $code ->
        [how_often_we_talk] how often we talk
        [answer_time] answer time
        [quiet_hours] quiet hours
        [video] video
        [social_posts] social posts
        [tagging] tagging
        [photos] photos
        [contact_with_exes] contact with exes
        [passwords_devices] passwords devices
        [location] location
        [money_apps] money apps
        [ai_tools] ai tools
        [work_devices] work devices
        [phone] phone
        [messages] messages
        [money] money
        [friends] friends
        [family] family
        [past] past
        [health] health
        [therapy] therapy
        [diary] diary
        [plans] plans
        [social_media] social media
        [what_we_tell_others] what we tell others
       *[other] { $name }
    }
word-state = { $code ->
        [draft] draft
        [open] open
        [not_yet] not yet
        [in_force] in force
        [lapsed] lapsed
        [ended] ended
        [closed] closed
        [active] active
        [withdrawn] withdrawn
        [expired] expired
        [settled] settled
       *[other] { $name }
    }
word-answer = { $code ->
        [yes] yes
        [no] no
        [taken_back] taken back
        [void] void
       *[other] { $name }
    }
word-act = { $code ->
        [proposed] proposed
        [accepted] accepted
        [yes] yes
        [no] no
        [took_back] took back
        [cannot] cannot
        [ended] ended
        [own_part] own part
        [keep_both] keep both
        [left] left
        [added] added
        [shared] shared
        [reworded] reworded
        [withdrew] withdrew
        [acknowledged] acknowledged
        [asked] asked
        [honour] honour
        [noted] noted
        [picked] picked
        [promised] promised
        [marked] marked
        [kept] kept
        [not_kept] not kept
        [not_applicable] not applicable
        [all_right] all right
        [released] released
        [moved] moved
        [thanked] thanked
       *[other] { $name }
    }
word-result = { $code ->
        [draft] draft
        [open] open
        [kept] kept
        [not_kept] not kept
        [seen_differently] seen differently
        [no_word] no word yet
        [released] released
        [changed_ahead] changed ahead
        [withdrawn] withdrawn
        [not_applicable] did not apply
       *[other] { $name }
    }
word-mark = { $code ->
        [did_it] did it
        [not_this_time] not this time
        [not_applicable] not applicable
        [done] done
        [not_yet] not yet
       *[other] { $name }
    }
word-date-state = { $code ->
        [planned] planned
        [moved] moved
        [off] off
        [done] done
        [marked] marked
       *[other] { $name }
    }
word-step = { $code ->
        [open] open
        [done] done
        [seen_differently] seen differently, still open
        [not_applicable] not applicable
        [not_yet] not yet
       *[other] { $name }
    }
word-size = { $code ->
        [small] small
        [big] big
       *[other] { $name }
    }
word-sure = { $code ->
        [yes] sure of it
        [mostly] mostly sure of it
        [unsure] unsure
       *[other] { $name }
    }
word-every = { $code ->
        [day] every day
        [week] every week
        [month] every month
        [year] every year
       *[other] { $name }
    }
word-draft-of = { $code ->
        [agreement] agreement
        [limit] limit
        [permission] permission
        [promise] promise
        [check_in] check-in
        [thanks] thanks
        [talk] talk
        [openness] openness
        [draft] draft
       *[other] { $name }
    }
word-part = { $code ->
        [account] account
        [responsibility] responsibility
        [effects] effects
        [effects_on_us] effects on us
        [apology] apology
        [amends] amends
        [change] change
        [answer] answer
        [needs] needs
       *[other] { $name }
    }
word-col-id = ID
word-col-state = State
word-col-since = Since
word-col-look-again = Look again
word-col-words = Words
word-col-whose = Whose
word-col-area = Area
word-col-by = By
word-col-due = Due
word-col-result = Result
word-col-draft-of = Draft of
word-col-when = When
word-col-name = Name
word-col-opened-by = Opened by
word-col-on = On
word-col-title = Title
word-aside = { $code ->
        [name] name
        [zone] zone
        [proposal] proposal
        [yes] yes
        [no] no
        [taking_back_a_yes] taking back a yes
        [end] end
        [own_side] own side
        [keeping_both] keeping both
        [limit] limit
        [permission] permission
        [withdrawal] withdrawal
        [having_read] having read
        [question] question
        [honouring] honouring
        [note] note
        [choice] choice
        [promise] promise
        [mark] mark
        [all_right] all right
        [release] release
        [another_day] another day
        [thanks] thanks
        [word_between_you] word between you
        [repair] repair
        [part_of_a_repair] part of a repair
        [draft] draft
        [private_note] private note
        [end_of_a_private_note] end of a private note
        [note_of_you_both] note of you both
        [list_of_you_both] list of you both
        [wording_of_you_both] wording of you both
        [line_of_a_list] line of a list
        [note_of_this_device] note of this device
       *[other] { $name }
    }
