//! Plays one video or audio file: containers, decoders, clock, sound device, picture queue,
//! captions. Which file it is, where its bytes lie and who watches is decided elsewhere: the room
//! knows neither packs nor egui and records nothing. The window asks [`Player`] for the picture
//! that is due; whoever checks media without playing them calls [`probe()`].
//!
#![doc = include_str!("PLAYER.md")]

mod audio_thread;
pub mod av1;
mod bits;
pub mod captions;
pub mod clock;
mod closed_captions;
pub mod color;
pub mod decoder;
pub mod decoder_for;
mod decoder_panic;
pub mod demux;
mod device_ids;
pub mod devices;
pub mod downmix;
pub mod error;
pub mod frame;
pub mod h264;
mod length;
mod matrix;
pub mod media;
mod mp3;
mod obu;
pub mod ogg;
pub mod open_media;
pub mod output;
pub mod pictures;
pub mod playback;
pub mod playback_state;
mod playback_watchdog;
pub mod probe;
pub mod resample;
pub mod rotation;
mod shared;
pub mod sound;
pub mod source;
pub mod speaker_monitor;
mod sps;
mod tags;
pub mod tempo;
pub mod time;
mod video_thread;
mod vorbis;
mod watchdog;

pub use closed_captions::has_closed_captions;
pub use decoder::Threads;
pub use decoder_panic::is_in_decoder;
pub use devices::{OutputDevice, SoundFinding, Tone};
pub use error::PlayerError;
pub use frame::VideoFrame;
pub use media::{MediaInfo, Notice, Options, Picture, Speed, State, VideoInfo};
pub use playback::Player;
pub use probe::{Examined, decode_pictures, decode_pictures_on, decode_sound, examine, probe};
pub use shared::Wake;
pub use source::{FileSource, MediaSource, ReadSeek};
pub use time::MediaTime;
