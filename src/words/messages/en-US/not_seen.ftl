# What a PDF holds and the room would not see.

## Where it is

not-seen-page-range = { $first } to { $last }
not-seen-more-pages = { $count } more
not-seen-in-file = { $file }
not-seen-on-page = { $file }, page { $page }
not-seen-on-pages = { $file }, pages { $pages }
# $pages: pages and ranges with commas between them; $last: the last one
not-seen-on-several-pages = { $file }, pages { $pages } and { $last }

## What is not seen
## $place: the file and its pages; $example: empty, or one of the two texts below

not-seen-example = : { $example }
not-seen-new-value = ; it should be { $value }
-not-seen-drawn = Print it to a PDF. Or run muster pack new on a folder that holds it: where qpdf or pdftoppm is installed, the copy among the aids of the new pack has it drawn, and can take its place.
-not-seen-copy-again = Copy it again from where you got it, or export it again.
not-seen-cut-off = { $place } is cut off or damaged: its end, or what its end leads to, is missing, so pages or parts of pages may be.
    .advice = { -not-seen-copy-again }
# $example: how many pages are found
not-seen-pages =
    { $place } says that it has { $count ->
        [one] 1 page
       *[other] { $count } pages
    }, but only { $example } can be found.
    .advice = { -not-seen-copy-again }
not-seen-xfa = { $place } is a form that only Adobe’s own programs build up (XFA): the room would see a page that asks to wait, or no values.
    .advice = Open it in Adobe Reader, print it to a PDF, and use that.
not-seen-portfolio = { $place } is a portfolio: the room would see its cover, not the documents in it.
    .advice = Save each of its documents as a PDF of its own.
not-seen-form-values =
    { $place }: { $count ->
        [one] 1 form value
       *[other] { $count } form values
    } would not be seen{ $example }.
    .advice = { -not-seen-drawn }
not-seen-old-form-values =
    { $place }: { $count ->
        [one] 1 form value
       *[other] { $count } form values
    } would be seen as before the last change{ $example }.
    .advice = { -not-seen-drawn }
not-seen-markup =
    { $place }: { $count ->
        [one] 1 mark
       *[other] { $count } marks
    } would not be seen{ $example }.
    .advice = { -not-seen-drawn }
not-seen-media =
    { $place }: { $count ->
        [one] 1 film, sound or model
       *[other] { $count } films, sounds or models
    } in the PDF would not play{ $example }.
    .advice = Put the film or sound into the pack as a file of its own.
not-seen-letters =
    { $place }: { $count ->
        [one] 1 letter
       *[other] { $count } letters
    } would be missing or wrong, as the font is not in the file, or is damaged{ $example }.
    .advice = Export it again with all fonts embedded (in Word: save as PDF, Options, PDF/A), or print it to a PDF.
not-seen-pictures =
    { $place }: { $count ->
        [one] 1 picture
       *[other] { $count } pictures
    } cannot be shown.
    .advice = Export it again, or print it to a PDF.
not-seen-parts =
    { $place }: { $count ->
        [one] 1 part of what is drawn is
       *[other] { $count } parts of what is drawn are
    } missing in the file or cannot be read.
    .advice = { -not-seen-copy-again }
not-seen-empty = { $place }: something is drawn there, but the page comes out empty.
    .advice = Look at it in muster pack preview; export it again, or print it to a PDF.
not-seen-size = { $place }: so large or long a page cannot be read on the wall.
    .advice = Export it on sheets of paper, such as Letter.
not-seen-unknown = { $place } is so large that nobody knows whether all of it is seen.
    .advice = Look at it in muster pack preview, or make it simpler.
