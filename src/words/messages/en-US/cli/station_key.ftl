# `muster station key …`.

cli-station-key-name = the station's key
cli-station-key-there = key { $id }
cli-station-key-audit-name = the audit log
cli-station-key-made =
    Key { $id }
      { $file }  hand this one to the coordinator now, by a stick (muster station key show --out FILE): taken later from a PC that was altered it proves nothing
cli-station-key-not-bound = This PC tells no number of its own: a copy of its disk will not be noticed.
cli-station-key-shown =
    Key { $id }
    { $key }
