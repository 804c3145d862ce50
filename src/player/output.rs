//! The sound device.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rodio::cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use rodio::cpal::{
    self, BufferSize, Device, ErrorKind, FromSample, OutputCallbackInfo, SampleFormat, SizedSample,
    Stream, StreamConfig, SupportedBufferSize, SupportedStreamConfig,
};

use crate::player::speaker_monitor::SpeakerMonitor;
use crate::player::{clock, device_ids};

/// Buffers of some 50 ms (PLAYER 5.5): short enough for pausing at once, long enough for a busy
/// machine.
const BUFFERS_PER_SECOND: u32 = 20;

/// A sound device that plays. Dropping it ends that.
pub struct Output {
    _stream: Stream,
    /// Frames a second that it wants.
    pub rate: u32,
    /// It is the one that was asked for, not the system's own choice in its place.
    pub is_wanted: bool,
}

/// Opens a device, at the rate of the sound if it can do that (PLAYER 5.6): the one of this id, or
/// the system's own choice where none is wanted or that one is not there (PLAYER 5.11).
///
/// # Errors
/// The error of the system; there may be no device at all.
pub fn open(
    rate: u32,
    speaker: &Arc<Mutex<SpeakerMonitor>>,
    wanted: Option<&str>,
) -> Result<Output, cpal::Error> {
    let _quiet = device_ids::quiet();
    if let Some(output) = wanted.and_then(|id| open_chosen(rate, speaker, id)) {
        return Ok(output);
    }
    let device = cpal::default_host()
        .default_output_device()
        .ok_or_else(|| cpal::Error::from(ErrorKind::DeviceNotAvailable))?;
    let mut output = open_device(&device, rate, speaker)?;
    output.is_wanted = wanted.is_none();
    Ok(output)
}

/// Opens the device of this id, if it is there and can be had.
#[must_use]
pub fn open_chosen(rate: u32, speaker: &Arc<Mutex<SpeakerMonitor>>, id: &str) -> Option<Output> {
    let _quiet = device_ids::quiet();
    open_device(&device_ids::find(id)?, rate, speaker).ok()
}

fn open_device(
    device: &Device,
    rate: u32,
    speaker: &Arc<Mutex<SpeakerMonitor>>,
) -> Result<Output, cpal::Error> {
    let supported = config(device, rate)?;
    let mut config = supported.config();
    config.buffer_size = match supported.buffer_size() {
        SupportedBufferSize::Range { min, max } => {
            BufferSize::Fixed((config.sample_rate / BUFFERS_PER_SECOND).clamp(*min, *max))
        }
        SupportedBufferSize::Unknown => BufferSize::Default,
    };
    let format = supported.sample_format();
    let mut awaiting = speaker.lock().unwrap_or_else(PoisonError::into_inner);
    awaiting.expect(clock::now());
    drop(awaiting);
    let stream = build(device, config, format, speaker).or_else(|_| {
        config.buffer_size = BufferSize::Default;
        build(device, config, format, speaker)
    })?;
    stream.play()?;
    Ok(Output {
        _stream: stream,
        rate: config.sample_rate,
        is_wanted: true,
    })
}

/// The device's usual configuration, at the wanted rate if it offers that.
fn config(device: &Device, rate: u32) -> Result<SupportedStreamConfig, cpal::Error> {
    let usual = device.default_output_config()?;
    if usual.sample_rate() == rate {
        return Ok(usual);
    }
    let same = device
        .supported_output_configs()
        .into_iter()
        .flatten()
        .filter(|offered| {
            offered.channels() == usual.channels()
                && offered.sample_format() == usual.sample_format()
        })
        .find_map(|offered| offered.try_with_sample_rate(rate));
    Ok(same.unwrap_or(usual))
}

fn build(
    device: &Device,
    config: StreamConfig,
    format: SampleFormat,
    speaker: &Arc<Mutex<SpeakerMonitor>>,
) -> Result<Stream, cpal::Error> {
    match format {
        SampleFormat::F32 => build_as::<f32>(device, config, speaker),
        SampleFormat::F64 => build_as::<f64>(device, config, speaker),
        SampleFormat::I16 => build_as::<i16>(device, config, speaker),
        SampleFormat::I32 => build_as::<i32>(device, config, speaker),
        SampleFormat::U8 => build_as::<u8>(device, config, speaker),
        SampleFormat::U16 => build_as::<u16>(device, config, speaker),
        _ => Err(cpal::Error::from(ErrorKind::UnsupportedConfig)),
    }
}

fn build_as<T: SizedSample + FromSample<f32> + Send + 'static>(
    device: &Device,
    config: StreamConfig,
    speaker: &Arc<Mutex<SpeakerMonitor>>,
) -> Result<Stream, cpal::Error> {
    let channels = usize::from(config.channels);
    let (filled, failed) = (Arc::clone(speaker), Arc::clone(speaker));
    let mut mixed = Vec::new();
    device.build_output_stream::<T, _, _>(
        config,
        move |out: &mut [T], info: &OutputCallbackInfo| {
            let now = clock::now();
            let stamp = info.timestamp();
            let latency = stamp
                .playback
                .saturating_duration_since(stamp.callback)
                .min(Duration::from_secs(1));
            mixed.resize(out.len(), 0.0);
            filled.lock().unwrap_or_else(PoisonError::into_inner).fill(
                &mut mixed,
                channels,
                now + latency,
                now,
            );
            for (sample, mixed) in out.iter_mut().zip(&mixed) {
                *sample = T::from_sample(*mixed);
            }
        },
        move |error| {
            let now = clock::now();
            let mut speaker = failed.lock().unwrap_or_else(PoisonError::into_inner);
            match error.kind() {
                // These are no reason to open the device again (PLAYER 5.10).
                ErrorKind::DeviceChanged | ErrorKind::Xrun | ErrorKind::RealtimeDenied => {}
                ErrorKind::BackendError => speaker.fail(now),
                _ => speaker.lose(now),
            }
        },
        None,
    )
}
