# `muster key …` and passwords.

cli-key-new-key-name = the new key
cli-key-made =
    Key { $id }
      { $public }  give this one to stations, and tell them the key id by telephone
      { $secret }  keep this one secret, with a copy in a safe place
cli-key-ask-password = Password of { $file }:
cli-key-not-minisign = not a minisign key
cli-key-stopped = Stopped; nothing was written.
    .advice = Start again when you are ready.
cli-key-password-too-long = The first line of { $file } is too long for a password.
    .advice = A password has at most 4,096 bytes. Check that it is the right file.
cli-key-no-password-in-file = { $file } holds no password.
    .advice = Write the password into its first line, or use --no-password for a key without one.
cli-key-no-terminal = The secret key needs a password, and there is no terminal to ask for it.
    .advice = Use --password-file FILE (or -), or --no-password for a key without one.
cli-key-ask-new-password = Password for the secret key:
cli-key-password-empty = The password is empty.
    .advice = Choose one, or use --no-password for a key without one.
cli-key-ask-again = The same again:
cli-key-passwords-differ = The two passwords differ.
    .advice = Start again; nothing was written.
# What to do where a key file stands already
cli-key-in-the-way = Choose another name; a key that is in use must not be lost.
