# `muster station …`. What stands beside each other there is aligned by spaces.

cli-station-data = Data:   { $path }
cli-station-other-store = Another store of Muster lies in { $other }; it is not used.
cli-station-id = Id:     { $value }
cli-station-name = Name:   { $value }
cli-station-agency = Agency: { $value }
cli-station-ori = ORI:    { $value }
cli-station-room = Room:   { $value }
cli-station-tags = Tags:   { $value }
cli-station-credit = Credit: { $value }
cli-station-not-set = not set
cli-station-no-shifts = Shifts: not set
cli-station-shift = Shift:  { $name } ({ $id }), { $start } to { $end }
cli-station-value-name = the value

cli-protect-ask = If this is right, give the command again with --yes, as administrator.
cli-protect-no-administrator = Only an administrator of this PC can protect the folder.
    .advice = Run the command as administrator.
cli-protect-not-as-confirmed = The folder is protected now, but what lies in it is not what was confirmed.
    .advice = Look at it: muster station protect. Take away what is wrong with muster trust remove and muster remove.
cli-protect-done = Protected: only administrators change packs, trust and settings. Records lie in { $records }.
cli-protect-library-name = the library

# After the options of `--help`, in lines of at most 100 characters
cli-station-set-help =
    Values:
      name, agency, ori, room   a text
      tags      words with commas between them, for example 287g,county jail
      credit    planned (what the briefing grants), actual (the minutes that the officer was there) or
                capped (those minutes, and no more than it grants)
      shifts    shifts with semicolons between them, each ID=NAME,START-END in local time; an end that is
                not after its start is on the next day:
                "day=Day shift,07:00-15:00; swing=Swing shift,15:00-23:00; midnight=Midnight,23:00-07:00"
