# Is this PC ready for roll call?

check-no-shifts = This station has no shifts yet: nothing can be due.
    .advice = Set them on the Station screen, or with muster station set shifts.
check-nobody = Nobody is on the roster: there is no roll to take.
    .advice = Take a roster in on the Station screen, or with muster roster import.
check-empty-shifts = Nobody on the roster belongs to { $shifts }.
    .advice = If somebody should, correct the column shift of the roster.
check-station = { $name } has { $shifts ->
    [one] 1 shift
   *[other] { $shifts } shifts
}, and { $officers ->
    [one] 1 officer
   *[other] { $officers } officers
} on the roster.
# Where it has no name
check-the-station = The station
check-not-approved = No briefing is approved for use: nothing can be due.
    .advice = Approve what is to be held, on the Station screen or with muster approve.

## Records

check-no-records = Nothing is recorded yet.
check-no-rows = Nothing was recorded on this PC yet.
check-records = { $count ->
    [one] The records are whole: 1 row, head { $hash }.
   *[other] The records are whole: { $count } rows, head { $hash }.
}
check-not-tried = Whether a briefing can be recorded was not tried: an administrator writes no records where others may write. The check of a user who holds roll calls says it.

## Packs

check-no-packs = No briefing is installed.
    .advice = Install some: muster install FOLDER, or on the Packs screen.
check-packs = The list of packs is whole: { $count } installed.
check-pack = { $title } ({ $id } version { $version })
check-whole = { $pack } is whole.
check-plays = { $pack } is whole, and its films and sounds can be played.
# $whole: one of the two before
check-review = { $whole } The content should have been reviewed by { $day }.
    .advice = Ask the publisher for a newer version.
check-kept = { $headline } This is the version before, which is kept for going back.
    .advice = Nothing to do now: going back is not possible until a newer version was installed.

## What it comes to

check-ready = Ready for roll call.
check-missing = Not ready for roll call: { $count } to set up first.
check-warnings = Ready for roll call; { $count } to look at.
check-problems = Not ready for roll call: { $count } to put right.
