# A visit of IT.

visit-stopped = Stopped; nothing was written to the stick.
    .advice = What came in until then stays in. Start again when you are ready.
visit-stopped-between = Stopped before everything was written to the stick: there is no receipt.
    .advice = What came in stays in. Start again when you are ready.
visit-stick-is-file = { $stick } is a file.
    .advice = Give the stick's folder; muster install takes single files.
visit-several = The stick has one file in several cases of the letters: { $files }.
    .advice = Nothing of them was taken in. Keep the right one, in small letters.
visit-too-many = Move the files of earlier visits away.
visit-gone = { $stick } is no longer there: nothing was written to it.
    .advice = Push the stick in again and do the visit again. What came in stays in.

## Roster and assignments

visit-roster-block = Roster on the stick:
# In the audit log
visit-roster-from = { $new } new, { $changed } changed, { $gone } gone; from { $file }
visit-assignments-from = { $new } new, { $gone } gone; from { $file }
visit-not-taken-in = not taken in: { $headline }
visit-changed = The roster or the assignments on the stick, or those of this PC, changed since they were shown: nothing of them was taken in.
    .advice = Look at what would change now, and say yes to that if it is right.
visit-left-out = { $file } was left out: it would change many officers at once.
    .advice = Nothing of the roster was changed. If it is right, give the command again with --yes --mass-changes, or take the roster in on the Station screen.
# $became: what became of it
visit-roster-counts = Roster: { $new } new, { $changed } changed, { $gone } gone; { $became ->
    [left] left out, as it would change many officers at once
    [same] as it is here already
    [taken] taken in, after somebody said yes
   *[shown] shown only, not taken in
}{ $warnings ->
    [0] {""}
   *[other] ; { $warnings } warnings
}.
visit-assignments-counts = Assignments: { $new } new, { $gone } gone; { $became ->
    [same] as it is here already
    [taken] taken in, after somebody said yes
   *[shown] shown only, not taken in
}.

## Where something else would be expected

visit-in-the-way = { $path } is a file, where a folder of that name is expected.
    .advice = Rename the file, or remove it: nothing can lie below it.
# $kind: pack or list, a trust list
visit-folder = { $kind ->
    [list] { $path } is a folder, not a trust list.
   *[pack] { $path } is a folder, not a pack.
}
    .advice = { $kind ->
        [list] A trust list is one file that ends in { $end }: copy that to the stick.
       *[pack] A pack is one file that ends in { $end }: copy that to the stick.
    }
visit-link = { $path } is a link, and no link on a stick is followed.
    .advice = { $kind ->
        [list] Copy the trust list itself to the stick.
       *[pack] Copy the pack itself to the stick.
    }
visit-other-name = { $kind ->
    [list] { $path } is not read: a trust list has a name that ends in { $end }.
   *[pack] { $path } is not read: a pack has a name that ends in { $end }.
}
    .advice = If it is one, give it such a name; unpack it first if it is an archive.
# $kind: roster or assignments, a list of them
visit-another-beside = { $kind ->
    [assignments] { $path } is not read: there is another list of assignments beside it.
   *[roster] { $path } is not read: there is another roster beside it.
}
    .advice = Keep only one of them.
visit-other-form = { $path } is not read: its folder has this station's id in another form.
visit-unknown-station = { $path } is not read: its folder is not named by the id of a station.
visit-elsewhere = { $kind ->
    [assignments] { $path } is not read: it looks like a list of assignments, and lies elsewhere or is named otherwise.
   *[roster] { $path } is not read: it looks like a roster, and lies elsewhere or is named otherwise.
}
visit-no-id-yet = This PC has no station id yet; do the visit once, then put it there.
visit-put-it-here = If it is for this station, put it here on the stick: { $place }
visit-for-others = { $kind ->
    [assignments] The stick has a list of assignments for { $count ->
        [one] another station
       *[other] { $count } other stations
    } ({ $first }), and none for this one.
   *[roster] The stick has a roster for { $count ->
        [one] another station
       *[other] { $count } other stations
    } ({ $first }), and none for this one.
}
    .advice = If one was meant for this station, it has to lie here on the stick: { $place }

## The receipt, in its order

visit-receipt-title = Muster: receipt of a visit
visit-receipt-of = Receipt of a visit, { $day }
visit-receipt-station = Station
visit-receipt-example = { $name } (an example station)
visit-receipt-station-id = Station id
visit-receipt-agency = Agency
visit-receipt-visited = Visited
visit-receipt-account = By account
visit-receipt-machine = PC
visit-receipt-program = Program
visit-receipt-records = Records
visit-receipt-unreadable = The records could not be read; see below. No head is carried away.
visit-receipt-rows = Rows
visit-receipt-head = Head
visit-receipt-keep = Keep this page away from the PC. Whether a row up to this head was altered since is told by: muster records verify --against HEAD
visit-receipt-came-in = What came in
visit-receipt-nothing-new = Nothing new.
visit-receipt-refused = What was refused or failed
visit-receipt-nothing = Nothing.
visit-receipt-misplaced = What was not read where it lies
visit-receipt-installed = What is installed now
visit-receipt-no-packs = No packs.
visit-receipt-pack = { $title }: { $id } version { $version }, from { $publisher }{ $state ->
    [damaged] ; damaged
    [blocked] ; blocked
   *[active] {""}
}. SHA-256 { $hash }
visit-receipt-ready = Ready for roll call?
visit-receipt-ok = ok
visit-receipt-warning = look at it
visit-receipt-problem = PROBLEM
