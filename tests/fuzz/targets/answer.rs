//! What a process that draws might answer, once whoever wrote its document has it in hand.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muster::documents::{PageWanted, fuzzing};

fuzz_target!(|bytes: &[u8]| {
    let wanted = PageWanted {
        page: 0,
        width: 8,
        height: 8,
    };
    let ready = b"\x02drawing".as_slice();
    let _ = fuzzing::read_answers(&[ready, bytes].concat(), wanted);
    let _ = fuzzing::read_answers(bytes, wanted);
});
