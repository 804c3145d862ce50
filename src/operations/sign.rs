//! The head of the records, as it leaves the PC: signed with the station's key where an administrator
//! is at it, and marked as unsigned otherwise (EXCHANGE section 6).

use crate::operations::subject;
use crate::pack::KeyId;
use crate::records::{Carried, Head, Records, RecordsError};
use crate::station::{DataFolder, StationKey};
use crate::words::messages::message;
use crate::words::{InWords, Words};

/// Why a head is not signed.
#[derive(Clone, Debug)]
pub struct Unsigned {
    /// In words.
    pub words: Words,
    /// There is no key, or this user may not use it: nothing is wrong.
    pub is_usual: bool,
}

/// A signature over a head.
#[derive(Clone, Debug)]
pub struct SignedHead {
    /// Whose.
    pub key_id: KeyId,
    /// The text of the `.minisig` file, over [`Head::to_file`].
    pub signature: String,
}

/// Signs a head of this station's records, if this user may, and if every row up to it and after it
/// is whole: they are walked once more. Heads that are `known` must be in the chain too, which is
/// looked at even if this user may not sign. `progress` as for [`Records::verify_against`].
///
/// # Errors
/// Why it is not signed.
pub fn sign_head(
    folder: &DataFolder,
    records: &Records,
    head: Head,
    known: &[Carried],
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<SignedHead, Unsigned> {
    let key = StationKey::load(folder).map_err(|error| Unsigned {
        words: error.in_words(""),
        is_usual: error.is_usual(),
    });
    if key.is_ok() || !known.is_empty() {
        let mut carried = vec![Carried::from(head)];
        carried.extend(known);
        let refused = |error: RecordsError| Unsigned {
            words: error.in_words(subject::records()),
            is_usual: false,
        };
        records
            .verify_against(&carried, progress)
            .map_err(refused)?;
    }
    let key = key?;
    let signed = key.sign_head(head.to_file().as_bytes());
    let signature = signed.map_err(|error| Unsigned {
        words: error.in_words(""),
        is_usual: false,
    })?;
    Ok(SignedHead {
        key_id: key.id(),
        signature,
    })
}

/// Whose signature a head has, or why it has none, in one sentence.
#[must_use]
pub fn describe_signature(signed: &Result<SignedHead, Unsigned>) -> String {
    match signed {
        Ok(signed) => message("sign-signed", &[("key", signed.key_id.to_string().into())]),
        Err(unsigned) => message(
            "sign-unsigned",
            &[("headline", unsigned.words.headline.as_str().into())],
        ),
    }
}
