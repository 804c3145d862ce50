//! Finds the monitor that was chosen before, and detects monitors that show the same.

use crate::platform::monitors::{Monitor, MonitorId};

impl Monitor {
    /// Whether both show the same part of the desktop, or a part of it: mirrored outputs do.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let meet = |at: i32, size: u32, other_at: i32, other_size: u32| {
            let (at, other_at) = (i64::from(at), i64::from(other_at));
            at < other_at + i64::from(other_size) && other_at < at + i64::from(size)
        };
        let ((x, y), (width, height)) = (self.at, self.id.size);
        let ((other_x, other_y), (other_width, other_height)) = (other.at, other.id.size);
        meet(x, width, other_x, other_width) && meet(y, height, other_y, other_height)
    }
}

/// Where the monitor is that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This one.
    One(usize),
    /// One of these, which say the same of themselves; or one that does not say enough. Somebody
    /// has to be asked.
    Unsure(Vec<usize>),
    /// It is not connected.
    Nowhere,
}

/// Finds a monitor by what it says of itself, wherever it is plugged in and wherever it stands on
/// the desktop. The socket decides only between those that say the same (SCREENS 7.1).
#[must_use]
pub fn find(monitors: &[Monitor], id: &MonitorId) -> Found {
    let places = |is: &dyn Fn(&Monitor) -> bool| -> Vec<usize> {
        let all = monitors.iter().enumerate();
        all.filter(|(_, monitor)| is(monitor))
            .map(|(n, _)| n)
            .collect()
    };
    if id.device.is_empty() {
        // It has no identity: socket and size must agree.
        let same = places(&|monitor| monitor.id == *id);
        return match same.as_slice() {
            [] => Found::Nowhere,
            [one] => Found::One(*one),
            _ => Found::Unsure(same),
        };
    }
    let is_device = |monitor: &Monitor| {
        !monitor.id.device.is_empty()
            && (monitor.id.device == id.device || monitor.formerly == id.device)
    };
    let same = places(&is_device);
    let in_socket = places(&|monitor| is_device(monitor) && monitor.id.socket == id.socket);
    match (same.as_slice(), in_socket.as_slice()) {
        ([], _) => Found::Nowhere,
        ([one], _) if names_one(&id.device) => Found::One(*one),
        (_, [one]) => Found::One(*one),
        _ => Found::Unsure(same),
    }
}

/// Whether a device is one of its own: its EDID has a serial number, or Windows distinguished it
/// from others by its socket. Televisions of one model often have none, or all the same.
fn names_one(device: &str) -> bool {
    if device.contains('&') {
        return true;
    }
    let mut parts = device.splitn(4, ' ').skip(2);
    let number = parts.next().unwrap_or_default();
    let text = parts.next().unwrap_or_default();
    let means_something = |serial: &str| {
        let mut letters = serial.chars().filter(char::is_ascii_alphanumeric);
        let first = letters.next();
        first.is_some() && letters.any(|letter| Some(letter) != first)
    };
    // What makers write who count nothing.
    let is_filler = matches!(number, "01010101" | "00000001");
    (means_something(number) && !is_filler) || means_something(text)
}

#[cfg(test)]
mod tests {
    use super::{Found, find, names_one};
    use crate::platform::monitors::{Monitor, MonitorId};

    const DELL: &str = "DEL A07B 3037304C YMYH14850L7";
    const OTHER_DELL: &str = "DEL A07B 3037304D YMYH14850L8";
    /// A television without a serial number.
    const TV: &str = "SAM 0F13 00000000";

    fn monitor(device: &str, socket: &str) -> Monitor {
        Monitor {
            id: MonitorId {
                device: device.to_owned(),
                socket: socket.to_owned(),
                size: (1920, 1080),
            },
            name: socket.to_owned(),
            at: (0, 0),
            formerly: String::new(),
        }
    }

    fn meant(device: &str, socket: &str) -> MonitorId {
        monitor(device, socket).id
    }

    #[test]
    fn a_monitor_is_known_again_by_what_it_is_wherever_it_is_plugged_in() {
        let monitors = [monitor(OTHER_DELL, "DP-1"), monitor(DELL, "HDMI-1")];
        assert_eq!(find(&monitors, &meant(DELL, "HDMI-2")), Found::One(1));
        // Plugged in the other way round.
        assert_eq!(find(&monitors, &meant(DELL, "DP-1")), Found::One(1));
        assert_eq!(find(&monitors[..1], &meant(DELL, "DP-1")), Found::Nowhere);
    }

    #[test]
    fn of_two_identical_monitors_the_socket_decides_and_otherwise_the_user() {
        let twins = [
            monitor(TV, "DP-1"),
            monitor(TV, "HDMI-1"),
            monitor(DELL, "DP-2"),
        ];
        assert_eq!(find(&twins, &meant(TV, "HDMI-1")), Found::One(1));
        assert_eq!(
            find(&twins, &meant(TV, "HDMI-2")),
            Found::Unsure(vec![0, 1])
        );
        // The twin of one that was pulled out is not taken for it.
        assert_eq!(
            find(&twins[..1], &meant(TV, "HDMI-1")),
            Found::Unsure(vec![0])
        );
        // Two with one serial number, as copies of an EDID in an adapter have it.
        let copies = [monitor(DELL, "DP-1"), monitor(DELL, "DP-2")];
        assert_eq!(find(&copies, &meant(DELL, "DP-2")), Found::One(1));
        assert_eq!(
            find(&copies, &meant(DELL, "DP-3")),
            Found::Unsure(vec![0, 1])
        );
    }

    #[test]
    fn without_an_identity_of_the_monitor_socket_and_size_must_agree() {
        let monitors = [monitor("", "DP-1"), monitor("", "HDMI-1")];
        assert_eq!(find(&monitors, &monitors[1].id), Found::One(1));
        let other = MonitorId {
            size: (1280, 720),
            ..monitors[1].id.clone()
        };
        assert_eq!(find(&monitors, &other), Found::Nowhere);
        // Nor is a monitor without an identity taken for one that had one.
        assert_eq!(find(&monitors, &meant(DELL, "DP-1")), Found::Nowhere);
        let nameless = [monitor("", ""), monitor("", "")];
        assert_eq!(find(&nameless, &nameless[0].id), Found::Unsure(vec![0, 1]));
    }

    #[test]
    fn a_choice_that_an_earlier_version_kept_is_known_again() {
        let mut windows = monitor("SAM 0F13 30373031", r"\\.\DISPLAY2");
        windows.formerly = "SAM0F13 5&2a7c&0&UID4352".to_owned();
        let id = meant("SAM0F13 5&2a7c&0&UID4352", r"\\.\DISPLAY1");
        assert_eq!(find(&[monitor(DELL, "a"), windows], &id), Found::One(1));
    }

    #[test]
    fn serial_numbers_that_all_of_a_model_have_name_no_monitor() {
        for device in [
            DELL,
            OTHER_DELL,
            "SAM 0F13 30373031",
            "SAM 0F13 00000000 H4ZN500",
        ] {
            assert!(names_one(device), "{device}");
        }
        for device in [
            TV,
            "SAM 0F13 01010101",
            "SAM 0F13 00000000 000000000000",
            "Samsung TV",
            "",
        ] {
            assert!(!names_one(device), "{device}");
        }
    }

    #[test]
    fn outputs_overlap_where_they_show_the_same_and_not_where_they_touch() {
        let at = |x: i32, y: i32, width: u32, height: u32| {
            let mut monitor = monitor(DELL, "DP-1");
            monitor.at = (x, y);
            monitor.id.size = (width, height);
            monitor
        };
        let desk = at(0, 0, 1280, 720);
        for other in [
            at(0, 0, 1280, 720),
            at(0, 0, 1920, 1080),
            at(1279, 719, 800, 600),
            at(-1919, 0, 1920, 1080),
            at(100, 100, 200, 200),
        ] {
            assert!(desk.overlaps(&other) && other.overlaps(&desk), "{other:?}");
        }
        for other in [
            at(1280, 0, 1920, 1080),
            at(-1920, 0, 1920, 1080),
            at(0, 720, 1280, 720),
            at(i32::MAX, i32::MAX, u32::MAX, u32::MAX),
            at(i32::MIN, 0, 1920, 1080),
        ] {
            assert!(
                !desk.overlaps(&other) && !other.overlaps(&desk),
                "{other:?}"
            );
        }
    }
}
