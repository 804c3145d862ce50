//! The sound device.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rodio::cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use rodio::cpal::{
    self, BufferSize, Device, ErrorKind, FromSample, OutputCallbackInfo, SampleFormat, SizedSample,
    Stream, StreamConfig, SupportedBufferSize, SupportedStreamConfig,
};

use crate::player::clock;
use crate::player::hearing::Hearing;

/// Buffers of some 50 ms: short enough for pausing at once, long enough for a busy machine.
const BUFFERS_A_SECOND: u32 = 20;

/// A sound device that plays. Dropping it ends that.
pub struct Output {
    _stream: Stream,
    /// Frames a second that it wants.
    pub rate: u32,
}

/// Opens the default device, at the rate of the sound if it can do that.
///
/// # Errors
/// What the system said; there may be no device at all.
pub fn open(rate: u32, hearing: &Arc<Mutex<Hearing>>) -> Result<Output, cpal::Error> {
    let device = cpal::default_host()
        .default_output_device()
        .ok_or_else(|| cpal::Error::from(ErrorKind::DeviceNotAvailable))?;
    let supported = config(&device, rate)?;
    let mut config = supported.config();
    config.buffer_size = match supported.buffer_size() {
        SupportedBufferSize::Range { min, max } => {
            BufferSize::Fixed((config.sample_rate / BUFFERS_A_SECOND).clamp(*min, *max))
        }
        SupportedBufferSize::Unknown => BufferSize::Default,
    };
    let format = supported.sample_format();
    let stream = build(&device, config, format, hearing).or_else(|_| {
        config.buffer_size = BufferSize::Default;
        build(&device, config, format, hearing)
    })?;
    stream.play()?;
    Ok(Output {
        _stream: stream,
        rate: config.sample_rate,
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
    hearing: &Arc<Mutex<Hearing>>,
) -> Result<Stream, cpal::Error> {
    match format {
        SampleFormat::F32 => build_as::<f32>(device, config, hearing),
        SampleFormat::F64 => build_as::<f64>(device, config, hearing),
        SampleFormat::I16 => build_as::<i16>(device, config, hearing),
        SampleFormat::I32 => build_as::<i32>(device, config, hearing),
        SampleFormat::U8 => build_as::<u8>(device, config, hearing),
        SampleFormat::U16 => build_as::<u16>(device, config, hearing),
        _ => Err(cpal::Error::from(ErrorKind::UnsupportedConfig)),
    }
}

fn build_as<T: SizedSample + FromSample<f32> + Send + 'static>(
    device: &Device,
    config: StreamConfig,
    hearing: &Arc<Mutex<Hearing>>,
) -> Result<Stream, cpal::Error> {
    let channels = usize::from(config.channels);
    let (filled, failed) = (Arc::clone(hearing), Arc::clone(hearing));
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
            // These are no reason to open the device again.
            let passing = matches!(
                error.kind(),
                ErrorKind::DeviceChanged | ErrorKind::Xrun | ErrorKind::RealtimeDenied
            );
            if !passing {
                failed
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .lose(clock::now());
            }
        },
        None,
    )
}
