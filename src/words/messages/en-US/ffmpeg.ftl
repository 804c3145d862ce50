# What goes wrong with ffmpeg, and what of a medium is outside the profile.

-ffmpeg-install = Install ffmpeg with libsvtav1, libaom or libx264 (Debian and Ubuntu: apt install ffmpeg; Windows: winget install ffmpeg), or name one in MUSTER_FFMPEG; then build again.
ffmpeg-not-found = To transcode it muster pack build needs ffmpeg, but there is no { $program } on this PC.
    .advice = { -ffmpeg-install }
ffmpeg-not-run = To transcode it muster pack build needs ffmpeg, but { $program } does not run ({ $reason }).
    .advice = { -ffmpeg-install }
ffmpeg-no-encoder = To transcode it muster pack build needs ffmpeg, but ffmpeg { $version } has no encoder for { $what } that Muster can use.
    .advice = { -ffmpeg-install }
ffmpeg-failed = ffmpeg could not transcode { $file }: { $last }
    .advice = Check that the file is whole and plays elsewhere, or export it again as MP4 with H.264 and AAC.
ffmpeg-unplayable = What ffmpeg made of { $file } does not play.
    .advice = Build again; if it happens again, name another ffmpeg in MUSTER_FFMPEG.
ffmpeg-stalled = ffmpeg stood still at { $file } for { $seconds } seconds and was ended.
    .advice = Check that the disk with the file answers, then build again; if it happens again, export the file as MP4 with H.264 and AAC.
ffmpeg-no-space = There is no room for what is made of { $file }.
    .advice = Free some room beside the pack that is to be written, or write it to another disk.
ffmpeg-io = { $file } could not be transcoded: a temporary file failed.
    .advice = Check that the disk is not full and that you may write there, then build again.
ffmpeg-cancelled = Stopped; nothing was changed.
    .advice = Start again when you are ready.
ffmpeg-codecs = { $pictures } and AAC
# $codecs: what is made of it; $ffmpeg: the version
ffmpeg-planned = Nothing is to be done: muster pack build makes { $codecs } of it, with ffmpeg { $ffmpeg }.
ffmpeg-planned-for-damaged = If it is damaged, make it again from its source. Otherwise nothing is to be done: muster pack build makes { $codecs } of it, with ffmpeg { $ffmpeg }.
ffmpeg-tones-not-mapped = { $file } is an HDR film, and this ffmpeg cannot map its tones: it will look washed out.
    .advice = Name an ffmpeg with zscale and tonemap in MUSTER_FFMPEG (Debian, Ubuntu and winget have it), or film without HDR.
ffmpeg-dolby-colors = { $file } has the colors of Dolby Vision alone, which ffmpeg does not know: it will look green and purple.
    .advice = Export it without Dolby Vision: as SDR, HDR10 or HLG.
ffmpeg-changes-codec = The clips that { $file } was joined of are coded in different ways, and ffmpeg reads only those that are coded as the first.
    .advice = Export the film again from the program that joined it, as MP4 with H.264 and AAC.
ffmpeg-complaint = { $file } was transcoded, but ffmpeg found something wrong in it: { $last }
    .advice = Watch the result from beginning to end before you hand it out: muster play plays it.
ffmpeg-shorter = { $file } claims to last { $claimedMs }, but only { $realMs } of it could be transcoded.
    .advice = Check that the file is whole: copy it again from where you got it.

## What of a medium is outside the profile

ffmpeg-profile = { $file } uses H.264 profile { $profile }.
    .advice = Export it with profile High.
ffmpeg-interlaced = { $file } is interlaced.
    .advice = Export it progressive: moving edges look like combs otherwise.
ffmpeg-picture-rate = { $file } has { $rate } pictures a second; { $most } are the most.
    .advice = Export it with fewer, or as AV1: old PCs leave pictures out otherwise.
ffmpeg-variable-rate = { $file } has pictures at uneven distances.
    .advice = Export it with a constant frame rate.
ffmpeg-bit-rate = { $file } has { $megabits } Mbit/s; { $most } are the most.
    .advice = Export it with less: old PCs leave pictures out otherwise.
ffmpeg-turned = { $file } is stored turned, as phones do.
    .advice = Export it upright.
ffmpeg-aac-profile = { $file } has sound in an AAC other than LC.
    .advice = Export the sound as AAC-LC.
ffmpeg-channels = { $file } has more than six channels of sound.
    .advice = Export the sound as stereo.
