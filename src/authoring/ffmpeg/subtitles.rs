//! Subtitles of a film as WebVTT.

use std::ffi::OsString;
use std::path::Path;

use super::{Ffmpeg, FfmpegError, address, input, words};

/// Files of captions, of those alone.
const CAPTION_FORMATS: &str =
    "ass,sami,microdvd,subviewer,subviewer1,mpl2,lrc,scc,stl,vplayer,jacosub,pjs,realtext,aqtitle";

/// Told whether to go on.
type Proceed<'a> = dyn FnMut() -> bool + 'a;

impl Ffmpeg {
    /// Writes a stream of subtitles, by its number among those, into `target`.
    ///
    /// # Errors
    /// Those of running ffmpeg.
    pub fn extract_subtitles(
        &self,
        source: &Path,
        stream: usize,
        target: &Path,
        proceed: &mut Proceed<'_>,
    ) -> Result<(), FfmpegError> {
        let mut arguments = input(source, "error");
        arguments.extend(words(&format!("-map 0:s:{stream} -c:s webvtt -f webvtt")));
        arguments.push(address(target));
        self.run(&arguments, None, &mut |_| proceed())?.checked()?;
        Ok(())
    }

    /// Writes a file of captions as WebVTT into `target`.
    ///
    /// # Errors
    /// Those of running ffmpeg.
    pub fn convert_captions(
        &self,
        source: &Path,
        target: &Path,
        proceed: &mut Proceed<'_>,
    ) -> Result<(), FfmpegError> {
        let mut arguments: Vec<OsString> =
            words("-hide_banner -nostdin -y -nostats -progress pipe:1 -v error");
        arguments.extend(words("-protocol_whitelist file -format_whitelist"));
        arguments.push(CAPTION_FORMATS.into());
        arguments.extend(["-i".into(), address(source)]);
        arguments.extend(words("-map 0:s:0 -c:s webvtt -f webvtt"));
        arguments.push(address(target));
        self.run(&arguments, None, &mut |_| proceed())?.checked()?;
        Ok(())
    }

    /// Writes the closed captions in the pictures of a file of this format into `target`.
    ///
    /// # Errors
    /// Those of running ffmpeg.
    pub fn extract_closed_captions(
        &self,
        source: &Path,
        format: &str,
        target: &Path,
        proceed: &mut Proceed<'_>,
    ) -> Result<(), FfmpegError> {
        let Some(source) = source.to_str() else {
            return Err(FfmpegError::Failed {
                last: "the name of the file is no Unicode".to_owned(),
            });
        };
        let mut arguments: Vec<OsString> =
            words("-hide_banner -nostdin -y -nostats -progress pipe:1 -v error -f lavfi -i");
        arguments.push(graph(source, format).into());
        arguments.extend(words("-map 0:s:0 -c:s webvtt -f webvtt"));
        arguments.push(address(target));
        // The pictures go nowhere; that they are counted shows that it comes on.
        arguments.extend(words("-map 0:v:0 -c:v wrapped_avframe -f null -"));
        self.run(&arguments, None, &mut |_| proceed())?.checked()?;
        Ok(())
    }
}

/// The file as a source of pictures, and of the captions in them. Whatever the file is called, its
/// name stays one: each sign that means something in a filter, or in a chain of them, is escaped.
fn graph(source: &str, format: &str) -> String {
    let escape = |text: &str, signs: &str| {
        let escaped = text.chars().flat_map(|c| {
            let before = signs.contains(c).then_some('\\');
            before.into_iter().chain([c])
        });
        escaped.collect::<String>()
    };
    let name = if cfg!(windows) {
        source.replace('\\', "/")
    } else {
        source.to_owned()
    };
    let name = escape(&format!("file:{name}"), "\\':");
    let name = escape(&name, "\\'[],;");
    format!("movie=filename={name}:format_name={format}[out0+subcc]")
}

#[cfg(test)]
mod tests {
    use super::graph;

    #[test]
    fn a_name_stays_a_name_whatever_is_in_it() {
        assert_eq!(
            graph("/a b/it's [1],x;y:z.mp4", "mov"),
            r"movie=filename=file\\:/a b/it\\\'s \[1\]\,x\;y\\:z.mp4:format_name=mov[out0+subcc]"
        );
    }
}
