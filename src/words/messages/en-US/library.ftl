# Why a pack was not taken in, and what is wrong with those that are installed.

library-file-in-pack = { $path } in { $file }
library-no-such-file = { $file } is not there.
    .advice = Check the name, and that the stick is in.
library-same-version-different-content = { $file } says it is { $id } version { $version }, but another version { $version } was installed here before.
    .advice = Do not use it. Ask the publisher for a pack with a higher version number.
library-expired = { $file } was not to be installed after { $notAfter }.
    .advice = Ask the publisher for the current version. If the date of this PC is wrong, set it right.
library-no-space = The disk of this PC is full; nothing was changed.
    .advice = { -library-free-space }
# $missing: so much is missing, such as: 412 MB
library-too-little-space = The disk of this PC is too full: { $missing } more are needed.
    .advice = { -library-free-space }
-library-free-space = Free some room on the disk that holds Muster's data, then try again.
library-busy = Another installation is under way on this PC.
    .advice = Wait until it is done, then try again.
library-store-name = the list of packs on this PC
library-read-only = Muster's data folder { $folder } cannot be written to.
    .advice = Run this as somebody who may write there (an administrator), or choose another folder with --data-dir.
library-io = { $path } could not be read or written.
    .advice = Check that the folder is there and that you may use it, then try again.
library-store-damaged = The list of installed packs is damaged.
    .advice = Move { $path } aside, then trust the publishers and install the packs again. Records are kept elsewhere and are not affected.
library-store-too-new = The packs on this PC were installed by a newer Muster.
    .advice = Update Muster on this PC.
library-layout = layout { $found } of library.db
library-not-installed = { $id } is not installed.
    .advice = muster list shows what is.
library-nothing-kept = There is no previous version of { $id } to go back to.
    .advice = Install the version that is wanted from its file: muster install FILE --allow-older --reason TEXT.
library-kept-version = Until then, version { $version } is kept: muster rollback { $id } --reason TEXT.
library-no-such-key = No publisher with key { $keyId } is trusted here.
    .advice = muster trust list shows who is.
library-key-exists = Key { $keyId } is in the list already ({ $name }).
    .advice = muster trust list shows it. To change its name or ids, remove it first; a revoked key cannot be trusted again.
library-key-id-taken = Another key with the id { $keyId } is known here, as that of { $name }.
    .advice = Whoever makes a key file chooses the id in it, so this may be an imitation. Ask the publisher, by telephone, whose key it is; if it is theirs, they have to make a new one.
library-not-as-shown = { $file } is not the file that was shown; it was left alone.
    .advice = Somebody changed it meanwhile. Look at the stick again, and see where it comes from.
library-bad-name = The name cannot be used: it { $reason }.
    .advice = Type the name as one line of ordinary letters.
library-bad-pattern = { $pattern } is not a pattern of pack ids.
    .advice = Write a pack id, or the beginning of one followed by .* as in example.sheriff.*
library-reason-missing = A reason is needed.
    .advice = Add --reason TEXT; it goes into the audit log.
library-left-halfway = The list of installed packs was being changed when the power went.
    .advice = An administrator has to start Muster once on this PC, or give the command muster list: that puts { $folder } right. Nothing is lost.
library-not-published = It was done, but those who may only read on this PC do not see it yet.
    .advice = { $path } could not be made anew. Give the command muster list as administrator: that makes it anew.
library-copy-unreadable = The list of installed packs cannot be read by this account.
    .advice = An administrator has to delete { $path } and give the command muster list: that makes it anew. Nothing is lost.
library-job-aid = { $name } is a job aid that cannot be shown.
    .advice = Tell the publisher, and ask for a pack whose job aids can be shown.

## A pack on this PC that is not whole

-library-install-again = Install the pack again from the stick.
library-altered = { $file } was damaged or changed on this PC; it is not shown any more.
    .advice = { -library-install-again }
library-cut = { $file } is cut short on this PC: part of its file is gone. It is not shown any more.
    .advice = { -library-install-again }
library-replaced = Another pack lies in the place of { $file } on this PC; it is not shown.
    .advice = { -library-install-again } Tell IT: nothing that Muster does puts it there.
library-missing = The file of { $file } is missing on this PC.
    .advice = { -library-install-again } If the disk or folder that holds Muster's data was taken away, bring it back and check again.
library-unreadable = The disk of this PC cannot read the file of { $file }.
    .advice = Check again. If it stays so: { -library-install-again } Have IT look at the disk, it may be failing.
library-locked = The file of { $file } cannot be opened: another program holds it, or this account may not read it.
    .advice = Wait a moment, then check again; a virus scanner may be looking at it. If it stays so, tell IT.

## Warnings

library-review-overdue = The content should have been reviewed by { $day }; ask the publisher for a newer version.
library-pack-expired = The pack expired on { $day }; it keeps playing, but ask the publisher for a newer version.
library-older = Older than version { $highest }, which was installed here before.
library-repaired = The file on this PC was damaged and has been replaced.
library-would-repair = The file on this PC is damaged; installing it again repairs it.
library-folder-passed-over = { $folder } cannot be read; it was passed over.
library-cut-short = There are too many files or too deep folders to look at all of them. Put packs into a folder of their own, near the top.
