# The signature over the head of the records.

sign-signed = Signed with this station's key { $key }.
sign-unsigned = The head is not signed. { $headline }
