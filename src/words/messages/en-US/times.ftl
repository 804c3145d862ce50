# Days and times that somebody typed.

times-on-day = { $time } on { $day }
times-old = { $day } is before 1990: is the year right?
    .advice = Write the year with four digits. If it is right, confirm it (--confirm-date).
times-ahead = { $day } is still to come: this PC shows { $today }.
    .advice = Check the year, and the clock of this PC. If it is right, confirm it (--confirm-date).
# $time: a time with its day; $to: a time, with its day where it is another one
times-lost = No clock showed { $time }: at { $from } it was put forward to { $to }.
    .advice = Give the time that the clock showed.
times-once = The clock showed { $time } only once.
    .advice = Leave out which of two it was.
times-ends-before-start = It would end before it began.
    .advice = Check both times and their days.
times-twenty-four = 24:00 is the end of a day; nothing begins then.
    .advice = Write 00:00. The date is the one of the shift.
times-not-a-time = "{ $text }" is no time of day.
    .advice = Write hours and minutes, such as 06:55.
times-out-of-range = The date is out of range.
    .advice = Give a date such as 2026-11-24.

## What became of a time

times-other-day = { $time } is on { $day }: the date is that of the shift.
times-moved = The clock was put forward over { $from }; { $to } was taken.
times-first-of-two = The clock showed { $time } twice; the first was taken.
times-second-of-two = The clock showed { $time } twice; the second was taken.
