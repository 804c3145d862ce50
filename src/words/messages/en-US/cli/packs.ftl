# What is installed, going back, removing, and the audit log.

cli-packs-library-name = the library
cli-packs-nothing-installed = Nothing is installed yet. Install a pack: muster install FILE
cli-packs-quarantined = QUARANTINED
cli-packs-revoked = BLOCKED: it was revoked
cli-packs-key-revoked = BLOCKED: its key was revoked
# $state: empty, or two spaces and one of the three above
cli-packs-pack =
    { $title }
      { $id } version { $version }, from { $publisher }{ $state }
# $label: empty, or a space and the variant in parentheses
cli-packs-module = { $id }/{ $module }  { $title }{ $label }, { $minutes } min
cli-packs-rolled-back = { $id } is back at version { $version }.
cli-packs-removed = { $id } is no longer installed. Records of it stay.
cli-packs-audit-exported = { $count } entries written to { $out }.
cli-packs-in-the-way = Choose another name, or move the file away.
