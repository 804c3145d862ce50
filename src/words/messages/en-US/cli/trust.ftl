# `muster trust …`.

cli-trust-added = Packs signed with key { $id } are accepted from now on, as by { $name }.
cli-trust-publishers-name = the list of publishers
cli-trust-revoked = Key { $keyId } is revoked; packs signed with it are blocked.
cli-trust-removed = Key { $keyId } is trusted no longer; packs that are installed stay in use.
cli-trust-roots-name = the roots
cli-trust-pinned = From now on trust lists say whose packs are accepted here.
cli-trust-pinned-anew = The roots are replaced. What the list in force says stays, until a newer one.
cli-trust-next = Next: muster trust install FILE.mtrust
cli-trust-threshold = A list needs { $threshold } of these signatures:
cli-trust-nobody-add = Nobody is trusted yet. Add a publisher: muster trust add FILE.pub --name NAME
cli-trust-nobody-install = Nobody is trusted yet. Install a trust list: muster trust install FILE.mtrust
cli-trust-no-list = No trust list was installed yet.
cli-trust-in-force = In force: trust list of { $agency } version { $version }, installed { $at }
cli-trust-every-file = every file of it
cli-trust-revoked-pack = REVOKED: { $id } version { $version } ({ $hash })
cli-trust-publisher-revoked = REVOKED
cli-trust-all-ids = all ids
cli-trust-until = until { $day }

## `trust list-build` and `trust list-sign`

cli-trust-build-id-taken = another key has this id
cli-trust-build-epoch-falls = it is { $before } already, and only ever rises
cli-trust-build-written =
    { $out }: trust list of { $agency } version { $version }, not signed yet.
    { $threshold } of its { $roots } roots must sign it: muster trust list-sign { $out } --key NAME.sec
    Where roots or threshold change, enough of the roots before must sign it too.
cli-trust-build-note = Note: { $warning }
cli-trust-build-revoked-by-id = Key { $id } is revoked by its id alone, which whoever makes a key file chooses: the same key under another id is not revoked. Give its file: --revoke-key FILE.pub
cli-trust-build-revoked-under-other-id = Key { $id } is the revoked key { $revoked } under another id.
cli-trust-build-review-past = The next list was to come by { $day }: stations will say that it stayed away. Give another day: --review-by DATE
cli-trust-build-format = The list has format { $format }, which a Muster that knows format 1 alone refuses.
cli-trust-build-no-agency = The list belongs to no agency.
    .advice = Give --agency ID, or a list to begin with: --from FILE.
cli-trust-build-no-such-root = The list has no root with key { $key }.
    .advice = Check the key id.
cli-trust-build-no-such-publisher = The list has no publisher with key { $key }.
    .advice = Check the key id.
cli-trust-build-write-publisher = write FILE.pub=NAME=IDS, as in training.pub=County Training Unit=example.sheriff.*
cli-trust-build-too-many-parts = it has too many parts
cli-trust-build-write-pack = write ID@VERSION, as in example.sheriff.detainer@3
cli-trust-build-write-epoch = write ID=N, with N a number
cli-trust-build-bad-option = { $option } { $text } cannot be used: { $reason }.
    .advice = See muster trust list-build --help.
cli-trust-build-no-signer = Nobody is named who signs.
    .advice = Give --key NAME.sec, or --signature FILE.minisig with --signer FILE.pub.
cli-trust-build-signed = { $out }: signed with key { $signer }; { $count } of the { $threshold } signatures that its roots need.
cli-trust-build-no-root = This key is no root of the list itself. It counts where it was one before.
cli-trust-build-file-name = the file
cli-trust-build-in-the-way = Choose another name; a list that somebody signed must not be lost.

## `trust install`

cli-trust-install-no-lists = There are no trust lists in { $path }.
    .advice = Check that it is the right stick; trust lists end in .mtrust.
