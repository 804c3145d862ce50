//! What was guessed while a pack was begun, for whoever has to look it over.

use jiff::civil::Date;

use crate::authoring::InnerTrackNotice;
use crate::documents::office::{OfficeError, OmissionNotice};
use crate::pack::PackId;

/// One guess, or one thing that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartNotice {
    /// The name of the pack.
    Title {
        /// The name.
        title: String,
        /// Where it is from.
        from: TitleNotice,
    },
    /// The pack's id was made up.
    Id(PackId),
    /// The content is said to be right as of today, and due for a review.
    Dates {
        /// As of.
        as_of: Date,
        /// Review by.
        review_by: Date,
    },
    /// The first paragraph of the guide became the summary.
    Summary,
    /// A list in the guide became the objectives.
    Objectives(usize),
    /// A film or a sound, in the order in which it plays.
    Medium {
        /// The file, as it was found.
        file: String,
        /// Its length.
        length_ms: u64,
        /// It is a step; else it stands beside the film.
        step: bool,
    },
    /// A film or a sound whose length is not known before it is transcoded.
    NotMeasured {
        /// The file, as it was found.
        file: String,
    },
    /// Captions of a medium.
    Captions {
        /// The file, as it was found.
        file: String,
        /// The language that they are taken to be in.
        language: String,
        /// They were made into WebVTT.
        converted: bool,
    },
    /// Something in captions was mended, and shows as it was meant.
    CaptionsMended {
        /// The file, as it was found.
        file: String,
        /// What was mended.
        what: MendNotice,
        /// So often.
        count: usize,
        /// The first line of the file where it was, from 1.
        line: usize,
    },
    /// Captions of a film were made of subtitles inside it.
    InnerCaptions {
        /// The film, as it was found.
        file: String,
        /// Their language, or the one that they are taken to be in.
        language: String,
        /// Whether the film states it.
        stated: bool,
    },
    /// Subtitles inside a film that did not become captions.
    InnerSubtitlesLeft {
        /// The film, as it was found.
        file: String,
        /// What they are.
        track: InnerTrackNotice,
        /// Why not.
        why: InnerLeftNotice,
    },
    /// A transcript was made from captions.
    Transcript,
    /// The guide.
    Guide {
        /// The file, as it was found.
        file: String,
        /// What of it is not in the guide.
        left_out: Vec<OmissionNotice>,
    },
    /// Titles, text and notes of slides are in the guide.
    Slides {
        /// The file, as it was found.
        file: String,
        /// So many slides.
        count: usize,
        /// What of it is not in the guide.
        left_out: Vec<OmissionNotice>,
    },
    /// Slides became the pages of a job aid.
    SlidesAsPages {
        /// The file, as it was found.
        file: String,
        /// As the pack names the pages.
        now: String,
    },
    /// Slides did not become pages.
    SlidesNotAsPages {
        /// The file, as it was found.
        file: String,
        /// What went wrong with LibreOffice; nothing where it is not installed.
        reason: Option<String>,
    },
    /// A document of an older or another program was read as LibreOffice converted it.
    Converted {
        /// The file, as it was found.
        file: String,
    },
    /// A document of Office before 2007 was read without LibreOffice.
    OldFormat {
        /// The file, as it was found.
        file: String,
    },
    /// Prompts were drafted from the guide's questions.
    Prompts {
        /// So many.
        count: usize,
        /// Questions beyond those.
        more: usize,
        /// Of them only a slide without a question, for which one is still to be found.
        without_question: usize,
        /// Prompts without a list of key points in the guide.
        without_points: usize,
    },
    /// There is no question in the guide.
    NoQuestions,
    /// A job aid.
    Aid {
        /// The file, as it was found.
        file: String,
        /// Its name.
        title: String,
    },
    /// Not all of a PDF would be seen.
    Pdf {
        /// The file, as it was found.
        file: String,
        /// What became of it.
        what: PdfMendNotice,
    },
    /// The place where a photo was taken is not in the copy.
    PlaceTakenOut {
        /// The file, as it was found.
        file: String,
    },
    /// A picture is of another kind than its name says.
    PictureRenamed {
        /// The file, as it was found.
        file: String,
        /// As the pack names it.
        now: String,
    },
    /// A picture of a kind that a pack does not hold was converted.
    PictureConverted {
        /// The file, as it was found.
        file: String,
        /// Its kind, by name.
        format: &'static str,
        /// As the pack names it.
        now: String,
        /// What converted it.
        program: String,
        /// It is the first of several, and the others are left out.
        is_first: bool,
    },
    /// A file that went nowhere.
    PassedOver {
        /// The file, as it was found.
        file: String,
        /// Why.
        why: LeftOutNotice,
    },
    /// There is more in the folder than is looked at.
    More,
}

/// Where a pack's name is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleNotice {
    /// The guide's first heading.
    Guide,
    /// The folder's name.
    Folder,
}

/// Why a file went nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOutNotice {
    /// Nothing that a pack can hold.
    Unknown,
    /// A file without a byte.
    EmptyFile,
    /// A link or a shortcut, which is not followed.
    Link,
    /// A folder that is called as a document is.
    Folder,
    /// A folder that lies too deep in others.
    TooDeep,
    /// A document that is not read, or not under its name, and why.
    Document(OfficeError),
    /// A picture of a kind that a pack does not hold, by its name.
    PictureFormat(&'static str),
    /// The same, and the program that was to convert it failed.
    PictureNotConverted {
        /// Its kind, by name.
        format: &'static str,
        /// What went wrong, in the program's words.
        reason: String,
    },
    /// One guide is enough.
    SecondGuide,
    /// Captions in a format that is not read.
    CaptionFormat,
    /// Captions of no film or sound that is here.
    CaptionsOfNothing,
    /// Captions of this language are there already.
    SecondCaptions,
    /// It could not be read.
    Unreadable(String),
}

/// Why subtitles inside a film did not become captions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InnerLeftNotice {
    /// They are pictures of text.
    Pictures,
    /// They are for the few places where another language is spoken.
    Forced,
    /// That takes ffmpeg, which is not there.
    NoFfmpeg,
    /// Neither Muster nor ffmpeg can read them.
    Unreadable,
}

/// What was mended in captions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MendNotice {
    /// No line says that it is WebVTT.
    Header,
    /// Bytes of another encoding, by its name: UTF-16, windows-1252 or one of other old programs.
    Encoding(&'static str),
    /// A byte that is no UTF-8 in a file of UTF-8; it is shown as a replacement character.
    BrokenByte,
    /// No blank line between two captions.
    NoBlankLine,
    /// A blank line within a caption.
    BlankLineInside,
    /// Times that are written in another way.
    Times,
    /// A caption that ended before it began; it is shown as long as reading it takes.
    EndBeforeStart,
    /// Times that cannot be read; what is below them is left out.
    LeftOut,
    /// Text before the first caption, which is left out.
    TextBefore,
}

/// What became of a PDF of which not all would be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PdfMendNotice {
    /// The values of its form are drawn in the copy.
    ValuesDrawn,
    /// The pages of the copy are pictures.
    PagesAsPictures,
    /// It stays as it is: no program is installed that could draw it.
    NoProgram,
    /// It stays as it is: a program failed, with these words.
    Failed(String),
    /// It stays as it is: no program could draw it, or none drew all of it.
    ByHand,
}
