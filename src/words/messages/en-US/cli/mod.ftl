# The command line itself.

cli-mod-library-name = the library
cli-mod-no-file-or-command = { $file } is neither a file nor a command.
    .advice = Check the name; muster --help lists the commands.
cli-mod-file-before-command = { $file } stands before a command.
    .advice = Give a file to open, or a command; see muster --help.
