# What is entered by hand into the records, and what was left in the middle.

records-no-module = No installed pack has the module { $module }.
    .advice = muster list shows the modules that are installed.
records-unnamed-change = A change needs somebody who makes it, and a reason.
    .advice = Give both: --by NAME --why TEXT.
records-nothing-left = No briefing was left in the middle.
    .advice = There is nothing to record or to throw away.
records-went-on = This briefing went on in another window meanwhile.
    .advice = Nothing was done. Ask whoever holds it before you end it here.

## What was typed, by name, at the beginning of sentences

records-leader = The name of who led it
records-leader-id = The id of who led it
records-visitor = A visitor’s name
records-note = The note
records-changed-by = The name of who changes it
records-signed-by = The name of who signs
