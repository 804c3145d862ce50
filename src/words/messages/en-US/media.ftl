# Films, sounds and pictures that an author brings. The value is the headline or the whole text;
# `.advice` is what to do about it.

# $file: as the author calls it; $format: for example WebP; $now: as the pack calls it;
# $program: what converted it
picture-converted = { $file } is a picture of kind { $format }; the pack has it as { $now }, converted with { $program }. Look whether it is right.
picture-first-converted = { $file } holds several pictures of kind { $format }; the pack has the first as { $now }, converted with { $program }. The others are left out.
picture-format = { $file } is left out: it is a picture of kind { $format }. { $format ->
        [SVG] Save it as PNG, then begin again.
       *[other] Save it as JPEG or PNG, or install ImageMagick or ffmpeg, which convert it, then begin again.
    }
# $reason: what the program says
picture-not-converted = { $file } is left out: it is a picture of kind { $format }, and it could not be converted ({ $reason }). Save it as JPEG or PNG, then begin again.
# $program: what will convert it
picture-will-be-converted = { $file } is a picture of kind { $format }, which a pack does not hold.
    .advice = Nothing is to be done: muster pack build makes a PNG or a JPEG of it, with { $program }.
picture-of-kind = { $file } is a picture of kind { $format }, which a pack does not hold.
    .advice = { $format ->
        [SVG] Save it as PNG and name that in manifest.json.
       *[other] Save it as JPEG or PNG and name that in manifest.json, or install ImageMagick or ffmpeg: muster pack build converts it with them.
    }
picture-print-colors = { $file } is in the colors of print (CMYK); the room may see others than you.
    .advice = Look at it with muster pack preview; if they are wrong, save it as RGB.

picture-animated = { $file } is an animation; the room sees its first picture alone.
    .advice = Make a film of it, or save the picture that matters.

medium-another-behind = { $file } holds another film or sound behind the first, as files do that were joined by copying; the room gets the first alone.
    .advice = Join them in a program for films, or give each its own file.
# $ms: its length in milliseconds
medium-too-short = { $file } is over at once: it lasts { $ms } ms.
    .advice = Check that it is the right file and that it is whole; else export it again.
# $tracks: each with its number, language, name and channels; $number: the one that is heard
medium-several-sounds = { $file } has { $count } tracks of sound ({ $tracks }); the room hears number { $number }.
    .advice = Check that it is the right one; else export the film with one track of sound.
sound-no-language = no stated language
sound-title = “{ $title }”
sound-mono = mono
sound-stereo = stereo
sound-channels = { $count } channels

# $encoding: for example windows-1251
captions-encoding = { $file } is not in UTF-8; it was converted from { $encoding }. Look whether its letters are right.
