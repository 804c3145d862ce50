//! Identities on Linux: an X server hands out the EDID of each monitor; under Wayland, where
//! sockets have the kernel's own names, the kernel does, or else the compositor names them.

use std::io::Read;
use std::path::Path;

use x11rb::connection::Connection;
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, PropMode, Window};
use x11rb::rust_connection::RustConnection;

use crate::platform::monitors::wayland::Compositor;
use crate::platform::monitors::{Identity, Listed, System, edid};

/// Longer than any EDID with all its extensions.
const MAX_EDID: u32 = 32 << 10;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What knows the monitors.
pub enum Source {
    /// An X server.
    X(Box<Server>),
    /// A Wayland compositor.
    Wayland(Compositor),
    /// The kernel alone.
    Kernel,
}

impl Source {
    /// Connects to whatever shows the desktop.
    pub fn new() -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET") {
            Compositor::connect().map_or(Self::Kernel, Self::Wayland)
        } else {
            Server::connect().map_or(Self::Kernel, |server| Self::X(Box::new(server)))
        }
    }
}

impl System for Source {
    fn refresh(&mut self) {
        if let Self::Wayland(compositor) = self
            && !compositor.refresh()
        {
            *self = Self::Kernel;
        }
    }

    /// Whether a monitor of the window's list is connected, as of the last refresh. winit 0.30 keeps
    /// Wayland monitors in it that were pulled out.
    fn is_there(&self, listed: &Listed) -> bool {
        match self {
            Self::Wayland(compositor) => compositor.sockets().any(|it| it == listed.socket),
            Self::X(_) | Self::Kernel => true,
        }
    }

    /// Whether the window's list agrees with the system. It does not after monitors were plugged
    /// in or pulled out: winit 0.30 would hear of it from Xlib, which drops such events.
    fn agrees(&self, listed: &[Listed]) -> bool {
        match self {
            Self::X(server) => {
                let Ok(outputs) = server.outputs() else {
                    return true;
                };
                let there = |listed: &Listed| outputs.iter().any(|it| it.listed == *listed);
                outputs.len() == listed.len() && listed.iter().all(there)
            }
            Self::Wayland(compositor) => compositor
                .sockets()
                .all(|it| listed.iter().any(|listed| listed.socket == it)),
            Self::Kernel => true,
        }
    }

    fn refresh_window(&self, window: u64) {
        if let (Self::X(server), Ok(window)) = (self, Window::try_from(window)) {
            let _as_it_is = server.refresh_window(window);
        }
    }

    fn identify(&self, listed: &[Listed]) -> Vec<Option<Identity>> {
        let drm = Path::new("/sys/class/drm");
        match self {
            Self::X(server) => {
                let outputs = server.outputs().unwrap_or_default();
                let identity = |listed: &Listed| {
                    let output = outputs.iter().find(|output| output.listed == *listed)?;
                    edid::parse(&output.edid)
                };
                listed.iter().map(identity).collect()
            }
            Self::Wayland(compositor) => {
                let identity =
                    |l: &Listed| kernel(drm, &l.socket).or_else(|| compositor.identity(&l.socket));
                listed.iter().map(identity).collect()
            }
            Self::Kernel => listed.iter().map(|l| kernel(drm, &l.socket)).collect(),
        }
    }
}

fn kernel(drm: &Path, socket: &str) -> Option<Identity> {
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

/// An output of the X server that shows something.
struct Output {
    listed: Listed,
    edid: Vec<u8>,
}

/// A connection to an X server.
pub struct Server {
    connection: RustConnection,
    root: Window,
    edid: u32,
}

impl Server {
    fn connect() -> Result<Self> {
        let (connection, screen) = x11rb::connect(None)?;
        let root = connection
            .setup()
            .roots
            .get(screen)
            .ok_or("no such screen")?
            .root;
        let edid = connection.intern_atom(false, b"EDID")?.reply()?.atom;
        Ok(Self {
            connection,
            root,
            edid,
        })
    }

    fn outputs(&self) -> Result<Vec<Output>> {
        let resources = self
            .connection
            .randr_get_screen_resources_current(self.root)?
            .reply()?;
        let mut found = Vec::new();
        for crtc in resources.crtcs {
            let about = self
                .connection
                .randr_get_crtc_info(crtc, resources.config_timestamp)?
                .reply()?;
            let Some(output) = about.outputs.first().filter(|_| about.width > 0) else {
                continue;
            };
            let named = self
                .connection
                .randr_get_output_info(*output, resources.config_timestamp)?
                .reply()?;
            let edid = self
                .connection
                .randr_get_output_property(
                    *output,
                    self.edid,
                    AtomEnum::ANY,
                    0,
                    MAX_EDID / 4,
                    false,
                    false,
                )?
                .reply()?;
            found.push(Output {
                listed: Listed {
                    socket: String::from_utf8_lossy(&named.name).into_owned(),
                    size: (about.width.into(), about.height.into()),
                    at: (about.x.into(), about.y.into()),
                },
                edid: edid.data,
            });
        }
        Ok(found)
    }

    /// Tells our own window that the desktop's resources changed, by adding nothing to them: on
    /// that, winit looks at the monitors anew, whichever window it hears it from.
    fn refresh_window(&self, window: Window) -> Result<()> {
        let (resources, kind) = (AtomEnum::RESOURCE_MANAGER, AtomEnum::STRING);
        self.connection
            .change_property(PropMode::APPEND, window, resources, kind, 8, 0, &[])?
            .check()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::kernel;

    #[test]
    fn the_kernel_knows_a_monitor_by_the_name_of_its_socket() {
        let drm = tempfile::tempdir().expect("a folder");
        let card = drm.path().join("card1-HDMI-A-1");
        std::fs::create_dir(&card).expect("a folder");
        let mut edid = vec![0; 128];
        edid[..8].copy_from_slice(&[0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0]);
        edid[8..12].copy_from_slice(&[0x4C, 0x2D, 0x13, 0x0F]);
        let mut file = std::fs::File::create(card.join("edid")).expect("a file");
        file.write_all(&edid).expect("written");
        let identity = kernel(drm.path(), "HDMI-A-1").expect("an EDID");
        assert_eq!(identity.device, "SAM 0F13 00000000");
        assert_eq!(kernel(drm.path(), "HDMI-A-2"), None);
        assert_eq!(kernel(&drm.path().join("none"), "HDMI-A-1"), None);
    }
}
