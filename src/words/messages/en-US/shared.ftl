# What messages of several rooms share.

line-message = line { $line }: { $message }
byte-count = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
# $what: what is held, such as: the records; $holder: the program
held-by = Another program holds { $what }: { $holder }.
    .advice = { -held-advice }
held-by-another = Another program holds { $what }.
    .advice = { -held-advice }
-held-advice = Wait a moment, then try again. A program that never lets go can be ended by an administrator.
