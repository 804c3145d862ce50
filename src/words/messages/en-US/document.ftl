# Job aids and guides that cannot be shown.

document-unreadable = “{ $file }” could not be read.
    .advice = Go on with the next step. If it happens again, have the pack installed anew.
document-too-large = “{ $file }” is too large to show.
    .advice = Save a copy and open it on another PC; tell the publisher.
document-limit = more than { $most } { $what }
document-damaged = “{ $file }” cannot be shown: the file is not as it should be.
    .advice = Go on with the next step, and tell the publisher.
document-no-size = “{ $file }” cannot be shown.
    .advice = Go on with the next step, and tell the publisher.
document-ended = “{ $file }” cannot be shown: drawing it takes too much memory or time.
    .advice = Go on with the next step, and tell the publisher.
document-not-started = “{ $file }” cannot be drawn: this PC does not start the program for it.
    .advice = Close other programs, then open it again. If it stays so, start Muster anew.
document-stopped = “{ $file }” was not drawn: it was stopped.
    .advice = Open it again.
document-busy = Other job aids are still being drawn.
    .advice = Wait a few seconds, then open it again.
