//! A key file or a signature of any bytes: what a stick's `.pub`, an author's `.sec` and the comment
//! at the end of a pack hold.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muster::pack::signature::Signature;
use muster::pack::{Claim, ListClaim, PublicKey, SecretKey};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(signature) = Signature::parse(bytes) {
        assert_eq!(signature.text().as_bytes(), bytes);
        let comment = signature.trusted_comment();
        if let Some(claim) = Claim::parse(comment) {
            assert_eq!(claim.to_string(), comment);
        }
        if let Some(claim) = ListClaim::parse(comment) {
            assert_eq!(claim.to_string(), comment);
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(key) = PublicKey::parse(text) {
        assert_eq!(PublicKey::parse(key.to_base64()).unwrap(), key);
        assert_eq!(PublicKey::parse(&key.to_file_text()).unwrap(), key);
    }
    // With a password the key is stretched, which takes the seconds that it is there for.
    if !SecretKey::needs_password(text)
        && let Ok(key) = SecretKey::parse(text, None)
    {
        let _ = key.public();
    }
});
