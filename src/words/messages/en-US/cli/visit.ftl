# `muster visit`.

cli-visit-ask = Nobody signed this. If it is right, give the command again with --yes.
cli-visit-ask-for-mass-changes = Nobody signed this, and it changes many officers at once. If it is right, give the command again with --yes --mass-changes.
cli-visit-written = Written: { $file }
cli-visit-head = Head of the { $count } records: { $hash }

# After the options of `--help`, in lines of at most 100 characters
cli-visit-help =
    In, from anywhere in FOLDER: trust lists in the order of their versions, then of every pack the
    newest version that verifies. From muster/stations/STATION-ID/ in it: roster.csv and
    assignments.json, which nobody signed; what they would change is shown, and done only with --yes.
    (muster station show says the id.)
    Out, into muster/out/STATION-ID/: DATE-audit.csv, DATE-doctor.json, DATE-log.txt and
    DATE-receipt.pdf, with the head of the record chain. Nothing there is ever overwritten: a second
    visit of a day is DATE-2.
