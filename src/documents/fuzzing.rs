//! For the fuzzers (tests/fuzz) alone, which need everything in one process.

use std::io::Read;

use crate::documents::office;
use crate::documents::protocol::{self, Request};
use crate::documents::{DocumentKind, PageWanted, worker};

/// Draws the first page of a document in this process, as the one that draws would, asks what is
/// lost, and reads the answers. Returns whether they could be read, as they always must.
#[must_use]
pub fn draw_here(kind: DocumentKind, bytes: &[u8], wanted: PageWanted) -> bool {
    let mut asked = Vec::new();
    let written = protocol::write_document(&mut asked, kind, bytes)
        .and_then(|()| protocol::write_request(&mut asked, Request::Draw(wanted)))
        .and_then(|()| protocol::write_request(&mut asked, Request::Examine))
        .and_then(|()| protocol::write_request(&mut asked, Request::ExaminePage(wanted)));
    let mut answered = Vec::new();
    let served = written.and_then(|()| worker::serve(asked.as_slice(), &mut answered));
    served.is_ok() && read_answers(&answered, wanted)
}

/// Reads what a process might answer to a document and a page. Returns whether that is an answer.
#[must_use]
pub fn read_answers(mut bytes: &[u8], wanted: PageWanted) -> bool {
    let from = bytes.by_ref();
    if protocol::read_ready(&mut *from).is_err() {
        return false;
    }
    match protocol::read_opened(&mut *from) {
        Ok(Ok(opened)) => !opened.sizes.is_empty() && protocol::read_drawn(from, wanted).is_ok(),
        Ok(Err(error)) => !error.to_string().contains(char::is_control),
        Err(_) => false,
    }
}

/// Reads an Office document in this process, as the one that reads would, and reads its answer.
/// Returns whether it could be read, as it always must.
#[must_use]
pub fn read_office_here(bytes: &[u8]) -> bool {
    let mut asked = Vec::new();
    let written = protocol::write_office(&mut asked, bytes);
    let mut answered = Vec::new();
    let served = written.and_then(|()| worker::serve(asked.as_slice(), &mut answered));
    let mut from = answered.as_slice();
    served.is_ok()
        && protocol::read_ready(&mut from).is_ok()
        && office::wire::read_answer(from).is_ok()
}
