# What is set for this station.

station-kept-aside = New settings were begun; the damaged file is kept as { $file }.
station-not-approved = { $module } is not approved.
    .advice = Nothing to withdraw; muster list --json shows what is approved.
station-not-assigned = { $module } is not assigned.
    .advice = muster assign lists the assignments that there are.

## The roster

station-no-csv = There is no CSV file in { $folder }.
    .advice = Save the roster as a CSV file there, or type where it is.
station-several-csv = There are several CSV files in { $folder }.
    .advice = Type which one it is, for example { $first }.
station-no-number = That is no number of an officer.
    .advice = Give the number as the roster has it.

## What was typed, by name, at the beginning of sentences

station-decided-by = The name of who decides
station-note = The note
station-number = The number
