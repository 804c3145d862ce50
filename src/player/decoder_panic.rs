//! Decoders that others wrote: a panic of theirs is a damaged medium, not the end of the program
//! (PLAYER 4.1).

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

use crate::player::decoder::Refusal;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a decoder where a panic of its own is a damaged sample.
pub(crate) fn guard<T>(decode: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    let outer = GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(decode));
    GUARDED.set(outer);
    result.unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(|said| (*said).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Err(Refusal::Damaged(format!("the decoder failed: {said}")))
    })
}

/// From now on such a panic is not also printed, with a line of somebody else's source, to people
/// who are told what to do about the medium.
pub fn keep_guarded_panics_quiet() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !GUARDED.get() {
            print(info);
        }
    }));
}
