//! The medium on the screen: a player, its captions, and what is reported to the session.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::Context;

use crate::app::briefing::captions::Track;
use crate::documents::Markdown;
use crate::library::InstalledPack;
use crate::pack::PackPath;
use crate::pack::manifest::Chapter;
use crate::platform::fonts::Script;
use crate::player::captions::Cue;
use crate::player::{MediaSource, MediaTime, Notice, Options, Player, State, Wake};
use crate::ui::{CaptionTrack, Playback, Playing, Settings, faces};

/// What is to be played.
pub(in crate::app) struct Medium {
    /// Its id in the module; the file's name where there is none.
    pub(in crate::app) id: String,
    pub(in crate::app) title: String,
    pub(in crate::app) source: Arc<dyn MediaSource>,
    /// The length that the manifest states.
    pub(in crate::app) stated: MediaTime,
    pub(in crate::app) chapters: Vec<Chapter>,
    /// Where to begin.
    pub(in crate::app) start: MediaTime,
    /// Start paused: it was at its end.
    pub(in crate::app) paused: bool,
}

/// A medium on the screen.
pub(in crate::app) struct OnScreen {
    /// Tells it from media before and after it.
    pub(in crate::app) ticket: u64,
    pub(in crate::app) id: String,
    title: String,
    stated: MediaTime,
    chapters: Vec<Chapter>,
    tracks: Vec<Track>,
    names: Arc<Vec<CaptionTrack>>,
    /// Which of the tracks the captions are of.
    track: usize,
    pub(in crate::app) cues: Arc<Vec<Cue>>,
    /// The scripts of the captions for which this PC has to have a font.
    pub(in crate::app) caption_scripts: Vec<Script>,
    /// Where its transcript lies.
    pub(in crate::app) transcript_at: Option<(InstalledPack, PackPath)>,
    /// Read only where there are no captions.
    pub(in crate::app) transcript: Option<Arc<Markdown>>,
    player: Arc<Player>,
}

impl OnScreen {
    pub(in crate::app) fn open(
        ticket: u64,
        medium: Medium,
        settings: &Settings,
        wake: Wake,
    ) -> Self {
        let options = Options {
            volume: settings.volume,
            muted: settings.muted,
            start: medium.start,
            paused: medium.paused,
        };
        Self {
            ticket,
            id: medium.id,
            title: medium.title,
            stated: medium.stated,
            chapters: medium.chapters,
            tracks: Vec::new(),
            names: Arc::default(),
            track: 0,
            cues: Arc::default(),
            caption_scripts: Vec::new(),
            transcript_at: None,
            transcript: None,
            player: Arc::new(Player::open_on(
                medium.source,
                options,
                chosen(settings),
                wake,
            )),
        }
    }

    /// The player, for another window that paints what it plays.
    pub(in crate::app) fn player(&self) -> Arc<Player> {
        Arc::clone(&self.player)
    }

    /// In which languages there are captions.
    pub(in crate::app) fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    pub(in crate::app) fn set_tracks(&mut self, tracks: Vec<Track>) {
        self.names = Arc::new(tracks.iter().map(|track| track.name.clone()).collect());
        self.tracks = tracks;
    }

    pub(in crate::app) fn set_cues(&mut self, track: usize, cues: Arc<Vec<Cue>>) {
        self.caption_scripts = faces::scripts_of(cues.iter().map(|cue| cue.text.as_str()));
        (self.track, self.cues) = (track, cues);
    }

    pub(in crate::app) fn act(&self, playback: Playback) {
        match playback {
            Playback::Play => self.player.play(),
            Playback::Pause => self.player.pause(),
            Playback::Seek(to) => self.player.seek(self.inside(to)),
            Playback::Scrub(to) => self.player.scrub(self.inside(to)),
            Playback::Speed(speed) => self.player.set_speed(speed),
            Playback::Skip(millis) => {
                let to = self.player.position().as_millis().saturating_add(millis);
                self.player.seek(self.inside(MediaTime::from_millis(to)));
            }
        }
    }

    pub(in crate::app) fn set_sound(&self, settings: &Settings) {
        self.player.set_volume(settings.volume);
        self.player.set_muted(settings.muted);
        self.player.set_output(chosen(settings));
    }

    /// Sets whether it is visible anywhere.
    pub(in crate::app) fn set_watched(&self, watched: bool) {
        self.player.set_watched(watched);
    }

    /// No picture is made larger than this.
    pub(in crate::app) fn set_display_size(&self, width: u32, height: u32) {
        self.player.set_display_size(width, height);
    }

    /// What was played since last asked, in milliseconds, in order.
    pub(in crate::app) fn take_played(&self) -> Vec<(u64, u64)> {
        let stretches = self.player.take_played();
        stretches
            .into_iter()
            .map(|(from, to)| (millis(from), millis(to)))
            .collect()
    }

    pub(in crate::app) fn place_ms(&self) -> u64 {
        millis(self.player.position())
    }

    pub(in crate::app) fn reached_end(&self) -> bool {
        self.player.reached_end()
    }

    pub(in crate::app) fn is_open(&self) -> bool {
        !matches!(self.player.state(), State::Opening | State::Failed(_))
    }

    /// What the ui paints of it now.
    pub(in crate::app) fn playing(&mut self, ctx: &Context) -> Playing {
        let mut notices = notice_texts(&self.player.notices());
        notices.extend(faces::captions_notice(ctx, &self.caption_scripts));
        Playing {
            ticket: self.ticket,
            medium: self.id.clone(),
            title: self.title.clone(),
            state: self.player.state(),
            position: self.player.position(),
            speed: self.player.speed(),
            waiting: self.player.is_waiting(),
            info: self.player.info(),
            stated: self.stated,
            picture: self.player.picture(),
            next_picture_in: self.player.next_picture_in(),
            tracks: Arc::clone(&self.names),
            track: self.track,
            cues: Arc::clone(&self.cues),
            transcript: self.transcript.clone(),
            chapters: self.chapters.clone(),
            notices,
        }
    }

    fn inside(&self, to: MediaTime) -> MediaTime {
        let end = self.player.info().map_or(self.stated, |info| info.duration);
        to.clamp(MediaTime::ZERO, end.max(MediaTime::ZERO))
    }
}

/// How often what was played is reported to the session: at most this much is lost by a power cut.
pub(in crate::app) const PLAYED_REPORT_INTERVAL: Duration = Duration::from_secs(5);

/// The id of the sound device that was chosen.
fn chosen(settings: &Settings) -> Option<String> {
    settings
        .sound_device
        .as_ref()
        .map(|device| device.id.clone())
}

fn millis(time: MediaTime) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(0)
}

/// The notices as texts. Of all places where the picture was disturbed only the last: a medium with many of them
/// would cover itself.
fn notice_texts(notices: &[Notice]) -> Vec<String> {
    let is_damage = |notice: &Notice| matches!(notice, Notice::PictureDamaged { .. });
    let last = notices.iter().rposition(is_damage);
    let notices = notices.iter().enumerate();
    notices
        .filter(|(n, notice)| !is_damage(notice) || Some(*n) == last)
        .map(|(_, notice)| in_words(notice))
        .collect()
}

fn in_words(notice: &Notice) -> String {
    match notice {
        Notice::NoSoundDevice => {
            "No sound device: the video runs without sound. Captions show what is said.".to_owned()
        }
        Notice::SoundLost => {
            "The sound device went away; sound comes back when it does.".to_owned()
        }
        Notice::ChosenDeviceMissing => {
            "The chosen sound device is not there; another one plays until it is.".to_owned()
        }
        Notice::SoundUndecodable(what) => {
            format!("The sound of this video cannot be played ({what}); the pictures go on.")
        }
        Notice::PictureDamaged { at } => format!(
            "The picture was disturbed at {}; playing goes on after it.",
            crate::ui::time::length(at.as_millis())
        ),
    }
}
