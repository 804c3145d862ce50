# What was guessed while a pack was begun, for whoever looks it over.

start-title-of-guide = The title is the first heading of the guide: “{ $title }”.
start-title-of-folder = The title is the name of the folder: “{ $title }”.
start-id = The id is made up and must be chosen: { $id }.
start-dates = The content is said to be right as of today, { $asOf }, and due for a review by { $reviewBy }.
start-summary = The summary is the first paragraph of the guide.
start-objectives = { $count ->
    [one] The objective is from a list in the guide.
   *[other] The { $count } objectives are a list in the guide.
}
# $length: minutes and seconds, such as 3:05
start-plays-as-step = { $file } plays as a step ({ $length }).
start-beside-the-film = { $file } stands beside the film, for who only listens ({ $length }).
start-not-measured = { $file } plays as a step; how long it is shows when pack build transcodes it, and the minutes are a guess until then.
start-captions = { $file } are the captions, taken to be in { $language }.
start-captions-converted = { $file } are the captions, taken to be in { $language }, made into WebVTT.
start-transcript = A transcript was made from the captions.
start-no-questions = No question was found in the guide: headings that end in a question mark become prompts, lists below them key points.
start-aid = { $file } is a job aid, “{ $title }”.
start-place-taken-out = { $file } says where it was taken (GPS); that was taken out of the copy.
start-picture-renamed = { $file } is a picture of another kind than its name says; the pack has it as { $now }.
start-unknown-kind = { $file } is left out: a pack holds nothing of this kind.
start-empty-file = { $file } is left out: there is not one byte in it. Copy it again from where you got it, then begin again.
start-link = { $file } is left out: it is a link or a shortcut. Put the file that it leads to into the folder, then begin again.
start-folder = { $file } is left out: it is a folder that is called as a document is. Give it another name, or put the document itself there, then begin again.
start-too-deep = { $file } is left out: this folder lies too deep in others. Put its files further up, then begin again.
start-document-refused = { $file } is left out: { $refusal }
start-second-guide = { $file } is left out: a briefing has one guide.
start-caption-format = { $file } is left out: captions of this kind are not read. Export them as SRT or WebVTT, then begin again.
start-captions-of-nothing = { $file } is left out: it is not said of which film these captions are. Give both the same name.
start-second-captions = { $file } is left out: there are captions in this language already.
start-unreadable = { $file } is left out, it cannot be read: { $reason }.
start-more = There is more in the folder than is looked at: put the material of one briefing into a folder of its own.
start-pdf-values-drawn = { $file }: values of its form would not be seen; in the copy they are drawn, with qpdf. Look whether all are there.
start-pdf-pages-as-pictures = { $file }: not all of it would be seen; in the copy its pages are pictures, made with pdftoppm, so its text is lost to whoever searches or copies. Look whether they are right.
start-pdf-no-program = { $file }: not all of it would be seen; muster pack check says what. Print it to a PDF, or install qpdf and pdftoppm (Poppler) and begin again: muster pack new draws it with them.
start-pdf-failed = { $file }: not all of it would be seen, and it could not be mended: { $reason }. Print it to a PDF; muster pack check says what is missing.
start-pdf-by-hand = { $file }: not all of it would be seen; muster pack check says what, and what to do.
start-guide = { $file } is the guide.{ $leftOut }
start-slides = { $file }: titles, text and notes of { $count ->
    [one] 1 slide
   *[other] { $count } slides
} are in the guide.{ $left }
start-slides-as-pages = { $file } is a job aid, too: LibreOffice made pages of its slides, { $now }. Look them over.
start-no-libreoffice = The slides of { $file } are no pages: LibreOffice is not installed. To show them, save them as PDF and put it beside the others.
start-slides-not-made = The slides of { $file } are no pages, LibreOffice could not make them: { $reason }. To show them, save them as PDF and put it beside the others.
start-converted = { $file } was read as LibreOffice converts it. Compare the guide with it.
start-old-format = { $file } is of Office before 2007, of which Muster reads the text alone: symbols, notes and what is hidden may come out wrong. Save it as .docx or .pptx and begin again, or compare every line.

## Captions that were mended. $places: where, the text below

start-places = { $count ->
    [one] in line { $line }
   *[other] { $count } times, first in line { $line }
}
start-no-header = { $file } has no WEBVTT line; it was added.
start-broken-byte = { $file } holds bytes that are no letter, { $places }: they show as �. Correct them.
start-no-blank-line = { $file } lacks a blank line between captions { $places }; mended.
start-blank-line-inside = { $file } has a blank line within a caption { $places }; mended.
start-times = { $file } has times written in another way { $places }; mended.
start-end-before-start = { $file } has captions that end before they begin { $places }: they show as long as reading takes. Check them.
start-times-left-out = { $file } has times that cannot be read { $places }: those captions are left out. Correct them and begin again.
start-text-before = { $file } has text before the first caption { $places }, which is left out. If it is to be seen, give it times and begin again.

## Subtitles inside a film

start-inner-captions = The subtitles inside { $file } became its captions in { $language }.
start-inner-captions-guessed = The subtitles inside { $file } became its captions, taken to be in { $language }.
# $track: which subtitles, such as: es as pictures
start-inner-pictures = { $file } has subtitles inside ({ $track }) that did not become captions: they are pictures, not text, and will not be seen. Get them as .srt or .vtt.
start-inner-forced = { $file } has subtitles inside ({ $track }) that did not become captions: they are for foreign words only and will not be seen. Put those words into captions of the whole film.
start-inner-no-ffmpeg = { $file } has subtitles inside ({ $track }) that did not become captions: that needs ffmpeg, which is not on this PC; they will not be seen. Install it and begin again, or export them as .srt or .vtt.
start-inner-unreadable = { $file } has subtitles inside ({ $track }) that did not become captions: they cannot be read and will not be seen. Export them as .srt or .vtt.

## Prompts

start-prompts-of-slides = { $count ->
    [one] 1 prompt is
   *[other] { $count } prompts are
} drafted from slides with notes, two minutes each.
start-prompts-of-guide = { $count ->
    [one] 1 prompt is
   *[other] { $count } prompts are
} drafted from the questions of the guide, two minutes each.
start-prompts-without-question = { $count ->
    [one] For one the question is still to be written.
   *[other] For { $count } the question is still to be written.
}
start-prompts-without-points = { $count ->
    [one] One has no key points there.
   *[other] { $count } have no key points there.
}
start-prompts-in-guide-only = { $count } more stand in the guide only: a roll call has no time for them.
