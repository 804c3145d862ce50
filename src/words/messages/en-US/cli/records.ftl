# `muster records …`.

cli-records-store-name = the records
cli-records-none = No briefing is recorded that fits.
cli-records-version = { "" } (version { $version })
cli-records-amended = { $count ->
    [one] ; amended once
   *[other] ; amended { $count } times
}
cli-records-brought-in = ; brought in from { $store }
cli-records-make-up = make-up
cli-records-in-class = in a class
cli-records-self-study = self-study
cli-records-there = { $there } of { $all } there
cli-records-mark = officer { $id } { $mark }
cli-mark-unmarked = not marked
cli-mark-present = present
cli-mark-late = late
cli-mark-left-early = left early
cli-mark-excused = excused
cli-mark-absent = absent
cli-records-led-by = led by { $name }
# $parts: how, who was there and who led it, with commas between them; $version, $amended: may be empty
cli-records-session =
    { $shiftDate }  { $shiftName }  { $moduleTitle }{ $version }
        { $parts }, { $startedAt } to { $endedAt }{ $amended }; session { $sessionId }
cli-records-rebuilt = Made anew from { $count } rows.
cli-records-altered-file-kept = The file was altered outside Muster; as it was it is kept as { $kept }. Compare the records with a head that was carried away: muster records verify --against.
cli-records-added = { $name } is on the roll of that briefing now.
cli-records-was-and-is = { $field } was { $from }, is { $to }.

## `records add`

cli-add-versions-from-one = Versions count from 1.
cli-add-no-version-zero = A pack has no version 0.

## `records backup`

cli-backup-journal = It belongs to a database that is in use, or was: give another name.
cli-backup-own-file = { $out } is the records themselves, or belongs to them.
    .advice = Give another name, best on another disk.
cli-backup-done = { $count } rows copied to { $out } and verified. Head: { $hash }

## `records bring-in`

cli-bring-in-none = This PC has no other records than those in use.
cli-bring-in-done = { $file }: { $sessions } briefings and { $amendments } changes brought in, { $alreadyHere } were here already.
cli-bring-in-left = { $left } changes of briefings that are in both stay there: look whether they are here.
cli-bring-in-file-kept = The file is kept as { $aside }.

## `records export`

cli-export-done = { $rows } rows written to { $out }; the head of the chain beside it, in { $chain }.
cli-export-other-store = The head is not signed: it is that of another store.

## `records left`

cli-left-other-store = Another store than this station’s is only read.
    .advice = Leave --store away.
cli-left-discarded =
    { $briefing }
    Thrown away without a record.
cli-left-recorded =
    { $briefing }
    Recorded as partial, row { $seq }.
cli-left-nothing-open = No briefing was left in the middle.
cli-left-briefing = { $title }: { $shift } of { $date }, begun { $begunAt }, left { $leftAt }, open for { $minutes } min, by { $by }

## `records verify`

cli-verify-whole = { $count ->
    [one] The only row is whole.
   *[other] All { $count } rows are whole.
} Head: { $hash }
cli-verify-not-signed = Nobody signed it.
cli-verify-not-checked = Its signature was not checked: give the station's public key that you kept (--station-key FILE).
cli-verify-signed = It is signed with the key { $id }.
cli-verify-in-chain = The head given is in the chain. { $signature }
cli-verify-key-of-this-pc = That key was taken from this PC, so it proves nothing: whoever alters the records can put another there. Use the one that you kept elsewhere.
cli-verify-digits-not-signed = 64 digits carry no signature.
    .advice = Give the file that holds the head, with its .minisig beside it, or leave out --station-key.
cli-verify-no-head = { $text } carries no head of a chain.
    .advice = Give 64 hexadecimal digits, an export, or its .chain.json.
cli-verify-do-not-rely = Do not rely on this head. Look for the file as it was carried away, and for the key that was handed over when it was made.
cli-verify-no-signature = { $file } is not signed: there is no { $beside }.
cli-verify-other-signature = { $file } is not signed with the station's key { $id }.

## `records missed`

cli-missed-none = Nobody missed a briefing that the shift completed.
cli-missed-officer = { $name } ({ $id }), { $shift }:
cli-missed-open = { $title }: open since { $since }, { $reason }
cli-missed-written = { $count ->
    [one] 1 row written to { $file }.
   *[other] { $count } rows written to { $file }.
}
