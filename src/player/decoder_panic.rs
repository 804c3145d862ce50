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

/// From now on such a panic is not also printed, with a line of somebody else's source, to people
/// who are told what to do about the medium.
pub fn hide_decoder_panics() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !IN_DECODER.get() {
            print(info);
        }
    }));
}
