# Where data lies, and who may change it.

folder-machine = One folder for everybody on this PC. You may write in it, so you may change packs, trust and settings.
folder-managed = An administrator set Muster up for everybody on this PC. You may not write in that folder, so only an administrator changes what lies there.
folder-user = This user's own folder, as the folder for everybody on this PC cannot be written. Other users of this PC have their own packs, settings and records.
folder-portable = The folder muster-data beside the program holds everything; it travels with it.
folder-named = This folder was named when Muster was started.
folder-settings = Settings of this station
folder-library = Packs and trust
folder-records = Records
folder-administrators = Changed by administrators only; read by everybody.
folder-shared = Written by everybody who may write in this folder.
folder-changed-by-user = Changed by this user.
folder-owner = { $path } belongs to { $name }
folder-writer = { $name } may write in { $path }
folder-link = { $path } is a link
folder-cure-above = An administrator takes the right to write from others there.
folder-cure-here = An administrator changes it: muster station protect, or on the Station screen.
folder-exposed = Not only administrators change packs, trust and settings on this PC: { $why }.
    .advice = Whoever can do that can add a publisher or take a revocation back, and everybody here sees what they install. Briefings work and are recorded. { $cure }

## What a shelf trusts and holds

folder-threshold = Trust lists need { $threshold } of { $all } signatures:
folder-root = key { $keyId }, { $name }
folder-no-publisher = Nobody is trusted.
folder-publishers = Publishers:
folder-revoked = revoked
folder-every-pack = every pack
folder-publisher = { $name }, key { $keyId }: { $ids }
folder-packs = Packs:
folder-no-pack = No pack is installed.
folder-pack = { $title }, { $id } version { $version }, from { $from }

## Asking for an administrator

folder-no-administrator-said-yes = Nothing was changed: no administrator said yes.
    .advice = Press the button again when somebody who administers this PC is here.
folder-no-administrator = Nothing was changed: this PC cannot ask for an administrator from here.
    .advice = Somebody who administers this PC signs in, or runs as administrator: muster { $command }, and the stick's folder.
