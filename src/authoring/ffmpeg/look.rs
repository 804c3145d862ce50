//! What ffmpeg says of a file when it opens it. Its lines have been the same for a decade; a
//! separate `ffprobe` would say it in JSON, but does not come with every ffmpeg.

use super::rate::Rate;
use crate::player::demux::SoundTrackInfo;

/// What ffmpeg says of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// How long it claims to be, in milliseconds.
    pub length_ms: Option<u64>,
    /// Its pictures.
    pub video: Option<VideoLook>,
    /// Which of its tracks of sound is meant to be heard, counted from 0; nothing if it has none.
    pub sound: Option<usize>,
    /// Each track of sound.
    pub sounds: Vec<SoundTrackInfo>,
    /// Its tracks of subtitles.
    pub subtitles: Vec<SubtitleLook>,
    /// What ffmpeg calls its format.
    pub format: Option<String>,
    /// A track changes its codec midway, and ffmpeg reads what is coded in the first way alone.
    pub changes_codec: bool,
}

/// What ffmpeg says of a track of subtitles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubtitleLook {
    /// How it is coded, as ffmpeg calls it.
    pub codec: String,
    /// Its language; `und` where it is not stated.
    pub language: String,
    /// Shown if nobody chooses another.
    pub is_default: bool,
    /// Only what those are to read who hear the sound well.
    pub forced: bool,
}

/// What ffmpeg says of pictures.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each goes with every other")]
pub struct VideoLook {
    /// At which constant rate they are to be shown.
    pub rate: Rate,
    /// The mixture of red, green and blue is stated.
    pub matrix_stated: bool,
    /// The levels are those of HDR (PQ or HLG).
    pub hdr: bool,
    /// Their colors are those of Dolby Vision alone, without a picture below it that others show.
    pub is_dolby_alone: bool,
    /// Rows.
    pub height: u32,
    /// There are closed captions in them.
    pub closed_captions: bool,
}

/// Reads the messages; nothing if there is no stream among them.
pub fn read(messages: &str) -> Option<Look> {
    let mut look = Look {
        length_ms: None,
        video: None,
        sound: None,
        sounds: Vec::new(),
        subtitles: Vec::new(),
        format: None,
        changes_codec: messages.contains("multiple fourcc not supported"),
    };
    let is_dolby_alone = messages.lines().any(is_dolby_alone);
    let mut streams = false;
    let mut sound_is_default = false;
    // Whether the lines that are read describe a stream of sound.
    let mut is_of_sound = false;
    for line in messages.lines().map(str::trim_start) {
        if let Some(rest) = line.strip_prefix("Duration: ") {
            look.length_ms = length(rest);
        }
        if let Some(rest) = line.strip_prefix("Input #0, ") {
            look.format = rest.split(',').next().map(str::to_owned);
        }
        let Some(rest) = line.strip_prefix("Stream #0:") else {
            if let (true, Some(sound), Some(title)) =
                (is_of_sound, look.sounds.last_mut(), title(line))
            {
                title.clone_into(&mut sound.title);
            }
            continue;
        };
        streams = true;
        is_of_sound = false;
        if let Some((_, audio)) = rest.split_once(": Audio: ") {
            is_of_sound = true;
            let is_default = rest.contains("(default)");
            if look.sound.is_none() || is_default && !sound_is_default {
                look.sound = Some(look.sounds.len());
                sound_is_default = is_default;
            }
            look.sounds.push(SoundTrackInfo {
                language: language(rest),
                title: String::new(),
                channels: channels(audio),
            });
        } else if let Some((_, subtitle)) = rest.split_once(": Subtitle: ") {
            let codec = subtitle.split([' ', ',']).next().unwrap_or_default();
            look.subtitles.push(SubtitleLook {
                codec: codec.to_owned(),
                language: language(rest),
                is_default: subtitle.contains("(default)"),
                forced: subtitle.contains("(forced)"),
            });
        } else if let Some((_, video)) = rest.split_once(": Video: ") {
            // A cover is no video.
            if look.video.is_none() && !video.contains("(attached pic)") {
                look.video = Some(VideoLook {
                    is_dolby_alone,
                    ..pictures(video)
                });
            }
        }
    }
    streams.then_some(look)
}

/// `1[0x2](eng): Audio: …`.
fn language(stream: &str) -> String {
    let (address, _) = stream.split_once(": ").unwrap_or((stream, ""));
    let stated = address
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    stated.map_or("und", |(language, _)| language).to_owned()
}

/// `title           : Commentary`.
fn title(line: &str) -> Option<&str> {
    let (name, title) = line.split_once(':')?;
    (name.trim_end() == "title").then(|| title.trim())
}

/// `aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 69 kb/s`; 0 for what has a name of its own.
fn channels(audio: &str) -> u16 {
    let layout = fields(audio).get(2).copied().unwrap_or_default();
    let layout = layout.split('(').next().unwrap_or_default().trim();
    match layout.split_once('.') {
        Some((main, low)) => main
            .parse::<u16>()
            .unwrap_or(0)
            .saturating_add(low.parse().unwrap_or(0)),
        None => match layout {
            "mono" => 1,
            "stereo" => 2,
            "quad" => 4,
            other => other
                .strip_suffix(" channels")
                .and_then(|it| it.parse().ok())
                .unwrap_or(0),
        },
    }
}

/// `00:00:05.09, start: …` in milliseconds.
fn length(text: &str) -> Option<u64> {
    let (clock, _) = text.split_once(',')?;
    let mut parts = clock.split(':');
    let (hours, minutes): (u64, u64) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let (seconds, hundredths) = parts.next()?.split_once('.')?;
    let (seconds, hundredths): (u64, u64) = (seconds.parse().ok()?, hundredths.parse().ok()?);
    let minutes = hours.checked_mul(60)?.checked_add(minutes)?;
    let seconds = minutes.checked_mul(60)?.checked_add(seconds)?;
    seconds.checked_mul(1000)?.checked_add(hundredths * 10)
}

/// `hevc (Main 10) (hev1 / …), yuv420p10le(tv, bt2020nc/bt2020/smpte2084), 320x180 [SAR 1:1 …],
/// 167 kb/s, 29.97 fps, 29.97 tbr, 30k tbn (default)`.
fn pictures(line: &str) -> VideoLook {
    let fields = fields(line);
    let rate = |unit: &str| {
        let field = fields.iter().find_map(|field| field.strip_suffix(unit))?;
        match field.trim().strip_suffix('k') {
            Some(thousands) => thousands.parse().ok().map(|rate: f64| rate * 1000.0),
            None => field.trim().parse().ok(),
        }
    };
    let format = fields.get(1).copied().unwrap_or_default();
    let color = format
        .split_once('(')
        .map_or("", |(_, color)| color.trim_end_matches(')'));
    let mut parts = color.split(", ").filter_map(|part| part.split('/').next());
    let height = fields.iter().find_map(|field| {
        let size = field.split(' ').next()?;
        let (width, height) = size.split_once('x')?;
        width.parse::<u32>().ok()?;
        height.parse().ok()
    });
    VideoLook {
        rate: Rate::constant(rate("fps"), rate("tbr")),
        matrix_stated: parts.any(|part| {
            [
                "bt709",
                "bt470bg",
                "smpte170m",
                "smpte240m",
                "fcc",
                "gbr",
                "ycgco",
            ]
            .contains(&part)
                || part.starts_with("bt2020")
        }),
        hdr: color.contains("smpte2084") || color.contains("arib-std-b67"),
        is_dolby_alone: false,
        height: height.unwrap_or(0),
        closed_captions: fields.contains(&"Closed Captions"),
    }
}

/// `DOVI configuration record: version: 1.0, profile: 5, …, compatibility id: 0`.
fn is_dolby_alone(line: &str) -> bool {
    line.contains("DOVI configuration record:") && line.trim_end().ends_with("compatibility id: 0")
}

/// Parts at commas that stand in no brackets.
fn fields(line: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    line.split(|c: char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    })
    .map(str::trim)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_of_a_phone_in_hdr_is_read() {
        let look = read(
            "  Metadata:\n    title           : Stream, Video: 9x9\n  Duration: 01:02:03.40, start: 0.000000, bitrate: 253 kb/s\n  Stream #0:0[0x1](und): Video: hevc (Main 10) (hev1 / 0x31766568), yuv420p10le(tv, bt2020nc/bt2020/smpte2084, progressive), 1920x1080 [SAR 1:1 DAR 16:9], 167 kb/s, 29.97 fps, 29.97 tbr, 30k tbn (default)\n  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 69 kb/s (default)\n",
        )
        .expect("streams");
        assert_eq!(look.length_ms, Some(3_723_400));
        assert_eq!(look.sound, Some(0));
        assert_eq!(look.sounds.first().map(|it| it.channels), Some(1));
        let video = look.video.expect("pictures");
        assert!(video.hdr && video.matrix_stated);
        assert_eq!((video.height, video.rate), (1080, Rate::new(30_000, 1001)));
    }

    #[test]
    fn a_song_with_a_cover_is_sound_alone() {
        let look = read(
            "  Duration: N/A, start: 0.000000, bitrate: 128 kb/s\n  Stream #0:0: Audio: wmav2 (a[1][0][0] / 0x0161), 44100 Hz, mono, fltp, 128 kb/s\n  Stream #0:1: Video: mjpeg (Baseline), yuvj420p(pc, bt470bg/unknown/unknown), 300x300 [SAR 1:1 DAR 1:1], 90k tbr, 90k tbn (attached pic)\n",
        )
        .expect("streams");
        assert_eq!(look.length_ms, None);
        assert!(look.sound.is_some() && look.video.is_none());
    }

    #[test]
    fn a_matrix_that_is_not_stated_is_seen() {
        let stated = |format: &str| {
            let line = format!(
                "  Stream #0:0: Video: wmv2 (WMV2 / 0x32564D57), {format}, 320x180, SAR 1:1 DAR 16:9, 25 fps, 25 tbr, 1k tbn"
            );
            read(&line)
                .and_then(|look| look.video)
                .expect("pictures")
                .matrix_stated
        };
        assert!(!stated("yuv420p"));
        assert!(!stated("yuv420p(tv, top first)"));
        assert!(!stated("yuv420p(tv, unknown/bt709/bt709)"));
        assert!(stated("yuv420p(bt709)"));
        assert!(stated("yuvj420p(pc, bt470bg/unknown/unknown)"));
    }

    #[test]
    fn the_default_track_of_sound_is_the_one_that_is_meant() {
        let look = read(
            "  Metadata:\n    title           : A film\n  Stream #0:0[0x1](und): Video: h264 (High), yuv420p, 320x180, 25 fps, 25 tbr, 12800 tbn (default)\n  Stream #0:1[0x2](eng): Audio: aac (LC), 44100 Hz, mono, fltp, 69 kb/s\n    Metadata:\n      title           : Commentary\n  Stream #0:2[0x3](spa): Audio: ac3, 44100 Hz, 5.1(side), fltp, 69 kb/s (default)\n  Stream #0:3(eng): Subtitle: subrip\n    Metadata:\n      title           : not of sound\n",
        )
        .expect("streams");
        assert_eq!(look.sound, Some(1));
        let sounds: Vec<_> = look
            .sounds
            .iter()
            .map(|it| (it.language.as_str(), it.title.as_str(), it.channels))
            .collect();
        assert_eq!(sounds, [("eng", "Commentary", 1), ("spa", "", 6)]);
    }

    #[test]
    fn subtitles_are_listed_with_what_is_to_be_known_of_them() {
        let look = read(
            "Input #0, matroska,webm, from 'file:x.mkv':\n  Stream #0:0: Video: h264 (High), yuv420p(progressive), Closed Captions, 160x96 [SAR 1:1 DAR 5:3], 25 fps, 25 tbr, 1k tbn (default)\n  Stream #0:1(eng): Subtitle: subrip (default)\n  Stream #0:2[0x4](spa): Subtitle: mov_text (tx3g / 0x67337874), 0 kb/s\n  Stream #0:3: Subtitle: hdmv_pgs_subtitle, 1920x1080 (forced)\n",
        )
        .expect("streams");
        assert_eq!(look.format.as_deref(), Some("matroska"));
        assert!(look.video.expect("pictures").closed_captions);
        let listed: Vec<_> = look
            .subtitles
            .iter()
            .map(|it| {
                (
                    it.codec.as_str(),
                    it.language.as_str(),
                    it.is_default,
                    it.forced,
                )
            })
            .collect();
        assert_eq!(
            listed,
            [
                ("subrip", "eng", true, false),
                ("mov_text", "spa", false, false),
                ("hdmv_pgs_subtitle", "und", false, true)
            ]
        );
    }

    #[test]
    fn what_ffmpeg_reads_in_part_or_without_its_colors_is_known() {
        let film = |line: &str| {
            let look = read(&format!(
                "{line}\n  Stream #0:0[0x1](und): Video: hevc (Main 10) (dvh1 / 0x31687664), yuv420p10le(pc), 160x90, 25 fps, 25 tbr, 12800 tbn\n    Side data:\n      {line}\n"
            ));
            let look = look.expect("streams");
            (
                look.changes_codec,
                look.video.expect("pictures").is_dolby_alone,
            )
        };
        let dolby = |profile: u8, id: u8| {
            format!(
                "DOVI configuration record: version: 1.0, profile: {profile}, level: 4, rpu flag: 1, el flag: 0, bl flag: 1, compatibility id: {id}"
            )
        };
        assert_eq!(film(&dolby(5, 0)), (false, true));
        assert_eq!(film(&dolby(8, 4)), (false, false));
        assert_eq!(
            film("[mov @ 0x1] multiple fourcc not supported"),
            (true, false)
        );
        assert_eq!(film(""), (false, false));
    }

    #[test]
    fn what_ffmpeg_makes_nothing_of_has_no_streams() {
        assert_eq!(
            read("file:x.wmv: Invalid data found when processing input\n"),
            None
        );
    }
}
