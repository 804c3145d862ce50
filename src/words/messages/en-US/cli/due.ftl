# `muster assign` and `muster approve`.

cli-due-assignment-name = the assignment
cli-due-nothing-assigned = Nothing is assigned: every approved briefing for the front line is due once for every shift.
cli-due-withdrawn = The approval of { $module } is withdrawn.
cli-due-approved = { $module } is approved for use by { $by }.
cli-due-library-name = the library
cli-due-no-such-module = No installed pack has the module { $name }.
    .advice = muster list shows the modules that are installed.
cli-due-no-module-of-this-id = No installed pack has a module { $name }.
    .advice = muster list shows the modules that are installed.
cli-due-several-packs = { $name } is in several packs.
    .advice = Give the whole name: { $names }.
cli-due-not-a-module = "{ $name }" is not the name of a module.
    .advice = Write PACK-ID/MODULE-ID, as muster list shows them.
