# Why a briefing is not entered by hand.

by-hand-no-leader = Nobody is named who led it.
    .advice = Name who led it, or who vouches for a self-study.
by-hand-officer = { $id } { $name }
by-hand-inactive-officer = { $id } { $name } (not active on that day)
by-hand-which-leader = Who is { $typed }? On the roster: { $names }.
    .advice = Give the number of the one who led it (--facilitator-id), or an empty one for somebody who is not on the roster.
by-hand-both-marks = Officer { $id } cannot be both present and absent.
    .advice = Name each officer once.
by-hand-not-on-roster = No officer { $id } is on the roster.
    .advice = muster roster list shows who is; name somebody from elsewhere with --visitor.
by-hand-nobody = Nobody is named who was there.
    .advice = A make-up or self-study is for single officers: name them (--present).
