# Files that were asked for and cannot be read or written.

failure-not-found = { $file } is not there.
    .advice = Check the name, and that the stick is in.
failure-unreadable = { $file } could not be read.
    .advice = Check that you may read it and that the stick is in, then try again.
failure-no-space = There is no room to write { $file }.
    .advice = Free some room there, or choose another place.
failure-disk-locked = { $file } could not be written: its disk is locked.
    .advice = If it is a stick, move its lock, or take another one.
failure-unwritable = { $file } could not be written.
    .advice = Check that the folder is there and that you may write in it.
failure-in-the-way = { $file } is there already.
failure-overwrite = Give another name, or overwrite it with --force.
