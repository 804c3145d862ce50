# `muster doctor`.

# After the options of `--help`, in lines of at most 100 characters
cli-doctor-help =
    Every installed pack is verified again to its last byte, and the first second of each of its media
    is decoded. Each line says ok, warning or problem, and what to do. The exit code is 0 without a
    problem, else that of the first one: 1 this PC, 3 revoked, 4 damaged, 5 too new.
