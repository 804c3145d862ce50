# How far long work is.

# $left: empty, or one of the three texts below
cli-progress-transcoding = transcoding { $file } ({ $number } of { $of }){ $left }
cli-progress-few-seconds-left = , a few seconds left
cli-progress-seconds-left = , { $count } seconds left
cli-progress-minutes-left = , { $count } minutes left
# $count: how many names of files were read so far
cli-progress-searching = searching { $label }: { $count } names
cli-progress-records = records
