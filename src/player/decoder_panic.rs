//! Panics of third-party decoders: they count as damaged media and do not end the program
//! (PLAYER 4.1).

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

use crate::player::decoder::Refusal;

thread_local! {
    static IN_DECODER: Cell<bool> = const { Cell::new(false) };
}

/// Runs a decoder where a panic of its own is a damaged sample.
pub(crate) fn catch_decoder_panic<T>(
    decode: impl FnOnce() -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let outer = IN_DECODER.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(decode));
    IN_DECODER.set(outer);
    result.unwrap_or_else(|panic| {
        let message = panic
            .downcast_ref::<&str>()
            .map(|message| (*message).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Err(Refusal::Damaged(format!("the decoder failed: {message}")))
    })
}

/// Returns whether a panic of this thread, now, would be a damaged sample: it is reported as such, to
/// people who are told what to do about the medium, and not as a defect of Muster.
#[must_use]
pub fn is_in_decoder() -> bool {
    IN_DECODER.get()
}
