# `muster demo`.

cli-demo-name = the demo
cli-demo-real-station = { $data } holds a station that is no demo.
    .advice = Leave --data-dir out, or name an empty folder: the demo must not mix with real records.
cli-demo-key-name = the demo's key
cli-demo-installed = installed
cli-demo-already-installed = installed before
cli-demo-pack = { $id } version { $version }: { $action }
cli-demo-place = The demo lies in { $data }
cli-demo-no-folder = This account has no folder for data.
    .advice = Name one with --data-dir.
cli-demo-no-content = There is no folder content-packs here or beside the program.
    .advice = Start the demo in Muster's source folder, or name the folder with --content DIR.
cli-demo-no-sources = { $content } holds no pack sources.
    .advice = Name the folder that holds one folder a pack, each with its manifest.json.

## What the example station is called

cli-demo-publisher = Demo publisher (throw-away key)
cli-demo-station-name = Example Station
cli-demo-agency = Example Police Department (demo)
cli-demo-room = Muster room
cli-demo-coordinator = Example coordinator
cli-demo-day-shift = Day shift
cli-demo-swing-shift = Swing shift
cli-demo-midnight-shift = Midnight shift
cli-demo-officer = { $rank } { $id } (example)
