//! The scripts for which the system has to have a face, and which of its files hold one.

use harfrust::{FontRef, ShapeOptions, ShaperData, UnicodeBuffer};

/// A script whose face the system has, or nobody.
struct SystemScript {
    name: &'static str,
    /// A letter that every face for it has.
    sample: char,
    has: fn(char) -> bool,
    /// Names of font files and the number of the face in each, the best first.
    files: &'static [(&'static str, u32)],
}

/// Chinese, Japanese and Korean, whose faces are too large to be embedded, and scripts that are
/// rare where Muster is used.
const SYSTEM: [SystemScript; 14] = [
    SystemScript {
        name: "Chinese",
        sample: '王',
        has: |c| {
            matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3100}'..='\u{312f}'
                | '\u{31a0}'..='\u{31ef}' | '\u{3200}'..='\u{33ff}' | '\u{3400}'..='\u{4dbf}'
                | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
        },
        files: &[
            ("NotoSansCJK-Regular.ttc", 2),
            ("NotoSansCJK-VF.ttc", 2),
            ("NotoSansCJKsc-Regular.otf", 0),
            ("NotoSansCJKsc-VF.otf", 0),
            ("NotoSansCJKsc-VF.ttf", 0),
            ("NotoSansSC-Regular.otf", 0),
            ("NotoSansSC-Regular.ttf", 0),
            ("NotoSansSC-VF.ttf", 0),
            ("SourceHanSansSC-Regular.otf", 0),
            ("SourceHanSansCN-Regular.otf", 0),
            ("SourceHanSans.ttc", 0),
            ("wqy-microhei.ttc", 0),
            ("wqy-zenhei.ttc", 0),
            ("DroidSansFallbackFull.ttf", 0),
            ("DroidSansFallback.ttf", 0),
            ("uming.ttc", 0),
            ("ukai.ttc", 0),
            ("msyh.ttc", 0),
            ("msyh.ttf", 0),
            ("Deng.ttf", 0),
            ("simhei.ttf", 0),
            ("simsun.ttc", 0),
            ("msjh.ttc", 0),
            ("mingliu.ttc", 0),
            ("YuGothM.ttc", 0),
            ("msgothic.ttc", 0),
            ("unifont.otf", 0),
            ("unifont.ttf", 0),
            ("PingFang.ttc", 0),
            ("STHeiti Light.ttc", 0),
        ],
    },
    SystemScript {
        name: "Japanese",
        sample: 'あ',
        has: |c| {
            matches!(c, '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
                | '\u{ff5f}'..='\u{ff9f}')
        },
        files: &[
            ("NotoSansCJK-Regular.ttc", 0),
            ("NotoSansCJK-VF.ttc", 0),
            ("NotoSansCJKjp-Regular.otf", 0),
            ("NotoSansCJKjp-VF.otf", 0),
            ("NotoSansJP-Regular.otf", 0),
            ("NotoSansJP-Regular.ttf", 0),
            ("NotoSansJP-VF.ttf", 0),
            ("SourceHanSansJP-Regular.otf", 0),
            ("ipagp.ttf", 0),
            ("ipag.ttf", 0),
            ("ipaexg.ttf", 0),
            ("TakaoPGothic.ttf", 0),
            ("VL-PGothic-Regular.ttf", 0),
            ("YuGothM.ttc", 0),
            ("YuGothR.ttc", 0),
            ("yugothic.ttf", 0),
            ("meiryo.ttc", 0),
            ("msgothic.ttc", 0),
            ("wqy-microhei.ttc", 0),
            ("wqy-zenhei.ttc", 0),
            ("DroidSansFallbackFull.ttf", 0),
            ("msyh.ttc", 0),
            ("simsun.ttc", 0),
            ("unifont.otf", 0),
            ("unifont.ttf", 0),
        ],
    },
    SystemScript {
        name: "Korean",
        sample: '김',
        has: |c| {
            matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}'
                | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{ffa0}'..='\u{ffdf}')
        },
        files: &[
            ("NotoSansCJK-Regular.ttc", 1),
            ("NotoSansCJK-VF.ttc", 1),
            ("NotoSansCJKkr-Regular.otf", 0),
            ("NotoSansCJKkr-VF.otf", 0),
            ("NotoSansKR-Regular.otf", 0),
            ("NotoSansKR-Regular.ttf", 0),
            ("NotoSansKR-VF.ttf", 0),
            ("SourceHanSansKR-Regular.otf", 0),
            ("NanumGothic.ttf", 0),
            ("UnDotum.ttf", 0),
            ("Baekmuk-Dotum.ttf", 0),
            ("malgun.ttf", 0),
            ("gulim.ttc", 0),
            ("batang.ttc", 0),
            ("wqy-zenhei.ttc", 0),
            ("DroidSansFallbackFull.ttf", 0),
            ("unifont.otf", 0),
            ("unifont.ttf", 0),
        ],
    },
    SystemScript {
        name: "Odia",
        sample: 'ଅ',
        has: |c| matches!(c, '\u{b00}'..='\u{b7f}'),
        files: &[
            ("NotoSansOriya-Regular.ttf", 0),
            ("Nirmala.ttf", 0),
            ("Nirmala.ttc", 0),
        ],
    },
    SystemScript {
        name: "Kannada",
        sample: 'ಅ',
        has: |c| matches!(c, '\u{c80}'..='\u{cff}'),
        files: &[
            ("NotoSansKannada-Regular.ttf", 0),
            ("Nirmala.ttf", 0),
            ("Nirmala.ttc", 0),
        ],
    },
    SystemScript {
        name: "Malayalam",
        sample: 'അ',
        has: |c| matches!(c, '\u{d00}'..='\u{d7f}'),
        files: &[
            ("NotoSansMalayalam-Regular.ttf", 0),
            ("Nirmala.ttf", 0),
            ("Nirmala.ttc", 0),
        ],
    },
    SystemScript {
        name: "Sinhala",
        sample: 'අ',
        has: |c| matches!(c, '\u{d80}'..='\u{dff}'),
        files: &[
            ("NotoSansSinhala-Regular.ttf", 0),
            ("Nirmala.ttf", 0),
            ("Nirmala.ttc", 0),
        ],
    },
    SystemScript {
        name: "Tibetan",
        sample: 'ཀ',
        has: |c| matches!(c, '\u{f00}'..='\u{fff}'),
        files: &[
            ("NotoSerifTibetan-Regular.ttf", 0),
            ("NotoSansTibetan-Regular.ttf", 0),
            ("himalaya.ttf", 0),
        ],
    },
    SystemScript {
        name: "Cherokee",
        sample: 'Ꮳ',
        has: |c| matches!(c, '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}'),
        files: &[("NotoSansCherokee-Regular.ttf", 0), ("gadugi.ttf", 0)],
    },
    SystemScript {
        name: "Canadian syllabics",
        sample: 'ᐃ',
        has: |c| matches!(c, '\u{1400}'..='\u{167f}' | '\u{18b0}'..='\u{18ff}'),
        files: &[
            ("NotoSansCanadianAboriginal-Regular.ttf", 0),
            ("gadugi.ttf", 0),
        ],
    },
    SystemScript {
        name: "Mongolian",
        sample: 'ᠠ',
        has: |c| matches!(c, '\u{1800}'..='\u{18af}'),
        files: &[("NotoSansMongolian-Regular.ttf", 0), ("monbaiti.ttf", 0)],
    },
    SystemScript {
        name: "Syriac",
        sample: 'ܐ',
        has: |c| matches!(c, '\u{700}'..='\u{74f}'),
        files: &[
            ("NotoSansSyriac-Regular.ttf", 0),
            ("seguihis.ttf", 0),
            ("estre.ttf", 0),
        ],
    },
    SystemScript {
        name: "Thaana",
        sample: 'ހ',
        has: |c| matches!(c, '\u{780}'..='\u{7bf}'),
        files: &[("NotoSansThaana-Regular.ttf", 0), ("mvboli.ttf", 0)],
    },
    SystemScript {
        name: "N’Ko",
        sample: 'ߊ',
        has: |c| matches!(c, '\u{7c0}'..='\u{7ff}'),
        files: &[("NotoSansNKo-Regular.ttf", 0), ("ebrima.ttf", 0)],
    },
];

/// A script whose face the system has to bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script(usize);

impl Script {
    /// The one of a letter; nothing where Muster knows of none.
    #[must_use]
    pub fn of(letter: char) -> Option<Self> {
        SYSTEM
            .iter()
            .position(|script| (script.has)(letter))
            .map(Self)
    }

    /// All of them, each at the place of its number.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        (0..SYSTEM.len()).map(Self)
    }

    /// Its number, from 0.
    #[must_use]
    pub fn number(self) -> usize {
        self.0
    }

    fn row(self) -> Option<&'static SystemScript> {
        SYSTEM.get(self.0)
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("", |script| script.name)
    }

    /// A letter that every face for it has.
    #[must_use]
    pub fn sample(self) -> char {
        self.row().map_or(' ', |script| script.sample)
    }

    /// Names of font files and the number of the face in each, the best first.
    pub fn files(self) -> impl Iterator<Item = (&'static str, u32)> {
        let files = self.row().map_or(&[][..], |script| script.files);
        files.iter().copied()
    }
}

/// Whether a face of a font file, which anybody may have put there, can be read and has a letter.
#[must_use]
pub fn has_letter(bytes: &[u8], index: u32, letter: char) -> bool {
    let Ok(font) = FontRef::from_index(bytes, index) else {
        return false;
    };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(letter.encode_utf8(&mut [0; 4]));
    buffer.guess_segment_properties();
    let data = ShaperData::new(&font);
    let glyphs = data
        .shaper(&font)
        .build()
        .shape(buffer, ShapeOptions::new());
    let mut infos = glyphs.glyph_infos().iter();
    infos.len() > 0 && infos.all(|info| info.glyph_id != 0)
}
