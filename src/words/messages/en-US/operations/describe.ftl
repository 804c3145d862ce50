# What a roster and assignments would change, or changed; the lines of both are aligned by spaces.

describe-new = new:     { $id } { $name }
describe-changed = changed: { $id } { $name }: { $fields }
describe-gone = gone:    { $id } { $name }
describe-fields = Fields that change: { $sums }.
describe-counts = { $new } new, { $changed } changed, { $gone } gone (inactive from today on), { $unchanged } unchanged.
describe-counts-dry = { $new } new, { $changed } changed, { $gone } gone (inactive from today on), { $unchanged } unchanged. Nothing was changed.
describe-missing-columns = Columns that are not in the file, and change nothing: { $columns }.
describe-ignored-columns = Columns that Muster has no use for: { $columns }.
describe-warning = Look at this: { $warning }
describe-more = And { $count } more warnings.

## Assignments

describe-assignments = Assignments on the stick:
describe-assignment-new = new:  { $assignment }
describe-assignment-gone = gone: { $assignment }
describe-shift = shift { $names }
describe-squad = squad { $names }
describe-rank = rank { $names }
describe-or = { $before } or { $next }
describe-due = due by { $day }
describe-every = every { $days } days
