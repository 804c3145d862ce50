# What is wrong with trust lists and roots.

trust-list-older = { $file } is trust list version { $version }; version { $inForce } is in force here.
    .advice = Nothing to do: trust stays as the newer list says. If the older one was offered as new, tell the agency.
trust-list-differs = { $file } is trust list version { $version }, but another list of version { $version } is in force here.
    .advice = Do not use it. Ask the agency for a list with a higher version.
trust-list-skipped = { $file } is trust list version { $version } and changes the roots; version { $next } has to be installed first.
    .advice = Put all lists on the stick and install the folder: muster trust install FOLDER.
trust-other-agency = { $file } is a trust list of { $agency }; this station belongs to { $own }.
    .advice = Ask your own agency for its list.
trust-no-roots = This station has no roots, so it cannot tell whose trust lists are genuine.
    .advice = Pin the agency's root keys first: muster trust init --root FILE.pub. Compare the key ids with the agency by telephone.
trust-roots-pinned = This station takes its publishers from trust lists; nobody is added or removed by hand.
    .advice = Ask the agency for a new list, then: muster trust install FILE.mtrust. A stolen key can be revoked here at once: muster trust remove KEYID --revoke.
trust-roots-exist = This station has its roots already.
    .advice = Roots change by a trust list that enough of them signed: muster trust install FILE.mtrust. Only where too few are left to sign one: muster trust init --replace --reason TEXT with the new roots. muster trust list shows them.
trust-bad-roots = These keys cannot be the roots: { $reason }.
    .advice = Give each root's key once, and a threshold of at most their number.
trust-not-on-list = The agency’s trust list says whose packs are accepted here, and does not accept this one. If it should, ask the agency for its next list.
trust-list-overdue = The trust list of { $agency } was to be followed by the next one by { $day }: revocations may be missing here.
    .advice = Ask the agency for its newest list. What is installed stays in use meanwhile.
