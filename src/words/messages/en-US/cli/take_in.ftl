# `muster take-in`.

cli-take-in-no-hash = A file is named without its SHA-256.
    .advice = Give 64 lower-case hexadecimal digits, then the file.
