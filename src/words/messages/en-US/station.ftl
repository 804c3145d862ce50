# This station's settings, rosters and assignments. The value is the headline: what is wrong, in one
# sentence. `.advice` is what to do about it.

station-no-folder = This PC names no folder in which Muster could keep its data.
    .advice = Name one with --data-dir or MUSTER_DATA_DIR.
# $file: the file or folder that cannot be changed
station-read-only = { $file } cannot be changed: it is read-only.
    .advice = Ask IT for the right to write in this folder, or name another with --data-dir.
station-store-name = this station's settings
station-no-space = The disk is full: { $file } could not be saved.
    .advice = Free some space on this PC's disk, then try again. What was saved before is still there.
station-cancelled = Stopped; nothing was changed.
    .advice = Start again when you are ready.
station-io = { $file } could not be read or saved.
    .advice = Try again; if it happens again, tell IT.
station-not-ordinary = { $file } is a link, a pipe, or a file with a second name: somebody put it there.
    .advice = Look at it, delete it, then try again. Nothing that it may lead to was changed.
station-in-use = { $file } is being written at this moment.
    .advice = Close Muster on this PC everywhere, then try again.
station-not-for-all = { $file } is no folder for everybody on this PC.
    .advice = Only that folder can be protected. Who may write in another is set by the system's own means.
station-damaged = This station's settings are damaged ({ $file }).
    .advice = Restore the file from a backup, or set the station up again: the damaged file is kept aside when new settings are saved. Packs and records do not depend on it.
# $what: what was changed, as the beginning of a sentence
station-removed-meanwhile = { $what } was removed meanwhile by somebody else.
    .advice = Nothing was saved. What is there now is shown; if it is still to be changed, change it again.
# $now: what it is now
station-changed-meanwhile = { $what } was changed meanwhile by somebody else: it is “{ $now }” now.
    .advice = Nothing was saved. What is there now is shown; if it is still to be changed, change it again.
station-too-new = { $file } was written by a newer Muster.
    .advice = Update Muster on this PC.
# Of what format a file is that is too new
station-format = format { $found }

## What was typed

# $what: what was typed, as the beginning of a sentence
setting-too-long = { $what } is too long.
    .advice = Give a line of text of at most { $limit } characters.
# $reason: what is wrong, such as: holds a line break (U+2028)
setting-defect = { $what } cannot be used: it { $reason }.
    .advice = Type it as one line of ordinary letters.
setting-missing = { $what } is needed.
    .advice = Give one; nothing was changed.
setting-not-a-shift = "{ $text }" is not a shift.
    .advice = Write ID=NAME,START-END, for example "day=Day shift,07:00-15:00"; an id is 1 to 32 of a-z, 0-9 and hyphens.
setting-no-credit-rule = "{ $text }" is not a rule of credit.
    .advice = Write planned (what the briefing grants), actual (the minutes that the officer was there) or capped (those minutes, and no more than it grants).
setting-same-shift = Shift { $id } is there twice.
    .advice = Give each shift an id of its own.
setting-no-such-shift = This station has no shift { $id }.
    .advice = muster station show lists the shifts.
officers-without-shift = { $count ->
    [one] 1 officer belongs to a shift that there is no longer: import the roster again.
   *[other] { $count } officers belong to shifts that there are no longer: import the roster again.
}

## Files of assignments

assignments-too-large = { $file } is too large for a file of assignments: the limit is { $limit }.
    .advice = Check that this is the file that the coordinator made.
assignments-bad = { $file } is not a file of assignments that can be used.
    .advice = Nothing was changed. Ask the coordinator for a new copy.
assignments-too-new = { $file } was written for a newer Muster.
    .advice = Update Muster on this PC.
assignments-no-shifts = { $file } assigns something to shift "{ $shift }", which this station does not have.
    .advice = Set the shifts first: muster station set shifts "day=Day shift,07:00-15:00".
# $known: the station's shifts, with commas between them
assignments-unknown-shift = { $file } assigns something to shift "{ $shift }", which this station does not have.
    .advice = Its shifts are { $known }. Ask the coordinator for a file that names those.

## An officer's new number

renumber-nobody = Nobody on the roster has the number { $old }.
    .advice = muster roster list shows who has which.
renumber-followed = { $old } was followed by { $now } already.
    .advice = Give { $now } as the old number.
renumber-same = Both numbers are { $id }.
    .advice = Give the old number first, then the new one.
renumber-taken = { $new } is the number of { $name }, who is somebody else.
    .advice = A number belongs to one officer, also after another followed it.
renumber-other-name = { $old } is { $oldName }, but { $new } is { $newName }.
    .advice = If they are the same officer, say so: --same-officer.
