# What cannot be played.

player-read = { $file } could not be read.
    .advice = Check that the file is there and that the stick is in, then try again.
player-container = { $file } is not a video or audio file that Muster can play.
    .advice = Use MP4 with AV1 or H.264 and AAC, or MP3, FLAC, Vorbis or WAV for sound.
player-unsupported = { $file } uses something that Muster does not play: { $what }.
    .advice = Convert it to MP4 with AV1 or H.264 (8-bit, at most 1920×1080) and AAC-LC.
player-decode = { $file }: the { $track } cannot be decoded at { $time }.
    .advice = The file is damaged or unusual; make it again from its source.
player-hangs = { $file }: decoding hangs at { $time }.
    .advice = The file is damaged or unusual; make it again from its source. If other files hang as well, this PC or what they lie on does not answer.
player-stopped = { $file } was not looked into to its end: it was stopped.
    .advice = Start again when you are ready.
player-no-tracks = { $file } holds neither video nor sound that Muster can play.
    .advice = Use MP4 with AV1 or H.264 and AAC, or MP3, FLAC, Vorbis or WAV for sound.
