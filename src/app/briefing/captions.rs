//! The captions of the medium on the screen: in which languages there are some, which of them are
//! read, and the transcript where there are none.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::App;
use crate::documents::Markdown;
use crate::library::InstalledPack;
use crate::pack::PackPath;
use crate::pack::content::{MAX_CAPTIONS, MAX_MARKDOWN};
use crate::pack::manifest::Media;
use crate::platform::files;
use crate::player::PlayerError;
use crate::player::captions::{self, Cue};
use crate::ui::{CaptionTrack, faces};
use crate::words::{InWords, Words};

/// So many files of a folder are looked at for captions that belong to a film.
const MAX_LOOKED_AT: usize = 10_000;
/// More languages of one film are not offered.
const MAX_TRACKS: usize = 50;

/// Captions in one language, not read yet.
#[derive(Clone)]
pub(in crate::app) struct Track {
    pub(in crate::app) name: CaptionTrack,
    source: Source,
}

/// Where captions lie.
#[derive(Clone)]
enum Source {
    Pack(InstalledPack, PackPath),
    File(PathBuf),
}

impl Source {
    fn read(&self) -> Result<Vec<Cue>, Words> {
        match self {
            Self::Pack(pack, path) => {
                let read = pack.read(path, MAX_CAPTIONS);
                let bytes = read.map_err(|error| error.in_words(path.as_str()))?;
                captions::parse_webvtt(&bytes).map_err(|error| error.in_words(path.as_str()))
            }
            Self::File(file) => {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                let read = read_file(file).and_then(|bytes| captions::parse_webvtt(&bytes));
                read.map_err(|error| error.in_words(&name))
            }
        }
    }
}

fn read_file(file: &Path) -> Result<Vec<u8>, PlayerError> {
    // One more than is read shows that there is more.
    files::open_no_link(file)
        .and_then(|file| files::read_up_to(file, MAX_CAPTIONS))
        .map_err(PlayerError::Read)
}

/// The captions of a medium of a pack, in the order of the manifest.
pub(in crate::app) fn of_medium(pack: &InstalledPack, medium: &Media) -> Vec<Track> {
    let all = medium.captions.iter().map(|captions| Track {
        name: CaptionTrack {
            language: captions.language.clone(),
            label: captions.label.clone(),
        },
        source: Source::Pack(pack.clone(), captions.path.clone()),
    });
    all.collect()
}

/// The captions beside a film: of `film.mp4` those in `film.vtt` and in `film.es.vtt`, in the
/// order of their names.
fn beside(film: &Path) -> Vec<Track> {
    let (Some(folder), Some(stem)) = (film.parent(), film.file_stem()) else {
        return Vec::new();
    };
    // A file that was named without its folder lies in this one.
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let stem = stem.to_string_lossy();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let found = entries.flatten().take(MAX_LOOKED_AT).filter_map(|entry| {
        let name = entry.file_name();
        let language = language_in(&stem, &name.to_string_lossy())?.to_owned();
        let label = if language.is_empty() {
            "Captions".to_owned()
        } else {
            language.clone()
        };
        Some(Track {
            name: CaptionTrack { language, label },
            source: Source::File(entry.path()),
        })
    });
    let mut found: Vec<Track> = found.collect();
    found.sort_by(|a, b| a.name.language.cmp(&b.name.language));
    found.truncate(MAX_TRACKS);
    found
}

/// The language that a file of captions names, which may be none; nothing if it is not one of
/// this film.
fn language_in<'a>(stem: &str, name: &'a str) -> Option<&'a str> {
    let rest = name.strip_prefix(stem)?;
    let end = rest.len().checked_sub(".vtt".len())?;
    let (language, extension) = rest.split_at_checked(end)?;
    if !extension.eq_ignore_ascii_case(".vtt") {
        return None;
    }
    if language.is_empty() {
        return Some(language);
    }
    let language = language.strip_prefix('.')?;
    let in_tag = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (!language.is_empty() && language.chars().all(in_tag)).then_some(language)
}

/// The captions in the language that was chosen last, else in one akin to it, else the first.
fn choose(tracks: &[Track], wanted: Option<&str>) -> Option<usize> {
    let primary = |tag: &str| tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
    let languages = || tracks.iter().map(|track| track.name.language.as_str());
    let wanted = wanted?;
    languages()
        .position(|language| language.eq_ignore_ascii_case(wanted))
        .or_else(|| languages().position(|language| primary(language) == primary(wanted)))
}

impl App {
    /// Offers the captions of a medium that was just opened, and reads those that are wanted.
    /// Where there are none, its transcript is read.
    pub(in crate::app) fn offer_captions(&mut self, pack: &InstalledPack, medium: &Media) {
        let Some(on_screen) = &mut self.on_screen else {
            return;
        };
        on_screen.set_tracks(of_medium(pack, medium));
        let transcript = medium.transcript.clone();
        on_screen.transcript_at = transcript.map(|path| (pack.clone(), path));
        self.read_captions();
    }

    /// Searches for captions beside a film.
    pub(in crate::app) fn find_captions(&mut self, film: PathBuf) {
        let ticket = self.tickets;
        self.run(
            move |_| beside(&film),
            move |app, tracks| app.take_tracks(ticket, tracks),
        );
    }

    /// Captions were looked for beside a film.
    fn take_tracks(&mut self, ticket: u64, tracks: Vec<Track>) {
        if let Some(on_screen) = self.on_screen.as_mut().filter(|o| o.ticket == ticket) {
            on_screen.set_tracks(tracks);
            self.read_captions();
        }
    }

    /// Reads the captions that are wanted of the medium on the screen.
    pub(in crate::app) fn read_captions(&mut self) {
        let Some(on_screen) = &self.on_screen else {
            return;
        };
        let wanted = self.model.settings.caption_style.language.as_deref();
        let number = choose(on_screen.tracks(), wanted).unwrap_or(0);
        let Some(track) = on_screen.tracks().get(number) else {
            return self.read_transcript();
        };
        let (ticket, source) = (on_screen.ticket, track.source.clone());
        self.run(
            move |_| source.read().map(Arc::new),
            move |app, cues| app.take_captions(ticket, number, cues),
        );
    }

    /// Captions were read, or not.
    fn take_captions(&mut self, ticket: u64, track: usize, cues: Result<Arc<Vec<Cue>>, Words>) {
        let Some(on_screen) = self.on_screen.as_mut().filter(|o| o.ticket == ticket) else {
            return;
        };
        match cues {
            Ok(cues) => {
                on_screen.set_cues(track, cues);
                faces::expect(&self.ctx, &on_screen.caption_scripts);
            }
            Err(words) => {
                self.say(words);
                self.read_transcript();
            }
        }
    }

    /// Reads the transcript of the medium on the screen, if it has one.
    fn read_transcript(&mut self) {
        let Some(on_screen) = &self.on_screen else {
            return;
        };
        let (ticket, at) = (on_screen.ticket, on_screen.transcript_at.clone());
        let Some((pack, path)) = at else {
            return;
        };
        self.run(
            move |_| {
                let read = pack.read(&path, MAX_MARKDOWN);
                read.map(|bytes| Arc::new(Markdown::from_bytes(&bytes)))
                    .map_err(|error| error.in_words(path.as_str()))
            },
            move |app, text| app.take_transcript(ticket, text),
        );
    }

    /// A transcript was read, or not.
    fn take_transcript(&mut self, ticket: u64, text: Result<Arc<Markdown>, Words>) {
        match (text, &mut self.on_screen) {
            (Ok(text), Some(on_screen)) if on_screen.ticket == ticket => {
                on_screen.transcript = Some(text);
            }
            (Err(words), Some(on_screen)) if on_screen.ticket == ticket => self.say(words),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{CaptionTrack, Source, Track, beside, choose, language_in};

    fn tracks(languages: &[&str]) -> Vec<Track> {
        let tracks = languages.iter().map(|language| Track {
            name: CaptionTrack {
                language: (*language).to_owned(),
                label: String::new(),
            },
            source: Source::File(PathBuf::new()),
        });
        tracks.collect()
    }

    #[test]
    fn the_last_chosen_language_or_a_related_one_is_used() {
        let some = tracks(&["en-US", "es-US", "es-MX"]);
        assert_eq!(choose(&some, Some("es-MX")), Some(2));
        assert_eq!(choose(&some, Some("ES-us")), Some(1));
        assert_eq!(choose(&some, Some("es")), Some(1));
        assert_eq!(choose(&some, Some("en-GB")), Some(0));
        assert_eq!(choose(&some, Some("km")), None);
        assert_eq!(choose(&some, None), None);
    }

    #[test]
    fn captions_belong_to_the_film_of_the_same_name() {
        assert_eq!(language_in("film", "film.vtt"), Some(""));
        assert_eq!(language_in("film", "film.es-US.VTT"), Some("es-US"));
        for other in [
            "film2.vtt",
            "film.srt",
            "film..vtt",
            "film.a b.vtt",
            "vtt",
            "film",
        ] {
            assert_eq!(language_in("film", other), None, "{other}");
        }
    }

    #[test]
    fn captions_beside_a_film_are_found_in_order() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["film.mp4", "film.es.vtt", "film.vtt", "other.vtt"] {
            std::fs::File::create(folder.path().join(name)).expect("a file");
        }
        let found = beside(&folder.path().join("film.mp4"));
        let names: Vec<String> = found.into_iter().map(|t| t.name.label).collect();
        assert_eq!(names, ["Captions", "es"]);
    }
}
