# Letters of a pack's texts that the room would not see.
# $place: the file and where in it; $letters: those that are meant, with spaces between them

# $at: where in the file, such as: steps[2].prompt
letters-place = { $file }, { $at }
letters-more = { $letters } and { $count } more
letters-lost = { $place }: letters were lost when the text was saved in another encoding ({ $letters }).
    .advice = Save it again from its source as UTF-8, or write what is missing.
letters-system-face = { $place }: { $script } letters ({ $letters }) show only on PCs whose system has a font for them, and as boxes on others.
    .advice = See that the stations have one. Windows has; for Debian and Ubuntu it is fonts-noto-cjk (Chinese, Japanese, Korean) or fonts-noto-core (others).
letters-no-face = { $place }: { $script } letters ({ $letters }) show as boxes: Muster has no font with them.
    .advice = Write them in another script, or make a PDF job aid of the text, with its fonts embedded.
letters-emoji = { $place }: emoji ({ $letters }) show as boxes: Muster has no font with them.
    .advice = Take them out, or write what they mean.
letters-signs = { $place }: signs ({ $letters }) show as boxes or not at all: Muster has no font with them.
    .advice = Write something else in their place.
letters-private-use = { $place }: signs that only the font of their program knows ({ $letters }) show as boxes or as something else.
    .advice = Write the sign itself, such as ✓ or →, in their place: Wingdings and Symbol are such fonts.
letters-unassigned = { $place }: { $letters } is no character that anybody knows, and shows as a box.
    .advice = Take it out, or save the text again from its source.
