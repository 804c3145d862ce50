//! The author's own ffmpeg: where it is, what it can do, and what is asked of it.

mod error;
mod look;
mod loudness;
mod pictures;
mod rate;
mod recipe;
mod run;
mod subtitles;
mod transcode;

use std::ffi::{OsStr, OsString};
use std::path::Path;

pub use error::FfmpegError;
pub use look::{Look, VideoLook};
pub use transcode::transcode;

use run::{Heard, PATIENCE};

/// Names another ffmpeg than the first on the PATH.
const VARIABLE: &str = "MUSTER_FFMPEG";

/// What ffmpeg may read: media, by container or codec. Play lists and patterns of picture files
/// are not among them, since they make it read other files than the one that it was given.
const FORMATS: &str = "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,asf_o,au,av1,avi,caf,dts,dv,eac3,flac,flv,\
    gif,gxf,h264,hevc,ivf,m4v,matroska,webm,mjpeg,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,mpegvideo,\
    mxf,nut,obu,ogg,rm,swf,tta,vc1,w64,wav,wv";

/// Who encodes pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VideoEncoder {
    /// SVT-AV1: AV1, quick.
    SvtAv1,
    /// libaom: AV1, slower.
    Aom,
    /// x264: H.264, within the bounds that packs set it.
    X264,
}

impl VideoEncoder {
    /// Best first.
    const ALL: [Self; 3] = [Self::SvtAv1, Self::Aom, Self::X264];

    /// Its name in ffmpeg.
    fn name(self) -> &'static str {
        match self {
            Self::SvtAv1 => "libsvtav1",
            Self::Aom => "libaom-av1",
            Self::X264 => "libx264",
        }
    }

    /// The most pictures a second that packs may hold in its coding.
    fn most_pictures(self) -> u32 {
        match self {
            Self::SvtAv1 | Self::Aom => 60,
            Self::X264 => 30,
        }
    }

    fn codec(self) -> &'static str {
        match self {
            Self::SvtAv1 | Self::Aom => "AV1",
            Self::X264 => "H.264",
        }
    }
}

/// An ffmpeg that can make what packs hold.
#[derive(Debug)]
pub struct Ffmpeg {
    program: OsString,
    version: String,
    encoder: VideoEncoder,
    /// Whether it can map the tones of HDR.
    maps_tones: bool,
}

impl Ffmpeg {
    /// Looks for ffmpeg and at what it can do: the program that `MUSTER_FFMPEG` names, else the
    /// first on the PATH.
    ///
    /// # Errors
    /// `NotFound`, `NotRun`, `NoEncoder`; `Cancelled`.
    pub fn find(proceed: &mut dyn FnMut() -> bool) -> Result<Self, FfmpegError> {
        let named = std::env::var_os(VARIABLE).filter(|name| !name.is_empty());
        Self::at(named.unwrap_or_else(|| "ffmpeg".into()), proceed)
    }

    fn at(program: OsString, proceed: &mut dyn FnMut() -> bool) -> Result<Self, FfmpegError> {
        let mut ask = |question: &str| {
            let arguments = ["-hide_banner", "-nostdin", question].map(OsString::from);
            run::run(&program, &arguments, None, PATIENCE, &mut |_| proceed())?
                .checked()
                .map(|heard| heard.output)
        };
        let not_run = |reason: String| FfmpegError::NotRun {
            program: Path::new(&program).display().to_string(),
            reason,
        };
        let about = ask("-version").map_err(|error| match error {
            FfmpegError::Failed { last } => not_run(last),
            other => other,
        })?;
        let mut words = about.split_whitespace();
        let version = match (words.next(), words.next(), words.next()) {
            (Some("ffmpeg"), Some("version"), Some(version)) => version.to_owned(),
            _ => return Err(not_run("it does not say that it is ffmpeg".to_owned())),
        };
        let encoders = ask("-encoders")?;
        let no_encoder = |what| FfmpegError::NoEncoder {
            version: version.clone(),
            what,
        };
        let encoder = VideoEncoder::ALL
            .into_iter()
            .find(|encoder| lists(&encoders, encoder.name()))
            .ok_or_else(|| no_encoder("video"))?;
        if !lists(&encoders, "aac") {
            return Err(no_encoder("sound"));
        }
        let filters = ask("-filters")?;
        Ok(Self {
            maps_tones: ["zscale", "tonemap"].iter().all(|it| lists(&filters, it)),
            program,
            version,
            encoder,
        })
    }

    /// Whether it makes the levels of HDR those of an ordinary screen.
    #[must_use]
    pub fn maps_tones(&self) -> bool {
        self.maps_tones
    }

    /// Its version, as it says it.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What it makes of pictures: "AV1" or "H.264".
    #[must_use]
    pub fn codec(&self) -> &'static str {
        self.encoder.codec()
    }

    /// What ffmpeg knows of a file without decoding it.
    ///
    /// # Errors
    /// `Failed` with its own words if it can make nothing of it; those of running it.
    pub fn look(
        &self,
        file: &Path,
        proceed: &mut dyn FnMut() -> bool,
    ) -> Result<Look, FfmpegError> {
        // Without an output it says what it found and ends with an error.
        let heard = self.run(&input(file, "info"), None, &mut |_| proceed())?;
        look::read(&heard.messages).ok_or_else(|| FfmpegError::Failed {
            last: heard.last_line(),
        })
    }

    /// How long a file is, in milliseconds: all of it is read and nothing decoded. What it claims
    /// to be is not asked.
    ///
    /// # Errors
    /// `Failed` with its own words if it can make nothing of it; those of running it.
    pub fn measure(
        &self,
        file: &Path,
        look: &Look,
        proceed: &mut dyn FnMut() -> bool,
    ) -> Result<Option<u64>, FfmpegError> {
        let mut arguments = input(file, "error");
        if look.video.is_some() {
            arguments.extend(words("-map 0:V:0"));
        }
        if let Some(track) = look.sound {
            arguments.extend(words(&format!("-map 0:a:{track}")));
        }
        arguments.extend(words("-c copy -f null -"));
        let heard = self.run(&arguments, None, &mut |_| proceed())?.checked()?;
        Ok(run::end_us(&heard.output).map(|us| us / 1000))
    }

    fn run(
        &self,
        arguments: &[OsString],
        length_us: Option<u64>,
        proceed: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Heard, FfmpegError> {
        run::run(&self.program, arguments, length_us, PATIENCE, proceed)
    }
}

/// Whether a table of ffmpeg's, which has the names in the second column, lists `name`.
fn lists(table: &str, name: &str) -> bool {
    table
        .lines()
        .any(|line| line.split_whitespace().nth(1) == Some(name))
}

/// The arguments up to the file to read, with messages from `level` on. Whatever the file is
/// called, `file:` makes a file's name of it: no option, no pattern, no address.
fn input(file: &Path, level: &str) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = words("-hide_banner -nostdin -y -nostats -progress pipe:1");
    arguments.extend(["-v", level].map(Into::into));
    arguments.extend(words("-protocol_whitelist file -format_whitelist"));
    arguments.extend([FORMATS.into(), "-i".into(), address(file)]);
    arguments
}

/// A file as ffmpeg is told it.
fn address(file: &Path) -> OsString {
    let mut address = OsString::from("file:");
    address.push(file);
    address
}

/// Arguments that hold no spaces themselves.
fn words(text: &str) -> Vec<OsString> {
    text.split(' ').map(OsStr::new).map(Into::into).collect()
}
