# `muster install`.

cli-install-no-packs = There are no packs in { $folder }.
    .advice = Check that it is the right stick; packs end in .muster.
