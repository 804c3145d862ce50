# What people know by which name an error is about: they stand in sentences.

subject-records = the records
subject-library = the library
subject-briefing = the briefing
subject-shift = the shift
subject-roster = the roster
subject-audit-log = the audit log
subject-check = the check
subject-approval = the approval
subject-assignment = the assignment
subject-settings = this station’s settings
