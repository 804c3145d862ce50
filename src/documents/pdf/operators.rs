//! The operators of content streams.

/// Whether a content stream makes sense: what is damaged often comes out as other bytes.
#[derive(Default)]
pub(super) struct Sense {
    known: u64,
    unknown: u64,
    /// Operators that are no word at all.
    noise: u64,
    is_in_text: bool,
}

impl Sense {
    /// Counts an operator.
    pub(super) fn count(&mut self, operator: &[u8]) {
        if is_operator(operator) {
            self.known += 1;
        } else {
            self.unknown += 1;
            let is_word = operator.iter().all(u8::is_ascii_graphic);
            self.noise += u64::from(!is_word);
        }
        match operator {
            b"BT" => self.is_in_text = true,
            b"ET" => self.is_in_text = false,
            _ => {}
        }
    }

    /// Whether all that was counted makes sense.
    pub(super) fn is_there(&self) -> bool {
        self.noise == 0 && self.unknown <= self.known && !self.is_in_text
    }
}

/// All operators of content streams.
fn is_operator(operator: &[u8]) -> bool {
    matches!(
        operator,
        b"b" | b"B"
            | b"b*"
            | b"B*"
            | b"BDC"
            | b"BI"
            | b"BMC"
            | b"BT"
            | b"BX"
            | b"c"
            | b"cm"
            | b"CS"
            | b"cs"
            | b"d"
            | b"d0"
            | b"d1"
            | b"Do"
            | b"DP"
            | b"EI"
            | b"EMC"
            | b"ET"
            | b"EX"
            | b"f"
            | b"F"
            | b"f*"
            | b"G"
            | b"g"
            | b"gs"
            | b"h"
            | b"i"
            | b"ID"
            | b"j"
            | b"J"
            | b"K"
            | b"k"
            | b"l"
            | b"m"
            | b"M"
            | b"MP"
            | b"n"
            | b"q"
            | b"Q"
            | b"re"
            | b"RG"
            | b"rg"
            | b"ri"
            | b"s"
            | b"S"
            | b"SC"
            | b"sc"
            | b"SCN"
            | b"scn"
            | b"sh"
            | b"T*"
            | b"Tc"
            | b"Td"
            | b"TD"
            | b"Tf"
            | b"Tj"
            | b"TJ"
            | b"TL"
            | b"Tm"
            | b"Tr"
            | b"Ts"
            | b"Tw"
            | b"Tz"
            | b"v"
            | b"w"
            | b"W"
            | b"W*"
            | b"y"
            | b"'"
            | b"\""
    )
}
