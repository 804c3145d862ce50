# The log, and what went wrong within Muster itself. The value is the headline: what is wrong, in one
# sentence. `.advice` is what to do about it.

# $file: the log's file
log-place = Log: { $file }
log-written = What goes wrong is noted in { $file }.
log-not-written = What goes wrong cannot be noted in { $file }.
    .advice = Roll call is not disturbed. Check that the folder belongs to this user, that the disk is not full, and that nothing else has this name.
log-has-no-folder = What goes wrong is not noted: the system names no folder of this user.
    .advice = Roll call is not disturbed. Name a folder with MUSTER_LOG_DIR.

# Follows what else is to be done.
tell-makers = If it happens again, tell the makers of Muster, and give them { $file }.
tell-makers-without-log = If it happens again, tell the makers of Muster.

## Muster itself went wrong: `tell-makers` follows

program-panicked = Something in Muster went wrong, and it stopped.
packs-panicked = That did not work.
    .advice = Nothing was changed. Try again.
station-panicked = That did not work.
    .advice = Nothing was changed. Try again.
records-panicked = The records could not be read.
    .advice = Nothing was changed. Try again.
check-panicked = The check did not come to its end.
    .advice = Try again.
copy-panicked = The copy could not be saved.
    .advice = Try another place.
preview-panicked = Reading the folder was stopped by a fault in Muster.
    .advice = Run muster pack check on the folder.
window-panicked = Something in Muster went wrong and was stopped.
    .advice = Go on, or restart Muster.

## Too much was asked for at once

queue-full = Muster is still busy with what was asked before: this was not done.
    .advice = Wait a moment, then try again.

## Settings of the window; why, and what to do, follows

settings-unsaved = What is chosen in this window (its look, the volume, captions, the wall screen, the sound device) is kept only until it is closed.
