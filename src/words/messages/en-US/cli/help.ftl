# Help texts of commands and options, by their names: `help-pack-build-out` is of `--out` of
# `muster pack build`, `help-pack-build` of the command itself, and
# `help-station-set-key-name` of a value that an option or argument may have.

help = The offline player for police roll call. Without a command: opens the window
help-data-dir = Where Muster keeps its data
help-json = One JSON document on standard output, nothing else there
help-full-screen = Open the window over the whole screen
help-software = Paint without a graphics card
help-file = A pack or trust list to open on the IT screen

## `muster play`

help-play = Play any video or audio file at once; nothing is recorded
help-play-file = The video or audio file

## `muster demo`

help-demo = A first look: builds and installs the packs of content-packs/ on an example station
help-demo-no-window = Set everything up, but open no window
help-demo-content = The folder with the sources of the packs, one folder a pack

## `muster pack`

help-pack = Check, build and sign packs
help-pack-new = Make a folder of sources to start from: empty, or drafted from a film, a Word guide and PDFs
help-pack-new-folder = The folder to make
help-pack-new-from = Copy and draft from the material in this folder
help-pack-new-id = The pack's id, the same for all its versions: gov.example.sheriff.detainer
help-pack-new-title = The pack's name
help-pack-new-publisher = Who publishes it, for example "Example County Sheriff, Training Unit"
help-pack-new-language = The language of the material
help-pack-preview = A look at a folder of sources in the window: not signed, nothing is recorded
help-pack-preview-folder = The folder with manifest.json in it
help-pack-build = Check a folder of sources, build the pack and sign it
help-pack-build-folder = The folder with manifest.json in it
help-pack-build-key = The publisher's secret key
help-pack-build-out = The pack to write
help-pack-build-version = This version instead of the manifest's
help-pack-build-password-file = Read the key's password from the first line of a file; - is standard input
help-pack-check = Check a pack or a folder of sources without trusting anybody
help-pack-check-path = A pack, or a folder with manifest.json in it

## `muster key`

help-key = Make a publisher's key pair
help-key-new = Write NAME.pub, to hand out, and NAME.sec, to keep
help-key-new-out = Name of the two files, without extension
help-key-new-no-password = Leave the secret key unprotected
help-key-new-password-file = Read the password from the first line of a file; - is standard input

## `muster trust`

help-trust = Whose packs this station accepts
help-trust-add = Accept packs signed with this publisher's key
help-trust-add-file = The publisher's public key
help-trust-add-name = What this station calls the publisher
help-trust-add-ids = A pack id, or a beginning of ids such as example.sheriff.*, that it may publish; may be repeated. Without: all
help-trust-list = Who is trusted, and by whose word
help-trust-remove = Accept no more packs signed with this key
help-trust-remove-key = The key's id, 16 hexadecimal digits, or its file
help-trust-remove-revoke = For ever, and block the packs that are installed: the key was lost or misused
help-trust-init = Pin the agency's root keys: from then on trust lists signed by them say who is trusted
help-trust-init-roots = A root's public key, and what to call it; once for each root
help-trust-init-threshold = How many roots must sign a list. Without: one of one or two roots, else the majority
help-trust-init-replace = Instead of the roots that are pinned: too few of those are left to sign a list
help-trust-init-reason = Why the roots are replaced; goes into the audit log
help-trust-list-build = Write a trust list, for the roots to sign
help-trust-list-build-out = The file to write
help-trust-list-build-from = Begin with another list, of which this is the next version, or with the JSON of one
help-trust-list-build-agency = The agency's id, such as example.sheriff
help-trust-list-build-version = The list's version. Without: the one after --from's, of JSON as it says, else 1
help-trust-list-build-roots = A root's public key, and what to call it; may be repeated
help-trust-list-build-remove-roots = A root that is one no longer; may be repeated
help-trust-list-build-threshold = How many roots must sign the next list. Without: one of one or two, else the majority
help-trust-list-build-publishers = A publisher's key, its name, what it may publish (ids or beginnings of ids such as example.sheriff.*, parted by spaces; * for all), and the last day, if there is one; may be repeated
help-trust-list-build-remove-publishers = A publisher that is one no longer; may be repeated
help-trust-list-build-revoke-keys = A key whose packs are blocked everywhere: its file, or, where nobody has that, its id; may be repeated
help-trust-list-build-revoke-packs = A pack that is blocked everywhere, or one file of it; may be repeated
help-trust-list-build-epochs = Let a pack's versions start again below one that was set too high by mistake: a number higher than the pack's epoch before, which is 0 at first; may be repeated
help-trust-list-build-review-by = The day by which the next list is to come; stations warn from then on that it stayed away
help-trust-list-sign = Add a root's signature to a trust list; the others stay
help-trust-list-sign-file = The trust list
help-trust-list-sign-key = The root's secret key
help-trust-list-sign-password-file = Read the key's password from the first line of a file; - is standard input
help-trust-list-sign-signature = Instead of a key: a signature of trust.json that was made elsewhere, by stock minisign
help-trust-list-sign-signer = Whose signature that is
help-trust-list-sign-out = The file to write. Without: the list itself
help-trust-install = Take trust lists into force, of a folder all in the order of their versions
help-trust-install-paths = Trust lists, or folders (a stick) with trust lists in them

## `muster verify`

help-verify = Would this station accept it? Changes nothing
help-verify-paths = Packs, trust lists, or folders (a stick) with both

## `muster install`

help-install = Install one pack, or the newest of every pack found under a folder
help-install-paths = Packs, or folders (a stick) with packs in them
help-install-allow-older = Accept a version below the highest that was ever installed
help-install-reason = Why; goes into the audit log

## `muster list`

help-list = Installed packs and their modules

## `muster rollback`

help-rollback = Go back to the version before, which is kept
help-rollback-id = The pack's id
help-rollback-reason = Why; goes into the audit log

## `muster remove`

help-remove = Take a pack off this station
help-remove-id = The pack's id

## `muster audit`

help-audit = Who installed, removed, trusted, rolled back what, when
help-audit-export = Write the audit log as CSV
help-audit-export-out = The file to write

## `muster station`

help-station = The station's name, tags and shifts, and where its data lies
help-station-show = What is set for this station, and where its data lies
help-station-set = Change one setting
help-station-set-key = Which setting
help-station-set-key-name = The station's name
help-station-set-key-agency = The agency's name
help-station-set-key-ori = The agency's ORI
help-station-set-key-room = The room
help-station-set-key-tags = Words that choose variants
help-station-set-key-credit = The rule by which officers are credited with minutes
help-station-set-key-shifts = Shifts and their hours
help-station-set-value = Its new value; an empty text clears it
help-station-protect = Let only administrators change packs, trust and settings of everybody on this PC
help-station-protect-yes = These publishers and packs are right
help-station-protect-confirmed = The inventory that was confirmed, by the hash that this command reports for it
help-station-key = The station's own key, with which the heads of its records are signed
help-station-key-new = Make the station's own key, as an administrator
help-station-key-new-replace = Take the place of the key that is there: on a copied disk, or after it was seen by others
help-station-key-show = The public key, for the coordinator
help-station-key-show-out = Write it to this file

## `muster roster`

help-roster = The station's officers
help-roster-import = Take in a roster file (CSV); officers who are not in it become inactive
help-roster-import-file = The file: a CSV table with a header; a folder means the only one in it
help-roster-import-dry-run = Only say what would change
help-roster-export = Write the roster to a file that `roster import` reads back without any change
help-roster-export-out = The file to write: a CSV table of all columns, inactive officers included; in a folder it is named after the day
help-roster-export-force = Overwrite a file that is there
help-roster-list = The officers of this station
help-roster-renumber = Gives an officer another number; what is recorded under the old one stays theirs
help-roster-renumber-old = The officer's number so far
help-roster-renumber-new = The number from now on
help-roster-renumber-same-officer = Both numbers are on the roster, under different names of the same officer

## `muster assign`

help-assign = Which briefing is due for whom
help-assign-module = The module, PACK-ID/MODULE-ID; without one, the assignments are listed
help-assign-shifts = Only for this shift; may be repeated
help-assign-squads = Only for this squad; may be repeated
help-assign-ranks = Only for this rank; may be repeated
help-assign-due = The day by which it is due
help-assign-every = Due again after so many days
help-assign-remove = Take back every assignment of this module

## `muster approve`

help-approve = Approve a briefing for use by the agency
help-approve-module = The module, PACK-ID/MODULE-ID
help-approve-by = Who approves it
help-approve-note = Why, or on which conditions
help-approve-withdraw = Take the approval back

## `muster records`

help-records = What each shift completed
help-records-list = Recorded briefings, newest first
help-records-list-module = Only this module
help-records-list-shift = Only this shift
help-records-list-officer = Only sessions with this officer on the roll
help-records-list-from = From this shift date on
help-records-list-to = Up to this shift date
help-records-list-text = Only sessions in which these words stand
help-records-list-store = Another records.db than this station's
help-records-export = Write records to a file for others
help-records-export-what = One row a session, or one row an officer
help-records-export-what-sessions = One row a session, with counts for its lists
help-records-export-what-attendance = One row an officer of a session
help-records-export-format = Comma-separated for spreadsheets, or JSON
help-records-export-format-csv = RFC 4180, UTF-8
help-records-export-format-json = One document
help-records-export-out = The file to write; the chain's head goes beside it, into FILE.chain.json
help-records-export-force = Overwrite files that are there
help-records-export-no-bom = Without the byte-order mark by which a spreadsheet knows UTF-8
help-records-export-module = Only this module
help-records-export-shift = Only this shift
help-records-export-officer = Only sessions with this officer on the roll
help-records-export-from = From this shift date on
help-records-export-to = Up to this shift date
help-records-export-text = Only sessions in which these words stand
help-records-export-store = Another records.db than this station's
help-records-backup = Copy the records into one file, verified, while others write
help-records-backup-out = The file to write: a whole store, which --store reads, as confidential as the records
help-records-backup-force = Overwrite a file that is there
help-records-backup-store = Another records.db than this station's
help-records-verify = Are the records whole? Checks every row
help-records-verify-against = Compare with a head that was carried away: 64 hexadecimal digits, or a file of an export or its .chain.json
help-records-verify-station-key = The station's public key, as you kept it: the head must be signed with it
help-records-verify-store = Another records.db than this station's
help-records-rebuild = Make anew what screens read, from the records themselves
help-records-bring-in = Bring in what was recorded in another store by mistake, each row marked as such
help-records-bring-in-file = A records.db; without one, every store that this PC has and does not use
help-records-add = Record a briefing that was held on paper
help-records-add-module = The module, PACK-ID/MODULE-ID
help-records-add-shift = The shift's short name
help-records-add-date = The date of the shift: the day on which it started
help-records-add-facilitator = Who led it, as it is to stand in the record; of a self-study who vouches for it
help-records-add-facilitator-id = The facilitator's officer id; an empty one for somebody who is not on the roster
help-records-add-delivery = How it was held
help-records-add-start = When it began, local time; otherwise when the shift starts
help-records-add-repeated-hour = Which of two, where the clock was put back and showed the start twice; otherwise the first
help-records-add-minutes = How long it took; otherwise as the briefing is planned
help-records-add-end = When it ended, local time, in the place of --minutes
help-records-add-pack-version = Which version of the pack was used, if that is known
help-records-add-present = Officers who were there, by id
help-records-add-absent = Officers of the shift who were not there, by id; whoever is named nowhere stays unmarked
help-records-add-visitors = Somebody from elsewhere who was there; may be repeated
help-records-add-on-duty = Whether those of a make-up or a self-study were on duty
help-records-add-note = A note for the record
help-records-add-confirm-date = The date is right, though it lies before 1990 or is still to come
help-records-left = The briefing that was left in the middle: show it, record it as partial, or throw it away
help-records-left-partial = Record it as partial, as it stood when it was left
help-records-left-by = Who found it, and signs
help-records-left-discard = Throw it away without a record
help-records-left-store = Another records.db than this station's
help-records-missed = Who missed which briefing, since when, and why
help-records-missed-module = Only this module
help-records-missed-shift = Only officers of this shift
help-records-missed-officer = Only this officer
help-records-missed-format = A table for spreadsheets
help-records-missed-format-csv = RFC 4180, UTF-8
help-records-missed-out = The file to write; without it the table goes to standard output
help-records-missed-force = Overwrite a file that is there
help-records-missed-no-bom = Without the byte-order mark by which a spreadsheet knows UTF-8
help-records-missed-store = Another records.db than this station's
help-records-amend = Change one field of a record by a row of its own; the record itself stays
help-records-amend-session = The session, as records list --json names it
help-records-amend-officer = The officer whose field it is; without one it is a field of the session
help-records-amend-row = The same by the place in the roll, counted from 1 as records list --json lists the officers: for a visitor without an id
help-records-amend-field = The field, as records list --json names it, for example mark, notes, facilitator.name
help-records-amend-to = The new value
help-records-amend-add-officer = Put an officer of the roster on the roll, by number
help-records-amend-add-visitor = Put somebody from elsewhere on the roll, by name
help-records-amend-mark = Where who is added was; present by default
help-records-amend-minutes = How many minutes who is added was there
help-records-amend-by = Who changes it
help-records-amend-why = Why
help-records-amend-confirm-date = The day is right, though it lies before 1990 or is still to come

## `muster visit`

help-visit = One IT visit: everything in that a stick brings, and out what the agency wants to see
help-visit-folder = The stick, or a folder like it
help-visit-yes = Take in the roster and the assignments on it, which nobody signed
help-visit-mass-changes = With --yes: the roster even if many officers would be gone, renamed or lose a field

## `muster take-in`

help-take-in = What the window asks an administrator for
help-take-in-identify = Give the station its id, if it has none
help-take-in-beneath = The stick: files in it are opened beneath it, through no link
help-take-in-lists = The SHA-256 of a trust list, and its file; several in the order of their versions
help-take-in-packs = The SHA-256 of a pack, and its file

## `muster decode`

help-decode = How quickly pictures come out of the decoder, for the benches
help-decode-file = The video file
help-decode-threads = On how many threads

## `muster doctor`

help-doctor = Is this PC ready for roll call? Looks at packs, records, clock, sound, screens and more
