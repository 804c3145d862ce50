//! Asking on Linux: an X server hands out what each monitor said of itself; under Wayland, where
//! sockets have the kernel's own names, the kernel does.

use std::io::Read;
use std::path::Path;

use x11rb::connection::Connection;
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::protocol::xproto::ConnectionExt as _;

use crate::app::monitors::{Said, edid};

/// Longer than any EDID with all its extensions.
const MAX_EDID: u32 = 32 << 10;

/// What the monitors on these sockets say of themselves, in the same order.
pub(in crate::app) fn ask(sockets: &[&str]) -> Vec<Option<Said>> {
    let wayland = std::env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty());
    if wayland {
        let drm = Path::new("/sys/class/drm");
        return sockets.iter().map(|socket| kernel(drm, socket)).collect();
    }
    let outputs = outputs().unwrap_or_default();
    sockets
        .iter()
        .map(|socket| {
            let output = outputs.iter().find(|(name, _)| name == socket)?;
            edid::parse(&output.1)
        })
        .collect()
}

fn kernel(drm: &Path, socket: &str) -> Option<Said> {
    let cards = std::fs::read_dir(drm).ok()?;
    let card = cards.flatten().find(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("card") && name.split_once('-').is_some_and(|(_, plug)| plug == socket)
    })?;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(card.path().join("edid")).ok()?;
    let most = u64::from(MAX_EDID);
    file.take(most).read_to_end(&mut bytes).ok()?;
    edid::parse(&bytes)
}

/// The name of an output of the X server, and the EDID of what is connected to it.
type Output = (String, Vec<u8>);

fn outputs() -> Result<Vec<Output>, Box<dyn std::error::Error>> {
    let (server, screen) = x11rb::connect(None)?;
    let root = server
        .setup()
        .roots
        .get(screen)
        .ok_or("no such screen")?
        .root;
    let property = server.intern_atom(false, b"EDID")?.reply()?.atom;
    let resources = server.randr_get_screen_resources_current(root)?.reply()?;
    let mut found = Vec::new();
    for output in resources.outputs {
        let about = server
            .randr_get_output_info(output, resources.config_timestamp)?
            .reply()?;
        let edid = server
            .randr_get_output_property(output, property, 0_u32, 0, MAX_EDID / 4, false, false)?
            .reply()?;
        let name = String::from_utf8_lossy(&about.name).into_owned();
        found.push((name, edid.data));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::kernel;

    #[test]
    fn the_kernel_is_asked_by_the_name_of_the_socket() {
        let drm = tempfile::tempdir().expect("a folder");
        let card = drm.path().join("card1-HDMI-A-1");
        std::fs::create_dir(&card).expect("a folder");
        let mut edid = vec![0; 128];
        edid[..8].copy_from_slice(&[0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0]);
        edid[8..12].copy_from_slice(&[0x4C, 0x2D, 0x13, 0x0F]);
        let mut file = std::fs::File::create(card.join("edid")).expect("a file");
        file.write_all(&edid).expect("written");
        let said = kernel(drm.path(), "HDMI-A-1").expect("it says");
        assert_eq!(said.device, "SAM 0F13 00000000");
        assert_eq!(kernel(drm.path(), "HDMI-A-2"), None);
        assert_eq!(kernel(&drm.path().join("none"), "HDMI-A-1"), None);
    }
}
