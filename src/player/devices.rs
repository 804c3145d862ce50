//! The sound devices of this machine, and how to hear whether one works.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rodio::cpal::traits::{DeviceTrait, HostTrait};
use rodio::cpal::{self, Device};
use serde::{Deserialize, Serialize};

use crate::player::speaker_monitor::SpeakerMonitor;
use crate::player::{MediaTime, Speed, clock, device_ids, output};

/// Longer than this no device takes to play the test tone.
const MAX_TONE: Duration = Duration::from_secs(5);
/// Each side's tone, and the silence between them.
const TONE_MILLIS: u32 = 600;
const GAP_MILLIS: u32 = 150;
/// Modest: a fifth of what is possible (PLAYER 5.15).
const LEVEL: f32 = 0.2;
/// What ALSA lists beside devices that somebody could choose: raw hardware, which nothing else can
/// use meanwhile, single channels of it, converters, and the default itself.
const NO_CHOICE: [&str; 22] = [
    "default",
    "dmix",
    "dsnoop",
    "front",
    "hw",
    "jack",
    "lavrate",
    "modem",
    "null",
    "oss",
    "phoneline",
    "plughw",
    "rear",
    "samplerate",
    "center_lfe",
    "side",
    "speex",
    "speexrate",
    "surround",
    "upmix",
    "usbstream",
    "vdownmix",
];

/// A sound device that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputDevice {
    /// By which it is found again, after a restart, too (PLAYER 5.11).
    pub id: String,
    /// What the system calls it.
    pub name: String,
}

/// What became of the test tone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It was played by the device that was asked for.
    Played,
    /// That one is not there: it was played by the system's own choice.
    PlayedElsewhere,
    /// No device plays.
    NoDevice,
}

/// What is found of this machine's sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundFinding {
    /// A device was opened; nothing was heard of it.
    Plays {
        /// The devices that can be chosen, as the system calls them.
        devices: Vec<String>,
    },
    /// No device can be opened.
    NoDevice {
        /// Devices that the system lists nevertheless.
        devices: Vec<String>,
        /// The error of the system.
        reason: String,
    },
}

/// Whether a device plays: the system's own choice is opened as for a film, without a sound. It
/// may take a while: not to be called where nothing may wait.
#[must_use]
pub fn check() -> SoundFinding {
    let speaker = Arc::new(Mutex::new(SpeakerMonitor::new(MediaTime::ZERO, 1.0)));
    let opened = output::open(48_000, &speaker, None).map(drop);
    let devices = list().into_iter().map(|device| device.name).collect();
    match opened {
        Ok(()) => SoundFinding::Plays { devices },
        Err(error) => SoundFinding::NoDevice {
            devices,
            reason: error.to_string(),
        },
    }
}

/// The devices that can be chosen beside the system's own choice. It may take a while: not to be
/// called where nothing may wait.
#[must_use]
pub fn list() -> Vec<OutputDevice> {
    let _quiet = device_ids::quiet();
    let devices = cpal::default_host().output_devices();
    let mut found: Vec<OutputDevice> = Vec::new();
    for device in devices.into_iter().flatten() {
        let Some(id) = device_ids::id(&device) else {
            continue;
        };
        if !is_choice(&id) || found.iter().any(|other| other.id == id) {
            continue;
        }
        found.push(OutputDevice {
            name: name(&device, &found).unwrap_or_else(|| id.clone()),
            id,
        });
    }
    found
}

/// Two of the same name are distinguished by the other properties that the system lists.
fn name(device: &Device, others: &[OutputDevice]) -> Option<String> {
    let description = device.description().ok()?;
    let name = description.name().to_owned();
    if others.iter().all(|other| other.name != name) {
        return Some(name);
    }
    let more = description.extended().find(|line| *line != name);
    Some(match more {
        Some(more) => format!("{name} · {more}"),
        None => name,
    })
}

fn is_choice(id: &str) -> bool {
    let Some(pcm) = id.strip_prefix("alsa:") else {
        return true;
    };
    let plugin = pcm.split(':').next().unwrap_or(pcm);
    let kind = plugin.trim_end_matches(|letter: char| letter.is_ascii_digit());
    !NO_CHOICE.contains(&kind)
}

/// Plays a short tone on the left, then a higher one on the right, and returns when that is over:
/// not to be called where nothing may wait.
#[must_use]
pub fn play_test_tone(wanted: Option<&str>) -> Tone {
    let speaker = Arc::new(Mutex::new(SpeakerMonitor::new(MediaTime::ZERO, 1.0)));
    let Ok(output) = output::open(48_000, &speaker, wanted) else {
        return Tone::NoDevice;
    };
    {
        let mut speaker = lock(&speaker);
        speaker.begin(MediaTime::ZERO, output.rate, Speed::NORMAL);
        speaker.push(&tone(output.rate));
        speaker.complete();
        speaker.play(clock::now());
    }
    let begun = clock::now();
    while !lock(&speaker).is_over() {
        let gone = lock(&speaker).take_lost();
        if gone || clock::now().saturating_sub(begun) > MAX_TONE {
            return Tone::NoDevice;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    // What was handed over has yet to be heard.
    std::thread::sleep(Duration::from_millis(300));
    if output.is_wanted {
        Tone::Played
    } else {
        Tone::PlayedElsewhere
    }
}

fn lock(speaker: &Mutex<SpeakerMonitor>) -> MutexGuard<'_, SpeakerMonitor> {
    speaker.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The test tone, left and right by turns.
#[expect(
    clippy::cast_precision_loss,
    reason = "a second has some ten thousand frames"
)]
fn tone(rate: u32) -> Vec<f32> {
    let frames = |millis: u32| usize::try_from(rate / 1_000 * millis).unwrap_or(0);
    let sine = |number: usize, hertz: f32| {
        let length = frames(TONE_MILLIS).max(1) as f32;
        let share = number as f32 / length;
        // In and out without a click.
        let swell = (20.0 * share.min(1.0 - share)).min(1.0);
        let angle = std::f32::consts::TAU * hertz * number as f32 / rate as f32;
        LEVEL * swell * angle.sin()
    };
    let mut samples = Vec::new();
    samples.extend((0..frames(TONE_MILLIS)).flat_map(|n| [sine(n, 523.25), 0.0]));
    samples.extend((0..frames(GAP_MILLIS)).flat_map(|_| [0.0, 0.0]));
    samples.extend((0..frames(TONE_MILLIS)).flat_map(|n| [0.0, sine(n, 659.25)]));
    samples
}

#[cfg(test)]
mod tests {
    use super::{is_choice, tone};

    // PLAYER 5.15.
    #[test]
    fn the_tone_is_first_left_then_right_and_modest() {
        let tone = tone(48_000);
        let stereo = tone.as_chunks::<2>().0;
        let loudest = |side: usize, frames: &[[f32; 2]]| {
            frames
                .iter()
                .map(|frame| frame[side].abs())
                .fold(0.0, f32::max)
        };
        let (first, second) = stereo.split_at(stereo.len() / 2);
        assert!(loudest(0, first) > 0.19 && loudest(0, first) <= 0.2);
        assert!(loudest(1, first) == 0.0 && loudest(0, second) == 0.0);
        assert!(loudest(1, second) > 0.19 && loudest(1, second) <= 0.2);
    }

    #[test]
    fn of_alsas_long_list_only_devices_are_offered() {
        for id in [
            "alsa:hw:CARD=0,DEV=0",
            "alsa:surround51:CARD=PCH",
            "alsa:null",
            "alsa:default",
        ] {
            assert!(!is_choice(id), "{id}");
        }
        for id in [
            "alsa:sysdefault:CARD=PCH",
            "alsa:hdmi:CARD=HDMI,DEV=0",
            "alsa:pulse",
            "wasapi:{0.0}",
        ] {
            assert!(is_choice(id), "{id}");
        }
    }
}
