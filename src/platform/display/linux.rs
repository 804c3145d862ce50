//! Linux: the desktop is an X server's or a Wayland compositor's, whichever the session names.

use std::path::Path;

use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::{Dispatch, QueueHandle};
use x11rb::connection::Connection as _;
use x11rb::protocol::randr::ConnectionExt as _;

use crate::platform::display::DisplayFinding;

/// By which a Wayland compositor announces a screen.
const SCREEN: &str = "wl_output";

type Answer = Result<usize, Box<dyn std::error::Error>>;

/// The variables that name a desktop, and how its screens are counted.
type Desktop = (&'static [&'static str], fn() -> Answer);

pub(super) fn check() -> DisplayFinding {
    let set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let desktops: [Desktop; 2] = [
        (&["WAYLAND_DISPLAY", "WAYLAND_SOCKET"], wayland),
        (&["DISPLAY"], x),
    ];
    let mut finding = DisplayFinding::NoSession {
        connected: connected(Path::new("/sys/class/drm")),
    };
    for (names, ask) in desktops {
        let Some(name) = names.iter().find(|name| set(name)) else {
            continue;
        };
        match ask() {
            Ok(screens) => return DisplayFinding::Reached { screens },
            Err(error) => {
                finding = DisplayFinding::NoAnswer {
                    named: (*name).to_owned(),
                    reason: error.to_string(),
                };
            }
        }
    }
    finding
}

fn x() -> Answer {
    let (connection, number) = x11rb::connect(None)?;
    let root = connection
        .setup()
        .roots
        .get(number)
        .map(|screen| screen.root);
    let root = root.ok_or("the X server has no screen")?;
    let monitors = connection.randr_get_monitors(root, true)?.reply();
    // A server that knows nothing of monitors shows one screen.
    Ok(monitors.map_or(1, |reply| reply.monitors.len()))
}

/// Ignores all events: what is there at the beginning is all that is asked for.
struct IgnoreEvents;

impl Dispatch<WlRegistry, GlobalListContents> for IgnoreEvents {
    fn event(
        _: &mut Self,
        _: &WlRegistry,
        _: wl_registry::Event,
        _: &GlobalListContents,
        _: &wayland_client::Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

fn wayland() -> Answer {
    let connection = wayland_client::Connection::connect_to_env()?;
    let (globals, _queue) = registry_queue_init::<IgnoreEvents>(&connection)?;
    let globals = globals.contents().clone_list();
    let screens = globals.iter().filter(|global| global.interface == SCREEN);
    Ok(screens.count())
}

/// The sockets to which the kernel says that a screen is connected: `HDMI-A-1`.
fn connected(drm: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(drm).into_iter().flatten().flatten();
    let mut sockets: Vec<String> = entries
        .filter(|entry| {
            let status = std::fs::read_to_string(entry.path().join("status"));
            status.is_ok_and(|status| status.trim() == "connected")
        })
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let (_card, socket) = name.split_once('-')?;
            Some(socket.to_owned())
        })
        .collect();
    sockets.sort();
    sockets
}

#[cfg(test)]
mod tests {
    use super::connected;

    #[test]
    fn sockets_with_a_screen_are_distinguished_from_those_without() {
        let drm = tempfile::tempdir().expect("a folder");
        for (name, status) in [
            ("card0-HDMI-A-1", "connected\n"),
            ("card0-DP-1", "disconnected\n"),
        ] {
            std::fs::create_dir(drm.path().join(name)).expect("a folder");
            let file = drm.path().join(name).join("status");
            let mut file = std::fs::File::create(file).expect("a file");
            std::io::Write::write_all(&mut file, status.as_bytes()).expect("written");
        }
        std::fs::create_dir(drm.path().join("card0")).expect("a folder");
        assert_eq!(connected(drm.path()), ["HDMI-A-1"]);
    }
}
