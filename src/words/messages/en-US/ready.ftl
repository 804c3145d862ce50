# Ready for roll call, line by line.

-ready-set = Set date and time of this PC. If they are wrong again after it was without power, its battery is empty.
# $kind, $owner: sentences of the room folder
ready-used = Data lies in { $folder }. { $kind }
ready-elsewhere = { $what } lie in { $path }. { $owner }
ready-second = There is a second store of Muster in { $other }; it is not used.
    .advice = Records may lie there that nobody sees. Look into it with --data-dir { $other }, and decide which of the two stays; { $folder } is in use.
ready-protected = Only administrators of this PC change packs, trust and settings.
ready-astray = Records lie in { $file }, where nobody sees them.
    .advice = If they are this station's, bring them in: muster records bring-in, or on the board.

## The clock

ready-plausible = The clock shows { $now }.
ready-never-set = The clock shows { $day }: it is not set.
    .advice = { -ready-set }
ready-before-program = The clock shows { $now }, but this program was built at { $built }.
    .advice = { -ready-set } If they are right, copy the program to this PC again.
ready-before-entry = The clock shows { $now }, but something was entered here at { $entry } already.
    .advice = { -ready-set } If they are right now, they were wrong then, and what was entered meanwhile carries wrong times.
ready-unknown-zone = The time zone of this PC is not known: { $now } is taken for local time, as if it stood in UTC. Shifts and their dates are wrong elsewhere.
    .advice = Set the time zone of this PC (timedatectl set-timezone, or the settings of date and time), and start Muster again. If the variable TZ is set, it has to name one.
ready-hardware = The clock shows { $now }, but the one that counts while this PC is off shows { $hardware }.
    .advice = Have somebody set it (hwclock --systohc, as administrator). If it is wrong again after the PC was without power, its battery is empty.
ready-far-ahead = The clock shows { $day }, far ahead.
    .advice = { -ready-set }

## Space on the disk

ready-enough = { $free } are free.
ready-little = Only { $free } are free: the next packs may not fit.
    .advice = Free some room on the disk that holds Muster's data.
ready-full = Only { $free } are free: briefings may not be recorded.
    .advice = Free some room on the disk that holds Muster's data, before the roll call.

## Sound

ready-plays = A sound device can be opened.
ready-plays-devices = A sound device can be opened. Devices: { $devices }.
ready-no-device = There is no sound device: films run without sound, with captions.
    .advice = { -ready-connect }
ready-device-fails = No sound device can be opened, though there are some: { $devices }.
    .advice = { -ready-connect }
-ready-connect = Connect speakers, or switch the TV on, and choose the device on the Station screen, where a test tone can be heard too.
# Follows the advice where the command may have been given over a network
ready-over-network = Given over a network, this command may not reach the sound of the desktop: run it at the PC.

## Screens

ready-no-screen = The desktop can be reached, but no screen is connected.
    .advice = Connect a screen and switch it on.
ready-screens = { $count ->
    [one] The desktop can be reached; it has one screen.
   *[other] The desktop can be reached; it has { $count } screens.
}
ready-no-answer = The desktop that { $named } names does not answer: no window can be opened.
    .advice = Check that somebody is signed in on the desktop and that a screen is connected.
ready-no-session = This command was given outside a desktop: it cannot tell whether a window can be opened.
    .advice = { -ready-at-the-pc }
# $screens: what connectors they are on, with commas between them
ready-no-session-but-screens = This command was given outside a desktop: it cannot tell whether a window can be opened. A screen is connected to { $screens }.
    .advice = { -ready-at-the-pc }
-ready-at-the-pc = Run it at the PC, on its desktop, to know.
ready-unknown = Whether a window can be opened is not known on this system.
    .advice = Open Muster to know.
