# Copies and exports.

files-source = “{ $file }” could not be read.
    .advice = Try again. If it happens again, have the pack installed anew.
files-cancelled = “{ $file }” was not saved: it was stopped.
    .advice = Nothing was left behind.
files-full = “{ $file }” does not fit: { $folder } is full.
    .advice = Free some room there, or choose another place.
files-no-folder = There is no folder { $folder }.
    .advice = Check that the stick is in, or choose another place.
files-read-only = “{ $file }” could not be saved: { $folder } is read-only.
    .advice = Choose another place, or open the lock on the stick.
files-not-saved = “{ $file }” could not be saved in { $folder }.
    .advice = Check that the stick is in, then try again.
