# `muster install` and `muster verify`.

cli-install-no-packs = There are no packs in { $folder }.
    .advice = Check that it is the right stick; packs end in .muster.
cli-verify-nothing = There are no packs and no trust lists in { $folder }.
    .advice = Check that it is the right stick; packs end in .muster, trust lists in .mtrust.
cli-verify-pulled = { $folder } was pulled out before all of it was read.
    .advice = Put the stick in again and repeat the command. Nothing on this PC was changed.
cli-verify-would-block = Could not be used any more: { $title }
cli-verify-key = Key of a publisher: { $file }. Nothing signed with it is accepted until somebody adds it: muster trust add.
cli-verify-module-new = New: { $title }
cli-verify-module-changed = Changed: { $title }
cli-verify-module-gone = No longer in it: { $title }
