# Why there is no station's key to sign with.

-station-key-make-anew = Make another one (muster station key new --replace) and hand its public key to the coordinator; heads that were signed before still count for the old one.
station-key-not-made = This station has no key of its own.
    .advice = An administrator makes one, once: muster station key new.
station-key-not-allowed = The station's key is for whoever administers this PC.
    .advice = Have an administrator do it.
station-key-exists = This station has a key already ({ $path }).
    .advice = muster station key show says which. A new one takes its place with --replace; the coordinator then needs its public key.
station-key-exposed = The station's key is not used: others may read { $path }.
    .advice = { -station-key-make-anew }
station-key-other-pc = The station's key is not used: it was made on another PC, and this disk looks like a copy.
    .advice = If it is one, or if the PC's board was replaced: { -station-key-make-anew }
station-key-unusable = The station's key cannot be used ({ $path }).
    .advice = { -station-key-make-anew }
station-key-io = { $path } could not be read or saved.
    .advice = Try again; if it happens again, tell IT.
