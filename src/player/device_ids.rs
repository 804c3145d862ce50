//! How a sound device is found again by its id, without the complaints of the system's library.

use rodio::cpal::traits::{DeviceTrait, HostTrait};
use rodio::cpal::{self, Device};

/// Keeps the sound system's library from writing its own complaints to the program's standard
/// error, which it does whenever a device cannot be opened: for this thread, until it is called
/// again. What was wrong is returned as an error anyway.
#[cfg(target_os = "linux")]
#[must_use]
pub fn quiet() -> Option<impl Sized> {
    alsa::Output::local_error_handler().ok()
}

/// Keeps the sound system's library from writing to the program's standard error: here it does
/// not.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn quiet() -> Option<impl Sized> {
    Some(())
}

/// By which a device is found again, where the system says.
pub(crate) fn id(device: &Device) -> Option<String> {
    device.id().ok().map(|id| id.to_string())
}

/// The device of this id, if it is there.
pub(crate) fn find(wanted: &str) -> Option<Device> {
    let mut devices = cpal::default_host().output_devices().ok()?;
    devices.find(|device| id(device).as_deref() == Some(wanted))
}
