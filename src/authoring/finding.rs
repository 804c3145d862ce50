//! What the check of a pack finds.

use std::sync::Arc;

use crate::authoring::FfmpegError;
use crate::documents::PdfDefect;
use crate::pack::PackError;
use crate::player::PlayerError;
use crate::player::captions::CueDefect;
use crate::player::demux::SoundTrackInfo;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing to correct; it says what the builder will do, or did.
    Advice,
    /// The pack plays, but somebody should look.
    Warning,
    /// The pack must not go out like this.
    Error,
}

/// What is wrong with a file of a pack.
#[derive(Debug)]
pub enum Defect {
    /// A rule of the format.
    Pack(PackError),
    /// Video or audio that does not play to its end.
    Media(PlayerError),
    /// The stated length is more than 500 ms off (FORMAT 6.9).
    Duration {
        /// As the manifest says, in milliseconds.
        stated_ms: u64,
        /// As it is, in milliseconds.
        real_ms: u64,
    },
    /// It ends before it says that it does: it was cut off.
    CutOff {
        /// As its header says, in milliseconds.
        stated_ms: u64,
        /// As it is, in milliseconds.
        real_ms: u64,
    },
    /// The file ends before its container does: so many bytes are missing.
    MissingBytes {
        /// How many.
        bytes: u64,
    },
    /// Behind it, in the same file, another begins, which is not shown (FORMAT 6.17).
    AnotherBehind,
    /// It is over before anybody has seen or heard it (FORMAT 6.16).
    TooShort {
        /// As it is, in milliseconds.
        real_ms: u64,
    },
    /// Named as a video, but there are no pictures in it.
    NoPictures,
    /// A video without sound.
    Silent,
    /// Several tracks of sound, of which one is heard.
    SeveralSounds {
        /// What the file tells of each.
        sounds: Vec<SoundTrackNotice>,
        /// Which of them is heard, counted from 0.
        played: usize,
    },
    /// Subtitles inside a film that nobody will see: the pack has no captions in their language
    /// (FORMAT 6.14).
    InnerSubtitles {
        /// What they are.
        tracks: Vec<InnerTrackNotice>,
    },
    /// Key frames more than 4 seconds apart (FORMAT 6.8): seeking is slow on old PCs.
    KeyFrames {
        /// The longest way between two, in milliseconds.
        apart_ms: u64,
    },
    /// It plays, but is outside the media profile (FORMAT section 6).
    Profile(ProfileDefect),
    /// What transcoding it will come to, or came to.
    Transcoding(TranscodingDefect),
    /// Captions that are no WebVTT.
    Captions(PlayerError),
    /// A caption that nobody would see, or text that is none.
    Cue(CueDefect),
    /// Captions without a cue.
    NoCues,
    /// A cue ends after the medium does.
    CuePastEnd {
        /// Where the cue ends, in milliseconds.
        at_ms: u64,
    },
    /// A video that nobody can follow without sound.
    NoCaptions,
    /// A picture that cannot be drawn.
    Picture {
        /// What is wrong.
        reason: String,
    },
    /// A picture that is of another kind than its name says.
    Misnamed {
        /// How its name should end.
        ending: &'static str,
    },
    /// A picture of a kind that a pack does not hold.
    PictureFormat {
        /// Its kind, by name.
        format: &'static str,
        /// What of the author's programs will convert it as the pack is built; nothing where none can.
        program: Option<String>,
    },
    /// A JPEG in the colors of print, CMYK.
    PrintColors,
    /// A picture that moves, of which the first is shown (FORMAT 6.17).
    Animated,
    /// A picture that says where it was taken.
    SaysPlace,
    /// A PDF that cannot be drawn.
    Pdf {
        /// The page that cannot, from 1; nothing where it cannot be opened.
        page: Option<u32>,
        /// What is wrong.
        reason: String,
    },
    /// What a page holds and the room would not see.
    NotSeen {
        /// What.
        kind: PdfDefect,
        /// On which pages, from 1; none where it is about the whole document.
        pages: Vec<u32>,
        /// So many on all of them.
        count: u32,
        /// One of them, as [`Loss`](crate::documents::Loss) has it; maybe empty.
        example: String,
    },
    /// A card leads to a page that the PDF does not have.
    CardPage {
        /// The card's label.
        label: String,
        /// Its page, from 1.
        page: u32,
        /// Pages of the PDF.
        pages: usize,
    },
    /// Something that no step shows and nothing refers to.
    Unused {
        /// For example `prompt "who-decides"`.
        what: String,
    },
    /// Words that stand for what the author is to write (`pack new` leaves them).
    FillIn {
        /// Where in the file, for example `modules[0].summary` or `line 3`.
        at: String,
        /// What is to be written there.
        what: String,
    },
    /// A prompt without key points.
    NoPoints {
        /// The prompt.
        prompt: String,
    },
    /// Letters that the room would see as boxes, or not at all (FORMAT 6.12).
    Letters(GlyphFinding),
}

/// Letters of one kind in one file that will not be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlyphFinding {
    /// Why not.
    pub defect: GlyphDefect,
    /// The first of them, each once.
    pub characters: Vec<char>,
    /// Different ones beyond those.
    pub more: usize,
    /// Where the first is, for example `line 3` or `modules[0].title`; empty where that is not known.
    pub at: String,
}

/// Why letters will not be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GlyphDefect {
    /// They were lost when the text was taken for one in another encoding.
    Lost,
    /// They show only on a PC whose system has a face for their script.
    SystemFace {
        /// What people call the script.
        script: &'static str,
    },
    /// No face has the script, or not these letters of it.
    NoFace {
        /// The script as Unicode calls it.
        script: &'static str,
    },
    /// Emoji.
    Emoji,
    /// Signs and marks of no script.
    Signs,
    /// They mean something in one font only.
    PrivateUse,
    /// There is no such character.
    Unassigned,
}

/// What of a medium that plays is outside the profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ProfileDefect {
    /// A profile of H.264 other than Baseline, Main and High.
    H264Profile {
        /// Its number, `profile_idc`.
        profile: u8,
    },
    /// Pictures that are made of two half pictures.
    Interlaced,
    /// More pictures a second than the profile allows.
    PictureRate {
        /// So many a second, on average.
        rate: f64,
        /// The most that are allowed.
        most: f64,
    },
    /// Pictures that come at uneven distances.
    VariableRate,
    /// More bits a second than the profile allows.
    BitRate {
        /// Million bits a second, on average.
        megabits: f64,
        /// The most that are allowed.
        most: f64,
    },
    /// Pictures that lie on their side or upside down and are to be turned.
    Turned,
    /// AAC other than LC, for example HE-AAC.
    AacProfile,
    /// More than six channels of sound.
    Channels,
}

/// What is to be said of a source that is outside the profile.
#[derive(Debug)]
pub enum TranscodingDefect {
    /// Outside the profile, and `pack build` will transcode it.
    Planned {
        /// What is outside.
        why: Box<Defect>,
        /// The version of ffmpeg.
        ffmpeg: String,
        /// What it makes of pictures: "AV1" or "H.264".
        codec: &'static str,
    },
    /// Outside the profile, and there is no ffmpeg that could transcode it.
    Impossible {
        /// What is outside.
        why: Box<Defect>,
        /// What is wrong with ffmpeg, or what it says of the file.
        error: Arc<FfmpegError>,
    },
    /// Its levels are those of HDR, which this ffmpeg leaves as they are: it will look washed out.
    TonesNotMapped,
    /// Its colors are those of Dolby Vision alone, which ffmpeg does not know: they will be wrong.
    DolbyColors,
    /// ffmpeg made something of the source, but had something to say against it.
    Complaint {
        /// Its last line.
        last: String,
    },
    /// What came out is more than a second shorter than the source claims to be.
    Shorter {
        /// As the source claims, in milliseconds.
        claimed_ms: u64,
        /// As it came out, in milliseconds.
        real_ms: u64,
    },
}

impl TranscodingDefect {
    fn severity(&self) -> Severity {
        match self {
            Self::Planned { .. } => Severity::Advice,
            // What plays may go out as it is; readers refuse only what does not.
            Self::Impossible { why, .. } => why.severity(),
            Self::TonesNotMapped
            | Self::DolbyColors
            | Self::Complaint { .. }
            | Self::Shorter { .. } => Severity::Warning,
        }
    }
}

impl Defect {
    /// Whether transcoding takes it away.
    #[must_use]
    pub(crate) fn goes_with_transcoding(&self) -> bool {
        match self {
            // A source that cannot be read now is no worse in itself.
            Self::Media(error) => !matches!(error, PlayerError::Read(_)),
            // Sound may have been found by chance in a container that Muster does not know.
            Self::NoPictures | Self::KeyFrames { .. } | Self::Profile(_) => true,
            _ => false,
        }
    }

    /// Whether it holds for what a source was transcoded to as well: only the source tells it.
    #[must_use]
    pub(crate) fn outlives_transcoding(&self) -> bool {
        matches!(
            self,
            Self::SeveralSounds { .. } | Self::InnerSubtitles { .. }
        )
    }

    /// Whether a medium plays in spite of it.
    #[must_use]
    pub(crate) fn plays(&self) -> bool {
        matches!(self, Self::KeyFrames { .. } | Self::Profile(_))
    }

    /// Whether it keeps a pack from being built.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::Pack(_)
            | Self::Media(_)
            | Self::Duration { .. }
            | Self::CutOff { .. }
            | Self::MissingBytes { .. }
            | Self::NoPictures
            | Self::Captions(_)
            | Self::Cue(_)
            | Self::NoCues
            | Self::Picture { .. }
            | Self::Pdf { .. }
            | Self::CardPage { .. }
            | Self::TooShort { real_ms: 0 }
            | Self::PictureFormat { program: None, .. } => Severity::Error,
            Self::Transcoding(defect) => defect.severity(),
            Self::PictureFormat {
                program: Some(_), ..
            } => Severity::Advice,
            Self::NotSeen { kind, .. } => match kind {
                // What is left is not what the author has.
                PdfDefect::CutOff | PdfDefect::Pages | PdfDefect::Xfa => Severity::Error,
                PdfDefect::Portfolio
                | PdfDefect::FormValues
                | PdfDefect::OldFormValues
                | PdfDefect::Markup
                | PdfDefect::Media
                | PdfDefect::Letters
                | PdfDefect::Pictures
                | PdfDefect::Parts
                | PdfDefect::Empty
                | PdfDefect::Size
                | PdfDefect::Unknown => Severity::Warning,
            },
            Self::Silent
            | Self::TooShort { .. }
            | Self::AnotherBehind
            | Self::PrintColors
            | Self::Animated
            | Self::SeveralSounds { .. }
            | Self::InnerSubtitles { .. }
            | Self::Profile(_)
            | Self::KeyFrames { .. }
            | Self::CuePastEnd { .. }
            | Self::NoCaptions
            | Self::Misnamed { .. }
            | Self::SaysPlace
            | Self::Unused { .. }
            | Self::FillIn { .. }
            | Self::NoPoints { .. }
            | Self::Letters(_) => Severity::Warning,
        }
    }
}

/// What a film tells of a track of sound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SoundTrackNotice {
    /// Its language, as ISO 639-2 has it; `und` where it is not stated.
    pub language: String,
    /// Its name; empty where it has none.
    pub title: String,
    /// So many channels; 0 where that is not known.
    pub channels: u16,
}

impl From<&SoundTrackInfo> for SoundTrackNotice {
    fn from(sound: &SoundTrackInfo) -> Self {
        Self {
            language: sound.language.clone(),
            title: sound.title.clone(),
            channels: sound.channels,
        }
    }
}

/// A track of subtitles inside a film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InnerTrackNotice {
    /// BCP 47; empty where it is not stated.
    pub language: String,
    /// What it is.
    pub form: InnerFormNotice,
}

/// What a track of subtitles is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InnerFormNotice {
    /// Text.
    Text,
    /// Text for the few places where another language is spoken.
    Forced,
    /// CEA-608 or CEA-708, in a track or in the pictures of the film.
    ClosedCaptions,
    /// Pictures of text.
    Pictures,
    /// Something else, by its name or code.
    Unknown(String),
}

/// One thing that is wrong.
#[derive(Debug)]
pub struct Finding {
    /// The file that it is about, as the manifest names it.
    pub file: String,
    /// What is wrong.
    pub defect: Defect,
}

impl Finding {
    /// Something is wrong with this file.
    pub fn new(file: impl Into<String>, defect: Defect) -> Self {
        Self {
            file: file.into(),
            defect,
        }
    }
}
