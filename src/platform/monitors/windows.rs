//! Identities on Windows: the EDID of each monitor's device, which Windows keeps in its registry;
//! where there is none, the device, which names model and socket.

#![expect(unsafe_code, reason = "Windows offers these calls in C alone")]

use windows_sys::Win32::Graphics::Gdi::{DISPLAY_DEVICEW, EnumDisplayDevicesW};
use windows_sys::Win32::System::Registry::{HKEY_LOCAL_MACHINE, RRF_RT_REG_BINARY, RegGetValueW};
use windows_sys::Win32::UI::WindowsAndMessaging::EDD_GET_DEVICE_INTERFACE_NAME;

use crate::platform::monitors::{Identity, Listed, System, edid};

/// Longer than any EDID with all its extensions.
const MAX_EDID: usize = 32 << 10;

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
    let name = wide(display);
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
    let (device_id, edid) = match parts.as_slice() {
        [_, model, instance, ..] => (format!("{model} {instance}"), edid_of(model, instance)),
        _ => (id.clone(), None),
    };
    // The instance names the socket as well: another one, and the monitor would not be known again.
    if let Some(identity) = edid.as_deref().and_then(edid::parse) {
        return Some(Identity {
            formerly: device_id,
            ..identity
        });
    }
    Some(Identity {
        device: device_id,
        name: text(&device.DeviceString),
        formerly: String::new(),
    })
}

/// The EDID that Windows read from a monitor of this model and instance.
fn edid_of(model: &str, instance: &str) -> Option<Vec<u8>> {
    if [model, instance].iter().any(|part| part.contains('\\')) {
        return None;
    }
    let key =
        format!(r"SYSTEM\CurrentControlSet\Enum\DISPLAY\{model}\{instance}\Device Parameters");
    let (key, value) = (wide(&key), wide("EDID"));
    let mut bytes = vec![0_u8; MAX_EDID];
    let mut length = u32::try_from(bytes.len()).ok()?;
    // SAFETY: both names end with a zero, the buffer is as long as `length` says, all outlive the
    // call.
    let result = unsafe {
        RegGetValueW(
            HKEY_LOCAL_MACHINE,
            key.as_ptr(),
            value.as_ptr(),
            RRF_RT_REG_BINARY,
            std::ptr::null_mut(),
            bytes.as_mut_ptr().cast(),
            &raw mut length,
        )
    };
    if result != 0 {
        return None;
    }
    bytes.truncate(usize::try_from(length).ok()?);
    Some(bytes)
}

/// As Windows takes names: in UTF-16, with a zero at the end.
fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain(Some(0)).collect()
}

/// Up to the zero that ends it.
fn text(wide: &[u16]) -> String {
    let end = wide.iter().position(|unit| *unit == 0);
    let text = wide.get(..end.unwrap_or(wide.len())).unwrap_or_default();
    String::from_utf16_lossy(text)
}
