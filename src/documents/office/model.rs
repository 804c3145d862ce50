//! What is read of a Word document or a slide deck.

use serde::{Deserialize, Serialize};

/// A stretch of text in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The text itself.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck through.
    pub struck: bool,
    /// Where it leads.
    pub link: Option<String>,
}

/// What stands before an item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Marker {
    /// A bullet of any shape.
    Bullet,
    /// A plain number.
    Number(u32),
    /// Anything else, as it is shown: "2.1", "b)", "☐".
    Label(String),
}

/// One thing below the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// Level 1 to 9.
    Heading(u8, Vec<Span>),
    /// Running text.
    Paragraph(Vec<Span>),
    /// An item of a list.
    Item {
        /// How deep, from 0.
        depth: u8,
        /// What stands before it.
        marker: Marker,
        /// Its text.
        text: Vec<Span>,
    },
    /// Rows of cells; all rows have as many, and a cell over several columns or rows is in each.
    Table(Vec<Vec<Vec<Span>>>),
}

/// A slide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slide {
    /// Its place in the deck, from 1.
    pub number: u32,
    /// Its title, empty if it has none.
    pub title: String,
    /// What it shows, without the title.
    pub blocks: Vec<Block>,
    /// What the presenter reads.
    pub notes: Vec<Block>,
}

/// What can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OfficeKind {
    /// A Word document since 2007.
    #[default]
    Word,
    /// A slide deck since 2007.
    Slides,
    /// A Word document of before.
    OldWord,
    /// A slide deck of before.
    OldSlides,
}

/// What is read of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeText {
    /// What it is by its bytes.
    pub kind: OfficeKind,
    /// Of a document, all of it; of a deck, nothing.
    pub blocks: Vec<Block>,
    /// Of a deck, its slides.
    pub slides: Vec<Slide>,
    /// What is in it and not in the above.
    pub left_out: Vec<OmissionNotice>,
}

impl OfficeText {
    /// Whether there is nothing to read in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let empty = |slide: &Slide| {
            slide.title.is_empty() && slide.blocks.is_empty() && slide.notes.is_empty()
        };
        self.blocks.is_empty() && self.slides.iter().all(empty)
    }
}

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OmissionNotice {
    /// What.
    pub what: OmittedNotice,
    /// So many at this place.
    pub count: u32,
    /// Where.
    pub place: PlaceNotice,
}

/// Where something stands in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlaceNotice {
    /// A page, from 1, as Word counted them when it was saved.
    Page(u32),
    /// Under a heading.
    Heading(String),
    /// Before the first heading.
    Beginning,
    /// A slide, from 1.
    Slide(u32),
    /// On every page, or nowhere.
    Everywhere,
}

/// What can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OmittedNotice {
    /// A picture.
    Picture,
    /// A chart.
    Chart,
    /// A diagram (`SmartArt`).
    Diagram,
    /// Shapes without text.
    Drawing,
    /// Something written or drawn by hand (ink).
    Ink,
    /// A film.
    Video,
    /// A sound.
    Audio,
    /// A sheet or another file inside.
    EmbeddedFile,
    /// Another document that Word shows in its place.
    InsertedDocument,
    /// A control of a form.
    Control,
    /// A comment.
    Comment,
    /// Text that was deleted while changes were tracked.
    DeletedText,
    /// Hidden text.
    HiddenText,
    /// The text above each page.
    Header,
    /// The text below each page.
    Footer,
    /// A symbol that no text can hold.
    Symbol,
    /// A slide that is not shown.
    HiddenSlide,
    /// What the presenter reads beside the slides.
    Notes,
    /// Text beyond what is read.
    MoreText,
}

/// Why a document is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OfficeError {
    /// A password protects it.
    Password,
    /// It is of another kind than its name says, or of a kind that is not read.
    Foreign(FormatNotice),
    /// Its end is missing.
    CutOff,
    /// Parts of it are hidden, and whatever converts it would show them.
    HiddenParts,
    /// It is damaged, in the words of the reader.
    Damaged(String),
    /// It holds no text.
    Empty,
}

/// A kind of file that is not read as a Word document or a slide deck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormatNotice {
    /// A Word document of today, under another name.
    Word,
    /// A slide deck of today, under another name.
    Slides,
    /// A Word document of before 2007, under another name.
    OldWord,
    /// A slide deck of before 2007, under another name.
    OldSlides,
    /// A compound file, as Office wrote before 2007; which, only all of it says.
    Compound,
    /// A film.
    Film,
    /// Sound.
    Sound,
    /// Word before Word 6, or for DOS.
    AncientWord,
    /// Rich Text Format.
    RichText,
    /// A text of OpenDocument (.odt).
    OpenDocumentText,
    /// Slides of OpenDocument (.odp).
    OpenDocumentSlides,
    /// A sheet of OpenDocument (.ods).
    OpenDocumentSheet,
    /// Pages by Apple.
    Pages,
    /// Keynote by Apple.
    Keynote,
    /// Numbers by Apple.
    Numbers,
    /// Pages, Keynote or Numbers; which, only the name says.
    AppleWork,
    /// Excel.
    Excel,
    /// Publisher.
    Publisher,
    /// Visio.
    Visio,
    /// Works.
    Works,
    /// Outlook.
    OutlookMessage,
    /// OneNote.
    OneNote,
    /// WordPerfect.
    WordPerfect,
    /// A PDF.
    Pdf,
    /// XPS.
    Xps,
    /// A web page.
    WebPage,
    /// A web page in one file (MHTML).
    WebArchive,
    /// Word's XML in one file.
    WordXml,
    /// Plain text.
    PlainText,
    /// A picture.
    Picture,
    /// An archive of other files.
    Archive,
    /// Only a pointer of a cloud drive to the document, which is elsewhere.
    CloudPointer,
    /// Nothing that is known.
    Unknown,
}
