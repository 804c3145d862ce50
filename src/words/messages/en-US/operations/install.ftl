# What became of packs and trust lists.

install-installed = Installed { $title }, { $id } version { $version }, from { $publisher }
install-updated = Updated to { $title }, { $id } version { $version }, from { $publisher }
install-already-installed = Already installed: { $title }, { $id } version { $version }, from { $publisher }
install-would-install = Would be installed: { $title }, { $id } version { $version }, from { $publisher }
install-would-update = Would be the new version: { $title }, { $id } version { $version }, from { $publisher }

install-list-would-be = Trust list of { $agency } version { $version } would be in force
install-list-was = Trust list of { $agency } version { $version } was in force already
install-list-is = Trust list of { $agency } version { $version } is in force now
