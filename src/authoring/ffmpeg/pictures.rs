//! A picture as PNG or JPEG.

use std::ffi::OsString;
use std::path::Path;

use super::{Ffmpeg, FfmpegError, address, words};
use crate::pack::content::MAX_PIXELS;

/// What a picture may come in. Those that are numbered files are not among it.
const FORMATS: &str = "webp_pipe,gif,bmp_pipe,tiff_pipe,mov,j2k_pipe,jpegxl_pipe,psd_pipe";

impl Ffmpeg {
    /// Writes the first picture of a file into `target`, whose ending says what it becomes.
    /// `orientation`: how it is to be turned, from 1 to 8, where ffmpeg does not find that out itself.
    ///
    /// # Errors
    /// Those of running ffmpeg.
    pub fn convert_picture(
        &self,
        source: &Path,
        orientation: u16,
        target: &Path,
        proceed: &mut dyn FnMut() -> bool,
    ) -> Result<(), FfmpegError> {
        let mut arguments: Vec<OsString> =
            words("-hide_banner -nostdin -y -nostats -progress pipe:1 -v error");
        arguments.extend(words("-protocol_whitelist file -format_whitelist"));
        arguments.push(FORMATS.into());
        if orientation != 1 {
            // Newer ones find it out in some formats, and would turn it twice.
            arguments.push("-noautorotate".into());
        }
        arguments.extend(["-i".into(), address(source)]);
        arguments.extend(words("-map 0:v:0 -frames:v 1 -vf"));
        let fit = format!("min(1,sqrt({MAX_PIXELS}/(iw*ih)))");
        let turn = match orientation {
            2 => "hflip,",
            3 => "hflip,vflip,",
            4 => "vflip,",
            5 => "transpose=cclock_flip,",
            6 => "transpose=clock,",
            7 => "transpose=clock_flip,",
            8 => "transpose=cclock,",
            _ => "",
        };
        arguments.push(format!("{turn}scale=w='trunc(iw*{fit})':h='trunc(ih*{fit})'").into());
        arguments.extend(words("-q:v 2 -update 1 -map_metadata -1 -f image2"));
        arguments.push(address(target));
        self.run(&arguments, None, &mut |_| proceed())?.checked()?;
        Ok(())
    }
}
