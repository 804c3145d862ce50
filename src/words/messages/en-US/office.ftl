# What is not read of an office document.

# $parts: what was left out where, with semicolons between them
office-left-out = Left out: { $parts }.
office-more-places = and more in { $count } other places

## Where something was left out. $parts: what it is, such as: 2 pictures, 1 chart

office-on-page = { $parts } (page { $page })
office-on-slide = { $parts } (slide { $slide })
office-under-heading = { $parts } (under “{ $heading }”)
office-before-headings = { $parts } (before the first heading)
office-anywhere = { $parts }

## What was left out

office-pictures = { $count ->
    [one] 1 picture
   *[other] { $count } pictures
}
office-charts = { $count ->
    [one] 1 chart
   *[other] { $count } charts
}
office-diagrams = { $count ->
    [one] 1 diagram
   *[other] { $count } diagrams
}
office-drawings = { $count ->
    [one] 1 drawing
   *[other] { $count } drawings
}
office-drawings-by-hand = { $count ->
    [one] 1 drawing by hand
   *[other] { $count } drawings by hand
}
office-films = { $count ->
    [one] 1 film
   *[other] { $count } films
}
office-sounds = { $count ->
    [one] 1 sound
   *[other] { $count } sounds
}
office-embedded-files = { $count ->
    [one] 1 embedded file
   *[other] { $count } embedded files
}
office-inserted-documents = { $count ->
    [one] 1 inserted document
   *[other] { $count } inserted documents
}
office-form-controls = { $count ->
    [one] 1 form control
   *[other] { $count } form controls
}
office-comments = { $count ->
    [one] 1 comment
   *[other] { $count } comments
}
office-deleted-texts = { $count ->
    [one] 1 deleted text
   *[other] { $count } deleted texts
}
office-hidden-texts = { $count ->
    [one] 1 hidden text
   *[other] { $count } hidden texts
}
office-page-headers = { $count ->
    [one] 1 page header
   *[other] { $count } page headers
}
office-page-footers = { $count ->
    [one] 1 page footer
   *[other] { $count } page footers
}
office-symbols = { $count ->
    [one] 1 symbol that text cannot hold
   *[other] { $count } symbols that text cannot hold
}
office-hidden-slides = { $count ->
    [one] 1 hidden slide
   *[other] { $count } hidden slides
}
office-notes = the notes of the slides
office-more-text = what is beyond the length that is read

## Why a document is left out

office-password = it is protected by a password. Save a copy without, then begin again.
office-cut-off = its end is missing: it was cut off when it was copied or sent. Copy it again from where you got it, then begin again.
office-damaged = it is damaged and cannot be read ({ $reason }). Copy it again from where you got it, or save it anew in the program that made it, then begin again.
office-hidden-parts = parts of it are hidden, and would be shown when it is converted. Delete them or show them, save it, then begin again.
office-empty = there is no text in it.

## What a document really is. $stem: its name without the ending

office-named-word = it is a Word document, whatever its name says. Name it { $stem }.docx, then begin again.
office-named-slides = it is a slide deck of PowerPoint, whatever its name says. Name it { $stem }.pptx, then begin again.
office-named-old-word = it is a Word document of before 2007, whatever its name says. Name it { $stem }.doc, then begin again.
office-named-old-slides = it is a slide deck of PowerPoint before 2007, whatever its name says. Name it { $stem }.ppt, then begin again.
office-named-pdf = it is a PDF, whatever its name says. Name it { $stem }.pdf, then begin again.
office-plain-text = it is plain text, whatever its name says. Name it { $stem }.md, then begin again.
office-named-picture = it is a picture, whatever its name says. Name it { $stem }.png or { $stem }.jpg, then begin again.
office-named-film = it is a film, whatever its name says. Name it { $stem }.mp4, .mov, .mkv or .avi, as it was made, then begin again.
office-named-sound = it is sound, whatever its name says. Name it { $stem }.mp3, .m4a, .wav or .ogg, as it was made, then begin again.
office-compound = it is a file of an older program, such as Word or Excel before 2007. Save it anew in that program, then begin again.
office-ancient-word = it is a document of Word before 1993 or for DOS. Save it in Word or LibreOffice as a Word document (.docx), then begin again.
office-rich-text = it is a text in Rich Text Format (RTF). Save it in Word or LibreOffice as a Word document (.docx), then begin again.
office-open-document-text = it is a text in OpenDocument format (.odt). Save it in Word or LibreOffice as a Word document (.docx), then begin again.
office-open-document-slides = it is slides in OpenDocument format (.odp). Save it in PowerPoint or LibreOffice as slides (.pptx), then begin again.
office-open-document-sheet = it is a spreadsheet in OpenDocument format (.ods). Save it in LibreOffice as PDF, then begin again.
office-pages = it is a document of Pages. Save it in Pages as a Word document (.docx), then begin again.
office-keynote = it is a presentation of Keynote. Save it in Keynote as PowerPoint (.pptx), then begin again.
office-numbers = it is a spreadsheet of Numbers. Save it in Numbers as PDF, then begin again.
office-apple-work = it is a document of Pages or Numbers. Save it in that program as a Word document (.docx) or PDF, then begin again.
office-excel = it is a workbook of Excel. Save it in Excel as PDF, then begin again.
office-publisher = it is a document of Publisher. Save it in Publisher as PDF, then begin again.
office-visio = it is a drawing of Visio. Save it in Visio as PDF, then begin again.
office-works = it is a document of Works. Save it in Word or LibreOffice as a Word document (.docx), then begin again.
office-outlook-message = it is a message of Outlook. Save it in Outlook as PDF, then begin again.
office-one-note = it is a notebook of OneNote. Save it in OneNote as PDF, then begin again.
office-word-perfect = it is a document of WordPerfect. Save it in Word or LibreOffice as a Word document (.docx), then begin again.
office-xps = it is an XPS document. Save it in the XPS viewer as PDF, then begin again.
office-web-page = it is a web page (HTML). Save it in Word or LibreOffice as a Word document (.docx), then begin again.
office-web-archive = it is a web page in one file (MHTML). Save it in Word or LibreOffice as a Word document (.docx), then begin again.
office-word-xml = it is a Word document as XML. Save it in Word or LibreOffice as a Word document (.docx), then begin again.
office-archive = it is an archive of other files. Take them out, then begin again.
office-cloud-pointer = it only says where in the cloud the document is. Download the document itself, as .docx or .pptx, then begin again.
office-unknown = it is no document of a kind that Muster reads (.docx, .pptx, .doc, .ppt).
