# `muster decode`.

cli-decode-stopped = Decoding { $file } was stopped.
    .advice = Give the command again.
cli-decode-pictures = { $count } pictures in { $seconds } s
