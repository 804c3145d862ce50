# Why something was not recorded or read, and what is wrong with the records.

records-already-recorded = This briefing is in the records already, in row { $seq }.
    .advice = Nothing to do: it is recorded once. For another briefing of the same day, give its start time.
records-cancelled = Stopped; nothing was changed.
    .advice = Start again when you are ready.
records-chain-broken = The records were altered or damaged: row { $seq } does not fit.
    .advice = Keep the file as it is, make a copy of it, and tell whoever is responsible for the records. Rows before it are whole.
records-head-missing = The records are not those from which this head was carried away: it is in none of the { $count } rows.
    .advice = Keep the file as it is, make a copy of it, and tell whoever is responsible for the records.
records-no-such-session = The records hold no session { $session }.
    .advice = muster records list shows the sessions that there are.
records-no-such-officer = Officer { $officer } is not on the roll of that session.
    .advice = muster records list --json shows who is on it.
records-on-roll = Officer { $officer } is on the roll of that briefing already.
    .advice = Change the mark instead: muster records amend SESSION --officer { $officer } --field mark.
records-bad-amendment = { $field } cannot be changed to "{ $to }".
    .advice = Give a field and a value as muster records list --json shows them.
records-damaged = The records are damaged ({ $path }).
    .advice = Tell IT. When Muster next writes to the records it keeps the damaged file aside, untouched, and begins a new one.
records-store-too-new = The records ({ $path }) were written by a newer Muster.
    .advice = Update Muster on this PC.
records-layout = layout { $found }
records-row-too-new = The records ({ $path }) were written by a newer Muster.
    .advice = Update Muster on this PC.
records-row-format = row { $seq } has format { $found }
records-no-store = { $path } is not there.
    .advice = Check the name, and that the stick is in.
records-no-space = Nothing can be recorded: the disk is full.
    .advice = Free some space on this PC's disk, then try again. What was recorded before is still there.
records-busy = Another program is writing to the records.
    .advice = Wait a moment, then try again.
records-store-name = the records
records-draft-unreadable = The briefing that was under way cannot be continued: what was saved of it cannot be read.
    .advice = Start the briefing again, or enter it by hand on the records screen.
records-io = { $path } could not be read or saved.
    .advice = Try again; if it happens again, tell IT.
records-database = The records ({ $path }) could not be read or saved.
    .advice = Try again; if it happens again, tell IT.
records-officer-in-row = row { $row } { $name }
records-which-officer = { $officer } is on the roll of that session more than once: { $rows }.
    .advice = Say which by the row (--row).
records-read-only = Nothing can be recorded: { $path } is read-only.
    .advice = Ask IT for the right to write in this folder before you take the roll.
records-altered = The records ({ $path }) were altered outside Muster: nothing is read from them or recorded.
    .advice = Make a copy of the file and tell whoever is responsible for the records. muster records rebuild makes a new file of the rows, if they are whole, and keeps this one; compare it with a head that was carried away (records verify --against).
records-cut-off = The records are cut off: they end after { $count }, and the head is that of { $known }.
    .advice = Look for the whole file: a copy made while Muster was open may lack the last rows (use muster records backup). Else keep the file as it is and tell whoever is responsible for the records.
records-head = head { $head }
records-kept-aside = The records of this station were damaged; new ones were begun.
    .advice = Briefings are recorded again from now on. Tell whoever is responsible for the records today: the damaged file is kept, untouched, as { $kept }.
records-row-count = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
records-not-as-administrator = An administrator writes no records in { $folder }: others may write there, and could have put something else into the place of a file.
    .advice = Do this as a user who holds roll calls on this PC. An administrator can read, check and export the records.

## Why a module is open for an officer

records-reason-absent = absent
records-reason-excused = excused
records-reason-left-early = left early
records-reason-unmarked = on the roll, not marked
records-reason-partial = in one that was broken off
records-reason-not-on-shift = not yet on the shift
records-reason-new-version = a new version came
records-reason-expired = too long ago
