# Files that are written for people.

write-out-stopped = { $file } was not written: it was stopped.
    .advice = Nothing was left behind.
