# `muster roster …`.

cli-roster-exported = { $count ->
    [one] 1 officer written to { $out }.
   *[other] { $count } officers written to { $out }.
}
cli-roster-inactive = inactive
cli-roster-empty = Nobody is on the roster yet. Import one: muster roster import FILE.csv
cli-roster-renumbered = { $old } is { $new } now: { $name }. What was recorded under { $old } stays theirs.

# After the options of `--help`, in lines of at most 100 characters
cli-roster-import-help =
    Columns: officer_id and name; optionally rank, squad, shift, certification, active_from and
    active_to (dates such as 2026-11-24), and former_id (the number that an officer had before; several
    with | between them). A column that the file does not have changes nothing, an empty field clears it.
    Other columns are reported and ignored.
