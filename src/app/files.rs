//! The files that the window itself writes.

pub(in crate::app) mod preview;

use std::io::Write;
use std::path::Path;

use crate::platform::files;
use crate::ui::Settings;
use crate::words::{self, Words};

/// The saved settings of the window: theme, volume, captions.
const SETTINGS: &str = "window.json";
/// Longer than any settings.
const MAX_SETTINGS: u64 = 64 << 10;

/// The settings that were saved in this folder; nothing if there are none, or none that can be
/// read: the window then has the defaults.
pub(in crate::app) fn read_settings(folder: &Path) -> Option<Settings> {
    let path = folder.join(SETTINGS);
    let file = files::open_no_link(&path).ok()?;
    let bytes = files::read_up_to(file, MAX_SETTINGS).ok()?;
    if bytes.len() as u64 > MAX_SETTINGS {
        return None;
    }
    let value: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    // A list would be read as settings of which all are left out.
    let mut settings: Settings =
        serde_json::from_value(value.is_object().then_some(value)?).ok()?;
    if !settings.volume.is_finite() {
        settings.volume = 1.0;
    }
    settings.volume = settings.volume.clamp(0.0, 1.0);
    Some(settings)
}

/// Saves the settings whole or not at all.
///
/// # Errors
/// If the folder cannot be written, in words.
pub(in crate::app) fn save_settings(folder: &Path, settings: &Settings) -> Result<(), Words> {
    let save = || -> std::io::Result<()> {
        files::create_folders(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec_pretty(settings)?)?;
        file.persist(folder.join(SETTINGS))?;
        Ok(())
    };
    save().map_err(|error| words::settings_unsaved(&folder.join(SETTINGS), &error))
}

#[cfg(test)]
mod tests {
    use super::{read_settings, save_settings};
    use crate::platform::monitors::MonitorId;
    use crate::ui::Settings;
    use crate::ui::room::WallChoice;
    use crate::ui::theme::Look;
    use crate::ui::widgets::caption::{CaptionBack, CaptionSize, CaptionStyle};

    #[test]
    fn window_settings_survive_a_restart() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings {
            look: Look::Light,
            volume: 0.4,
            muted: true,
            captions: false,
            caption_style: CaptionStyle {
                size: CaptionSize::Largest,
                back: CaptionBack::Outline,
                language: Some("es-US".to_owned()),
            },
            wall: WallChoice::Monitor(MonitorId {
                device: "SAM 0F13".to_owned(),
                socket: "HDMI-1".to_owned(),
                size: (1920, 1080),
            }),
            sound_device: Some(crate::player::OutputDevice {
                id: "wasapi:{0.0.0}".to_owned(),
                name: "Wall TV".to_owned(),
            }),
        };
        save_settings(folder.path(), &settings).expect("saved");
        assert_eq!(read_settings(folder.path()), Some(settings));
    }

    #[test]
    fn settings_of_an_older_version_are_read_and_missing_ones_get_defaults() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut file = std::fs::File::create(folder.path().join("window.json")).expect("file");
        let old = br#"{"look": "light", "volume": 0.5, "muted": true, "captions": false}"#;
        std::io::Write::write_all(&mut file, old).expect("written");
        let expected = Settings {
            look: Look::Light,
            volume: 0.5,
            muted: true,
            captions: false,
            ..Settings::default()
        };
        assert_eq!(read_settings(folder.path()), Some(expected));
    }

    #[test]
    fn damaged_settings_give_the_defaults() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(read_settings(folder.path()), None);
        for broken in ["", "{", "[]", "{\"look\": 7}"] {
            let mut file = std::fs::File::create(folder.path().join("window.json")).expect("file");
            std::io::Write::write_all(&mut file, broken.as_bytes()).expect("written");
            assert_eq!(read_settings(folder.path()), None, "{broken:?}");
        }
    }
}
