//! From a folder of sources to a signed pack: everything that can be checked without trusting
//! anybody is checked, with advice, before a byte is signed.

mod build;
mod check;
mod convert;
mod cut_off;
mod depth;
mod error;
mod ffmpeg;
mod fill_in;
mod finding;
pub mod fuzzing;
mod inner_subtitles;
mod letters;
mod media;
mod pages;
mod photo;
mod picture_build;
mod picture_convert;
mod profile;
mod sources;
mod stage;
mod start;
mod tools;

pub use build::{Built, build, build_to_look_at};
pub use check::{check_file, check_folder};
pub use convert::Converted;
pub use depth::Depth;
pub use error::AuthoringError;
pub use ffmpeg::FfmpegError;
pub use finding::{
    Defect, Finding, GlyphDefect, GlyphFinding, InnerFormNotice, InnerTrackNotice, ProfileDefect,
    Severity, SoundTrackNotice, TranscodingDefect,
};
pub use stage::{Stage, Watch};
pub use start::{
    FILL_IN, FILL_IN_ID, InnerLeftNotice, LeftOutNotice, MendNotice, PdfMendNotice, StartNotice,
    Started, TitleNotice, Wish, start,
};
pub use tools::ToolError;
