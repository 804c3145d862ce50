//! What a document holds and a reader of it would not see.

/// Examples are cut to so many bytes.
pub(super) const MAX_EXAMPLE: usize = 120;

/// What is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PdfDefect {
    /// The file ends before it is complete, or its table of objects leads nowhere.
    CutOff,
    /// The file says that it has more pages (`count`) than can be found.
    Pages,
    /// A form that only Adobe's own programs build up (XFA): its page asks to wait.
    Xfa,
    /// A portfolio: the documents in it are not shown, only its cover.
    Portfolio,
    /// Form fields with a value that nothing draws.
    FormValues,
    /// Form fields that show something else than they hold.
    OldFormValues,
    /// Markup, such as highlights and notes, that nothing draws.
    Markup,
    /// Films, sounds and 3D models.
    Media,
    /// Letters that are not drawn, or others in their place, as their font is not in the file.
    Letters,
    /// Pictures that cannot be decoded.
    Pictures,
    /// Parts of a page that are named, but not in the file or not to be read.
    Parts,
    /// A page that comes out white although something is drawn on it.
    Empty,
    /// A page so large or long that nobody can read it on a screen.
    Size,
    /// Whether something is missing could not be found out: that takes too much memory or time.
    Unknown,
}

impl PdfDefect {
    /// All, in the order of their bytes in the protocol.
    pub(super) const ALL: [Self; 14] = [
        Self::CutOff,
        Self::Pages,
        Self::Xfa,
        Self::Portfolio,
        Self::FormValues,
        Self::OldFormValues,
        Self::Markup,
        Self::Media,
        Self::Letters,
        Self::Pictures,
        Self::Parts,
        Self::Empty,
        Self::Size,
        Self::Unknown,
    ];
}

/// Something that is not seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What.
    pub kind: PdfDefect,
    /// So many; 1 where nothing is counted.
    pub count: u32,
    /// One or a few of them: the value of a field, the kind of a markup, the names of fonts. Empty
    /// where there is nothing to say.
    pub example: String,
}

impl Loss {
    /// One that is not counted.
    pub(super) fn new(kind: PdfDefect) -> Self {
        Self {
            kind,
            count: 1,
            example: String::new(),
        }
    }
}

/// Losses of a page, each kind once, with how many and the first as the example.
#[derive(Debug, Default)]
pub(super) struct Losses(Vec<Loss>);

impl Losses {
    /// Counts `count` more of a kind.
    pub fn add(&mut self, kind: PdfDefect, count: u32, example: &str) {
        if count == 0 {
            return;
        }
        if let Some(known) = self.0.iter_mut().find(|loss| loss.kind == kind) {
            known.count = known.count.saturating_add(count);
            return;
        }
        let example = example.trim();
        let end = example.floor_char_boundary(MAX_EXAMPLE);
        self.0.push(Loss {
            kind,
            count,
            example: example.get(..end).unwrap_or_default().to_owned(),
        });
    }

    pub fn into_vec(mut self) -> Vec<Loss> {
        self.0.sort_by_key(|loss| loss.kind);
        self.0
    }
}
