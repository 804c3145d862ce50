# What is printed where printing fails.

cli-output-closed = standard output is closed
cli-output-not-written = What this command prints could not be written.
    .advice = What was asked for is done. See where its output goes.
cli-output-see-help = See muster --help.
