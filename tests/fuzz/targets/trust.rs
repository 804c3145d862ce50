//! A trust list of any bytes, of both formats: the archive and its signatures, then `trust.json` as
//! if enough roots had signed it, then the proof by the roots that it brings itself.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muster::pack::trust_list::WhoseRoots;
use muster::pack::{TrustFile, TrustList};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(list) = TrustList::parse(bytes) {
        // A list that is accepted is read again once it is in force, with the same content.
        assert_eq!(TrustList::parse_in_force(bytes).unwrap(), list);
        // Of two keys with one id, and of one key with two ids of which one is revoked, none passes.
        for revoked in &list.revoked_keys {
            for publisher in &list.publishers {
                let same_id = publisher.key.id() == revoked.id();
                let same_key = revoked
                    .key()
                    .is_none_or(|key| key.same_signer(&publisher.key));
                assert!(!same_id || same_key);
                assert!(!revoked.revokes(&publisher.key) || same_id);
            }
        }
    }
    let Ok(file) = TrustFile::parse(bytes.to_vec()) else {
        return;
    };
    let _ = file.claim();
    if let Ok(list) = file.unproven() {
        let roots = list.roots();
        assert_eq!(roots.defect(), None);
        let _ = file.prove(&roots, WhoseRoots::New);
        // What is written is read again, and says the same.
        let again = TrustFile::parse(file.to_bytes().unwrap()).unwrap();
        assert_eq!(again.json(), file.json());
        assert_eq!(TrustList::parse(&list.to_json().unwrap()).unwrap(), list);
    }
});
