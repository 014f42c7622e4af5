# After the two parted: what it means, beginning anew, and copies of what was.

ui-more-past = Copies of what was
ui-more-anew = Begin anew

ui-over-read = This is over. It is here to be read.
ui-over-none = Nothing is here.
ui-over-says = Nothing new is shared from here.
ui-over-waits = You have left. { $They } is told when this device next reaches the relay.
ui-over-quiet = You stopped without telling { $they }. There it looks as while you are offline.

ui-anew-says = With the same person or with somebody else, on an empty page.
ui-anew-first = First, take along what you want to keep
ui-anew-take-says = A file with everything you two shared, for you alone. You can bring it in again later and read it here.
ui-anew-take = Take it along as a file
ui-anew-then = Then begin
ui-anew-goes = What you two shared goes from all your devices then. Your drafts and private notes stay. What your partner has stays with your partner.
ui-anew-join = On this device is your copy of what you shared with somebody before. To answer an invitation, begin anew first.
ui-anew-sure = I have what I want to keep
ui-anew-begin = Begin anew
ui-anew-gone = It is gone from this device. Now you can invite somebody.
ui-anew-not-over = You two are connected. To begin anew, one of you leaves first.
ui-anew-is-empty = You can invite somebody at any time, under Us.

ui-past-says = Only your own devices have them. They are no part of what you share now.
ui-past-none = No copies yet. What you took along as a file before can be read here again.
ui-past-bring = Choose a file
ui-past-bring-says = A file that Accord made: under “Take along or print”, with “As data”. Its words are kept, not its signatures.
ui-past-copy = { $whose ->
    [mine] What you wrote, from { $exported }
   *[both] What you two shared, from { $exported }
}
ui-past-records = { $n ->
    [one] 1 record, brought in { $kept }
   *[other] { $n } records, brought in { $kept }
}
ui-past-title = What was
ui-past-more = More of it
ui-past-remove = Remove this copy
ui-past-remove-says = It goes from all your devices. The file it came from stays where it is.
