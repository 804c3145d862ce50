//! Which parts a pack has, and with which codes a change in each is refused.

use std::ops::Range;

/// The parts of a pack file, as ranges of its bytes.
pub struct Regions {
    /// Everything up to the end record.
    pub body: Range<usize>,
    pub end_record: Range<usize>,
    pub comment: Range<usize>,
    /// Name and range of every part of the body and the end record, for samples and messages.
    pub parts: Vec<(&'static str, Range<usize>)>,
}

impl Regions {
    pub fn of(pack: &[u8]) -> Self {
        let comment = find(pack, b"untrusted comment: ");
        let end = comment - 22;
        let directory = find(pack, b"PK\x01\x02");
        let first_data = 30 + "manifest.json".len();
        let second = find(&pack[4..], b"PK\x03\x04") + 4;
        Self {
            body: 0..end,
            end_record: end..comment,
            comment: comment..pack.len(),
            parts: vec![
                ("first local header", 0..first_data),
                ("manifest", first_data..second),
                ("further entries", second..directory),
                ("central directory", directory..end),
                ("end record", end..comment),
                ("comment", comment..pack.len()),
            ],
        }
    }

    /// The codes that are right for a byte that was changed, not moved, at this place.
    pub fn when_changed(&self, at: usize) -> &'static [&'static str] {
        let in_end = at.wrapping_sub(self.end_record.start);
        if self.body.contains(&at) {
            &["BadSignature"]
        } else if self.comment.contains(&at) {
            // No signature any more, another key's, or one that does not fit.
            &["NotAPack", "UntrustedPublisher", "BadSignature"]
        } else if !(4..20).contains(&in_end) {
            // The mark of the end record, or the comment's length: no end that fits is found.
            &["Truncated"]
        } else {
            &["BadSignature"]
        }
    }

    /// The codes that are right where bytes were added or cut at this place.
    pub fn when_moved(&self, at: usize) -> &'static [&'static str] {
        if at <= self.body.end {
            &["BadSignature", "Truncated"]
        } else {
            &["Truncated", "NotAPack"]
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> usize {
    let mut windows = bytes.windows(what.len());
    windows.position(|w| w == what).expect("the part is there")
}
