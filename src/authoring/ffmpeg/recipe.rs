//! What ffmpeg is told to make: pictures and sound within the profile of packs,
//! FORMAT section 6, whatever the source.

use std::ffi::OsString;
use std::fmt;

use super::{Ffmpeg, VideoEncoder, VideoLook, words};

/// Seconds from one key frame to the next, at most.
const KEY_FRAMES_SECS: u32 = 2;

/// Pictures a second, as a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    number: u32,
    per: u32,
}

impl Rate {
    pub const fn new(number: u32, per: u32) -> Self {
        Self { number, per }
    }

    /// Rates that films have.
    const USUAL: [Self; 9] = [
        Self::new(15, 1),
        Self::new(24_000, 1001),
        Self::new(24, 1),
        Self::new(25, 1),
        Self::new(30_000, 1001),
        Self::new(30, 1),
        Self::new(50, 1),
        Self::new(60_000, 1001),
        Self::new(60, 1),
    ];

    fn per_second(self) -> f64 {
        f64::from(self.number) / f64::from(self.per)
    }

    /// Half of it as often as it takes to come down to `most` a second: pictures are left out at
    /// even distances.
    pub fn at_most(self, most: u32) -> Self {
        let mut rate = self;
        while rate.number > most.saturating_mul(rate.per) {
            rate.per *= 2;
        }
        rate
    }

    /// The constant rate for pictures that come at `average` a second, whose times are all
    /// multiples of one `base`th of a second (ffmpeg's "fps" and "tbr"): 30 at most where there
    /// are no more than that, else 60.
    pub fn constant(average: Option<f64>, base: Option<f64>) -> Self {
        let Some(average) = average.or(base).filter(|rate| *rate > 0.0) else {
            return Self::new(25, 1);
        };
        // ffmpeg writes two digits behind the point.
        let near = |rate: f64| move |usual: &Self| (usual.per_second() - rate).abs() < 0.006;
        let exactly = |rate: f64| Self::USUAL.into_iter().find(near(rate));
        if let Some(rate) = exactly(average) {
            return rate;
        }
        if average > 60.0 {
            let mut half = average;
            while half > 60.01 {
                half /= 2.0;
            }
            return exactly(half).unwrap_or(Self::new(60, 1));
        }
        let most = if average <= 30.0 { 30.0 } else { 60.0 };
        let base = base.filter(|base| (average..=most).contains(base));
        base.and_then(exactly)
            .or_else(|| {
                Self::USUAL
                    .into_iter()
                    .find(|usual| usual.per_second() >= average)
            })
            .unwrap_or(Self::new(60, 1))
    }

    /// So many pictures do not last longer than `seconds`.
    fn pictures_in(self, seconds: u32) -> u32 {
        (self.number.saturating_mul(seconds) / self.per).max(1)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.per)
    }
}

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

#[cfg(test)]
mod tests {
    use super::Rate;

    #[test]
    fn a_usual_rate_stays_to_the_last_digit() {
        for (said, rate) in [
            (25.0, Rate::new(25, 1)),
            (29.97, Rate::new(30_000, 1001)),
            (23.98, Rate::new(24_000, 1001)),
            (59.94, Rate::new(60_000, 1001)),
            (60.0, Rate::new(60, 1)),
        ] {
            assert_eq!(Rate::constant(Some(said), Some(said * 2.0)), rate);
        }
    }

    #[test]
    fn a_rate_that_varies_becomes_one_that_is_at_least_as_high() {
        let constant = |average, base| Rate::constant(Some(average), Some(base));
        assert_eq!(constant(24.7, 30.0), Rate::new(30, 1));
        assert_eq!(constant(28.3, 600.0), Rate::new(30_000, 1001));
        assert_eq!(constant(41.0, 120.0), Rate::new(50, 1));
        assert_eq!(constant(7.3, 1000.0), Rate::new(15, 1));
    }

    #[test]
    fn a_rate_above_60_is_halved() {
        assert_eq!(Rate::constant(Some(120.0), None), Rate::new(60, 1));
        assert_eq!(Rate::constant(Some(119.88), None), Rate::new(60_000, 1001));
        assert_eq!(Rate::constant(Some(100.0), None), Rate::new(50, 1));
        assert_eq!(Rate::constant(Some(1000.0), None), Rate::new(60, 1));
        assert_eq!(Rate::constant(None, None), Rate::new(25, 1));
    }

    #[test]
    fn h264_has_30_pictures_a_second_at_most() {
        assert_eq!(Rate::new(60_000, 1001).at_most(30), Rate::new(60_000, 2002));
        assert_eq!(Rate::new(50, 1).at_most(30).pictures_in(2), 50);
        assert_eq!(Rate::new(30_000, 1001).at_most(30).pictures_in(2), 59);
    }
}
