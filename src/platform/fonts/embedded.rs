//! The faces that are in the program, for the scripts that its typeface lacks: screens and paper
//! take them from here.

/// An embedded face.
pub struct Face {
    /// Its PostScript name.
    pub name: &'static str,
    /// Its file.
    pub bytes: &'static [u8],
    /// Whether it is for this letter.
    pub has: fn(char) -> bool,
}

/// One for each script of the shipped "I Speak" cards that Inter does not have and that fits into
/// the program, and one for signs.
pub const EMBEDDED: [Face; 16] = [
    Face {
        name: "NotoSansArabic-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansArabic-Regular.ttf"),
        has: |c| {
            matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}'
                | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
        },
    },
    Face {
        name: "NotoSansHebrew-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansHebrew-Regular.ttf"),
        has: |c| matches!(c, '\u{590}'..='\u{5ff}' | '\u{fb1d}'..='\u{fb4f}'),
    },
    Face {
        name: "NotoSansDevanagari-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansDevanagari-Regular.ttf"),
        has: |c| matches!(c, '\u{900}'..='\u{97f}' | '\u{a8e0}'..='\u{a8ff}'),
    },
    Face {
        name: "NotoSansArmenian-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansArmenian-Regular.ttf"),
        has: |c| matches!(c, '\u{530}'..='\u{58f}' | '\u{fb13}'..='\u{fb17}'),
    },
    Face {
        name: "NotoSansBengali-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansBengali-Regular.ttf"),
        has: |c| matches!(c, '\u{980}'..='\u{9ff}'),
    },
    Face {
        name: "NotoSansGurmukhi-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansGurmukhi-Regular.ttf"),
        has: |c| matches!(c, '\u{a00}'..='\u{a7f}'),
    },
    Face {
        name: "NotoSansGujarati-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansGujarati-Regular.ttf"),
        has: |c| matches!(c, '\u{a80}'..='\u{aff}'),
    },
    Face {
        name: "NotoSansTamil-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansTamil-Regular.ttf"),
        has: |c| matches!(c, '\u{b80}'..='\u{bff}'),
    },
    Face {
        name: "NotoSansTelugu-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansTelugu-Regular.ttf"),
        has: |c| matches!(c, '\u{c00}'..='\u{c7f}'),
    },
    Face {
        name: "NotoSansThai-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansThai-Regular.ttf"),
        has: |c| matches!(c, '\u{e00}'..='\u{e7f}'),
    },
    Face {
        name: "NotoSansLao-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansLao-Regular.ttf"),
        has: |c| matches!(c, '\u{e80}'..='\u{eff}'),
    },
    Face {
        name: "NotoSansMyanmar-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansMyanmar-Regular.ttf"),
        has: |c| {
            matches!(c, '\u{1000}'..='\u{109f}' | '\u{a9e0}'..='\u{a9ff}'
                | '\u{aa60}'..='\u{aa7f}')
        },
    },
    Face {
        name: "NotoSansGeorgian-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansGeorgian-Regular.ttf"),
        has: |c| {
            matches!(c, '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}'
                | '\u{2d00}'..='\u{2d2f}')
        },
    },
    Face {
        name: "NotoSansEthiopic-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansEthiopic-Regular.ttf"),
        has: |c| {
            matches!(c, '\u{1200}'..='\u{139f}' | '\u{2d80}'..='\u{2ddf}'
                | '\u{ab00}'..='\u{ab2f}')
        },
    },
    Face {
        name: "NotoSansKhmer-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansKhmer-Regular.ttf"),
        has: |c| matches!(c, '\u{1780}'..='\u{17ff}' | '\u{19e0}'..='\u{19ff}'),
    },
    // Check boxes, ticks, arrows and bullets, as checklists have them.
    Face {
        name: "NotoSansSymbols2-Regular",
        bytes: include_bytes!("../../ui/fonts/NotoSansSymbols2-Subset.ttf"),
        has: |c| {
            matches!(c, '\u{2300}'..='\u{23ff}' | '\u{25a0}'..='\u{27bf}'
                | '\u{2b00}'..='\u{2bff}')
        },
    },
];
