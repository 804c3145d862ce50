# `muster pack …`.

cli-authoring-not-a-number = not a number
cli-authoring-converted = { $from } became { $to } ({ $codec }, { $bytes })
cli-authoring-transcoded = { $from } became { $to } ({ $codec }, { $length }, { $bytes })
cli-authoring-built =
    { $id } version { $version } ({ $bytes }), signed with key { $keyId }:
      { $out }
cli-authoring-nothing-found = { $path }: nothing to find fault with.
cli-authoring-found = { $path }: { $errors } to correct, { $warnings } to look at.

## `pack new`

cli-new-still-to-do =
    Still to do:
    { $findings }
cli-new-begun =
    { $folder } is begun. Next: look over manifest.json and text/guide.md in it, then
      muster pack check { $typed }
      muster pack preview { $typed }

# After the options of `pack new --help`, in lines of at most 100 characters
cli-new-help =
    From the material: films and sounds become steps, with their length measured; .srt and .vtt files
    captions, and from these a transcript; the Word document (.docx) or Markdown text that is called a
    guide becomes the discussion guide, headings in it that end in a question mark prompts, and the
    lists below them key points; slides (.pptx) follow in the guide with their notes, and become pages
    where LibreOffice is installed; PDFs and pictures become job aids. Everything that was guessed
    is said. Where you have to write something it says FILL IN, and muster pack check finds it.
    Nothing is ever overwritten. A DIR that holds material, and no manifest.json, is drafted from that.

## `pack preview`

# After the options of `pack preview --help`, in lines of at most 100 characters
cli-preview-help =
    Shows what is in DIR as a station would, every step of it, on an example station that is gone when
    the window closes. Nothing is signed, installed or recorded, and DIR stays as it is. After a change
    of the files press Ctrl+R: what is shown is read again, and stays where you are. Ctrl+F opens what
    muster pack check finds, with what to do.
