//! Identities on Windows: each monitor's device, which names its model and its socket.

#![expect(unsafe_code, reason = "Windows offers this call in C alone")]

use windows_sys::Win32::Graphics::Gdi::{DISPLAY_DEVICEW, EnumDisplayDevicesW};
use windows_sys::Win32::UI::WindowsAndMessaging::EDD_GET_DEVICE_INTERFACE_NAME;

use crate::platform::monitors::{Identity, Listed, System};

/// Windows itself; no connection is held.
pub struct Source;

impl Source {
    pub fn new() -> Self {
        Self
    }
}

impl System for Source {
    /// What Windows knows of these monitors, in the same order. Their sockets are display names:
    /// `\\.\DISPLAY1`.
    fn identify(&self, listed: &[Listed]) -> Vec<Option<Identity>> {
        listed
            .iter()
            .map(|listed| monitor(&listed.socket))
            .collect()
    }
}

fn monitor(display: &str) -> Option<Identity> {
    let name: Vec<u16> = display.encode_utf16().chain(Some(0)).collect();
    let mut device = DISPLAY_DEVICEW {
        cb: u32::try_from(size_of::<DISPLAY_DEVICEW>()).ok()?,
        ..DISPLAY_DEVICEW::default()
    };
    // SAFETY: the name ends with a zero, the device states its own size, both outlive the call.
    let found = unsafe {
        EnumDisplayDevicesW(
            name.as_ptr(),
            0,
            &raw mut device,
            EDD_GET_DEVICE_INTERFACE_NAME,
        )
    };
    let id = text(&device.DeviceID);
    if found == 0 || id.is_empty() {
        return None;
    }
    // `\\?\DISPLAY#SAM0F13#5&2a7c&0&UID4352#{…}`: model, then what tells it from others like it.
    let parts: Vec<&str> = id.split('#').collect();
    let device_id = match parts.as_slice() {
        [_, model, instance, ..] => format!("{model} {instance}"),
        _ => id.clone(),
    };
    Some(Identity {
        device: device_id,
        name: text(&device.DeviceString),
    })
}

/// Up to the zero that ends it.
fn text(wide: &[u16]) -> String {
    let end = wide.iter().position(|unit| *unit == 0);
    let text = wide.get(..end.unwrap_or(wide.len())).unwrap_or_default();
    String::from_utf16_lossy(text)
}
