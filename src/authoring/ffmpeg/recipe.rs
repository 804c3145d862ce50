//! What ffmpeg is told to make: pictures and sound within the profile of packs,
//! FORMAT section 6, whatever the source.

use std::ffi::OsString;

use super::rate::Rate;
use super::{Ffmpeg, VideoEncoder, VideoLook, words};

/// Seconds from one key frame to the next, at most.
const KEY_FRAMES_SECS: u32 = 2;

/// How the pictures of a source become those of a pack. ffmpeg has turned them upright by then.
pub fn video(ffmpeg: &Ffmpeg, look: &VideoLook) -> Vec<OsString> {
    let rate = look.rate.at_most(ffmpeg.encoder.most_pictures());
    let mut arguments = vec!["-vf".into(), filters(ffmpeg, look, rate).into()];
    let coding = match ffmpeg.encoder {
        VideoEncoder::SvtAv1 => "-c:v libsvtav1 -preset 8 -crf 30",
        // Rows on threads of their own (row-mt) made other bytes at times, and now and then ones
        // that no decoder takes (libaom in ffmpeg 7.0.2); tiles do not.
        VideoEncoder::Aom => {
            "-c:v libaom-av1 -cpu-used 6 -row-mt 0 -tiles 2x1 -crf 30 -b:v 0 -threads 2"
        }
        // 8 Mbit/s are the most; a fixed number of threads makes for the same bytes.
        VideoEncoder::X264 => {
            "-c:v libx264 -preset medium -profile:v high -level:v 4.0 -crf 20 -maxrate 7500k \
             -bufsize 7500k -threads 4"
        }
    };
    arguments.extend(words(coding));
    let apart = rate.pictures_in(KEY_FRAMES_SECS).to_string();
    arguments.extend(["-g".into(), apart.into()]);
    arguments.extend(words(
        "-pix_fmt yuv420p -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709 \
         -flags:v +bitexact",
    ));
    arguments
}

fn filters(ffmpeg: &Ffmpeg, look: &VideoLook, rate: Rate) -> String {
    // Half pictures become whole ones where they are marked as such.
    let whole = "bwdif=mode=send_frame:deint=interlaced";
    // The first picture stands from the beginning on, the sound is filled up likewise.
    let constant = format!("fps=fps={rate}:start_time=0");
    // Fit into 1920×1080 with square pixels and even sides; never made larger.
    let fit = "min(1,min(1920/(iw*sar),1080/ih))";
    let even = |side: &str| format!("trunc({side}*{fit}/2+0.5)*2");
    let scale = format!(
        "scale=w='{}':h='{}':flags=lanczos+accurate_rnd+bitexact",
        even("iw*sar"),
        even("ih")
    );
    let colors = if look.hdr && ffmpeg.maps_tones {
        // HDR has these primaries, stated or not.
        ",setsar=1,setparams=color_primaries=bt2020:colorspace=bt2020nc,\
         zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,\
         tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv"
            .to_owned()
    } else {
        // Where nothing is stated the same is guessed as in the player.
        let from = match (look.matrix_stated, look.height) {
            (true, _) => "auto",
            (false, 720..) => "bt709",
            (false, _) => "bt601",
        };
        format!(":in_color_matrix={from}:out_color_matrix=bt709:out_range=tv,setsar=1")
    };
    let tags = "format=yuv420p,\
        setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";
    format!("{whole},{constant},{scale}{colors},{tags}")
}

/// How sound becomes that of a pack: stereo, filled up where it has gaps, filtered by `even` to
/// the right loudness.
pub fn sound(even: Option<&str>) -> Vec<OsString> {
    let filters = match even {
        Some(even) => format!("{STEREO},{even}"),
        None => STEREO.to_owned(),
    };
    let mut arguments = vec!["-af".into(), filters.into()];
    arguments.extend(words(
        "-c:a aac -profile:a aac_low -b:a 192k -ar 48000 -ac 2 -flags:a +bitexact",
    ));
    arguments
}

/// 48,000 stereo samples a second from the beginning on.
pub const STEREO: &str =
    "aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo";

/// How both are put into the file: its index first; nothing of what the source says of itself,
/// such as the place where a phone was.
pub fn container() -> Vec<OsString> {
    words(
        "-sn -dn -map_metadata -1 -map_chapters -1 -max_muxing_queue_size 4096 \
         -fflags +bitexact -movflags +faststart -f mp4",
    )
}
