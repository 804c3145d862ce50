//! Captions and the transcript in the window, by role and label: where cues stand, which language
//! shows, and that the transcript follows and goes where it is pressed.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end where what it needs is not there, and writes what it needs"
)]

#[path = "common/eyes.rs"]
mod eyes;
#[allow(dead_code, reason = "shared with tests/briefing.rs")]
#[path = "briefing/world.rs"]
mod world;

use std::fmt::Write;
use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Rect, TouchPhase, pos2, vec2,
};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use eyes::{Eyes, open_window};
use muster::app::{App, Options};
use muster::ui::widgets::caption::CaptionSize;
use serde_json::json;
use world::World;

const SCREEN: Rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(1280.0, 720.0));

struct Room<'a> {
    window: Harness<'a, App>,
}

impl<'a> Eyes<'a> for Room<'a> {
    fn window(&self) -> &Harness<'a, App> {
        &self.window
    }

    fn window_mut(&mut self) -> &mut Harness<'a, App> {
        &mut self.window
    }
}

impl Room<'_> {
    fn open(options: Options) -> Self {
        let window = open_window(options);
        Self { window }
    }

    /// Plays a minute of sound with these captions beside it.
    fn play(folder: &Path, captions: &[(&str, &str)]) -> Self {
        let sound = folder.join("bell.wav");
        std::fs::write(&sound, world::wav(60)).expect("a sound");
        for (name, text) in captions {
            std::fs::write(folder.join(name), text).expect("captions");
        }
        Self::open(Options {
            play: Some(sound),
            ..Options::default()
        })
    }

    fn sees(&self, label: &str) -> bool {
        self.labels().iter().any(|l| l == label)
    }

    #[track_caller]
    fn wait_for(&mut self, label: &str) {
        self.wait_until(label, |room| room.sees(label));
    }

    /// What a caption covers.
    #[track_caller]
    fn caption(&self, text: &str) -> Rect {
        let node = self.window.get_by_role_and_label(Role::Label, text);
        node.rect()
    }

    fn key(&mut self, key: Key) {
        self.window.key_press(key);
        self.window.run_steps(3);
    }

    /// Moves the mouse, so that the controls are there, and presses the button of this label.
    #[track_caller]
    fn press(&mut self, label: &str) {
        self.window.hover_at(pos2(600.0, 300.0));
        self.window.step();
        self.window.hover_at(pos2(610.0, 310.0));
        self.window.run_steps(2);
        let button = self.window.get_by_role_and_label(Role::Button, label);
        // On a long page the button may lie below the window; scrolling to it takes some frames.
        button.scroll_to_me();
        self.window.run_steps(20);
        let button = self.window.get_by_role_and_label(Role::Button, label);
        button.click();
        self.window.run_steps(3);
    }

    fn position(&self) -> i64 {
        let playing = self.window.state().model().playing.as_ref();
        playing.map_or(0, |p| p.position.as_millis())
    }

    fn model(&self) -> &muster::ui::Model {
        self.window.state().model()
    }
}

/// Thirty lines, one every two seconds.
fn minute() -> String {
    let mut text = "WEBVTT\n".to_owned();
    for n in 0..30 {
        let (from, to) = (2 * n, 2 * n + 2);
        let _ = write!(
            text,
            "\n00:{from:02}.000 --> {:02}:{:02}.000\n<v Lee>line {n}\nof the film\n",
            to / 60,
            to % 60
        );
    }
    text
}

// SCREENS 7.10, 2.7.
#[test]
fn cues_stand_where_they_are_wanted_and_none_covers_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "WEBVTT\n\n00:00.000 --> 00:59.000\nThe first.\n\n\
                00:00.000 --> 00:58.000\n<v Lee>The second.\n\n\
                00:00.000 --> 00:57.000 line:0 position:5% align:left\nTop left.\n\n\
                00:00.000 --> 00:56.000 line:50%,center position:95% align:right\nHalfway.\n";
    let mut room = Room::play(folder.path(), &[("bell.vtt", text)]);
    room.wait_for("The first.");
    let (first, second) = (room.caption("The first."), room.caption("Lee: The second."));
    let (top, half) = (room.caption("Top left."), room.caption("Halfway."));
    let inside = SCREEN.shrink2(vec2(1280.0 * 0.06 - 1.0, 720.0 * 0.06 - 1.0));
    for rect in [first, second, top, half] {
        assert!(inside.contains_rect(rect), "{rect} keeps the margins");
    }
    assert!((first.center().x - 640.0).abs() < 1.0, "{first}");
    assert!(first.bottom() > 500.0, "{first}");
    assert!(second.bottom() <= first.top(), "{second} above {first}");
    assert!(top.left() < 80.0 && top.top() < 60.0, "{top}");
    assert!(
        (half.center().y - 360.0).abs() < 1.0 && half.right() > 1190.0,
        "{half}"
    );
    // Type as SCREENS 2.7 has it: two lines of 5.5 % of the screen's height are some 96 points.
    assert!((44.0..62.0).contains(&first.height()), "{first}");
}

// SCREENS 6.4, 12.13.
#[test]
fn captions_keep_above_the_controls_and_go_with_their_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "WEBVTT\n\n00:00.000 --> 00:59.000\nThe first.\n";
    let mut room = Room::play(folder.path(), &[("bell.vtt", text)]);
    room.wait_for("The first.");
    room.wait_until("playing", |room| room.position() > 100);
    room.window.hover_at(pos2(600.0, 300.0));
    room.window.step();
    room.window.hover_at(pos2(610.0, 310.0));
    room.window.run_steps(3);
    let captions = room.window.get_by_role_and_label(Role::Button, "Captions");
    let controls = captions.rect().top();
    assert!(room.caption("The first.").bottom() < controls);
    room.key(Key::C);
    assert!(!room.sees("The first."));
    room.key(Key::C);
    assert!(room.sees("The first."));
}

// SCREENS 6.10.
#[test]
fn the_language_and_the_size_are_chosen_beside_the_captions_button() {
    let folder = tempfile::tempdir().expect("a folder");
    let english = "WEBVTT\n\n00:00.000 --> 00:59.000\nGood morning.\n";
    let spanish = "WEBVTT\n\n00:00.000 --> 00:59.000\nBuenos d&iacute;as.\n";
    let files = [("bell.en.vtt", english), ("bell.es.vtt", spanish)];
    let mut room = Room::play(folder.path(), &files);
    room.wait_for("Good morning.");
    let before = room.caption("Good morning.");
    room.press("Caption settings");
    room.press("Captions at 150 %");
    room.window.run_steps(3);
    let after = room.caption("Good morning.");
    assert!(after.height() > 1.4 * before.height(), "{before} {after}");
    room.press("es");
    room.wait_for("Buenos días.");
    assert!(!room.sees("Good morning."));
    let style = &room.model().settings.caption_style;
    assert_eq!(style.language.as_deref(), Some("es"));
}

// SCREENS 6.11, 12.14.
#[test]
fn the_transcript_follows_and_a_press_on_a_line_goes_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::play(folder.path(), &[("bell.vtt", &minute())]);
    room.wait_for("Lee: line 0\nof the film");
    room.key(Key::T);
    room.wait_for("0:00 Lee: line 0 of the film");
    let shown = room.caption("Lee: line 0\nof the film");
    assert!(
        shown.right() < 880.0,
        "{shown} is beside the transcript, not under it"
    );
    assert!(
        !room.sees("0:56 line 28 of the film"),
        "too far down to be seen"
    );
    room.press("0:12 line 6 of the film");
    room.wait_until("the place", |room| room.position() >= 12_000);
    assert!(room.position() < 20_000);
    // Near the end of the film the list has gone on by itself.
    let press = |room: &mut Room<'_>, label: &str| {
        room.wait_for(label);
        room.press(label);
    };
    press(&mut room, "0:20 line 10 of the film");
    press(&mut room, "0:30 line 15 of the film");
    press(&mut room, "0:42 line 21 of the film");
    press(&mut room, "0:52 line 26 of the film");
    room.wait_for("0:56 line 28 of the film");
    room.key(Key::T);
    assert!(!room.sees("0:56 line 28 of the film"));
}

// SCREENS 6.11.
#[test]
fn the_transcript_stays_while_somebody_scrolls() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::play(folder.path(), &[("bell.vtt", &minute())]);
    room.wait_for("Lee: line 0\nof the film");
    room.key(Key::T);
    room.wait_for("0:00 Lee: line 0 of the film");
    room.key(Key::Space);
    room.window.run_steps(20);
    room.window.hover_at(pos2(1100.0, 400.0));
    for _ in 0..10 {
        room.window.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -200.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        room.window.run_steps(3);
    }
    room.window.run_steps(30);
    let far = "0:56 line 28 of the film";
    assert!(room.sees(far), "{:#?}", room.labels());
    // After a while it goes back to what is said.
    room.wait_until("following again", |room| {
        room.sees("0:00 Lee: line 0 of the film") && !room.sees(far)
    });
}

// SCREENS 12.29.
#[test]
fn the_transcript_is_searched_by_typing_and_enter_goes_to_what_was_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::play(folder.path(), &[("bell.vtt", &minute())]);
    room.wait_for("Lee: line 0\nof the film");
    room.key(Key::T);
    room.wait_for("0:00 Lee: line 0 of the film");
    let modifiers = Modifiers::COMMAND | Modifiers::CTRL;
    room.window.key_press_modifiers(modifiers, Key::F);
    room.window.run_steps(3);
    room.window.event(Event::Text("LINE 23 of".to_owned()));
    room.window.run_steps(3);
    assert!(room.sees("0:46 line 23 of the film"));
    assert!(room.sees("1 of 30 lines"));
    assert!(!room.sees("0:04 line 2 of the film"));
    room.key(Key::Enter);
    room.wait_until("the place", |room| room.position() >= 46_000);
}

// SCREENS 12.26.
#[test]
fn a_line_of_the_transcript_is_reached_and_pressed_without_a_mouse() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::play(folder.path(), &[("bell.vtt", &minute())]);
    room.wait_for("Lee: line 0\nof the film");
    room.key(Key::T);
    room.wait_for("0:08 line 4 of the film");
    let volume = room.model().settings.volume;
    room.window.get_by_label("0:08 line 4 of the film").focus();
    room.window.run_steps(2);
    room.key(Key::ArrowDown);
    room.key(Key::Enter);
    room.wait_until("the place", |room| room.position() >= 10_000);
    assert!((room.model().settings.volume - volume).abs() < 0.001);
}

// SCREENS 6.11.
#[test]
fn without_captions_the_transcript_of_the_pack_is_read() {
    let world = World::with(
        |manifest| {
            let medium = &mut manifest["modules"][0]["media"][0];
            medium["captions"] = json!([]);
            medium["transcript"] = json!("text/bell.md");
        },
        &[("text/bell.md", "# The bell\n\nIt is heard **twice**.\n")],
    );
    let mut room = Room::open(Options {
        data_dir: Some(world.data()),
        ..Options::default()
    });
    room.wait_for("All briefings");
    room.wait_until("every pack read again", |room| room.model().to_check == 0);
    for _ in 0..3 {
        room.key(Key::Enter);
    }
    room.wait_until("the bell", |room| room.model().playing.is_some());
    room.key(Key::T);
    room.wait_until("the transcript", |room| {
        let labels = room.labels();
        labels.iter().any(|label| label.contains("It is heard"))
    });
}

// SCREENS 4.5, 10.7.
#[test]
fn how_captions_look_is_set_on_the_station_screen_and_remembered() {
    let world = World::new();
    let mut room = Room::open(Options {
        data_dir: Some(world.data()),
        ..Options::default()
    });
    room.wait_for("All briefings");
    room.press("Station");
    room.press("Screen and sound");
    // The devices that are found move what stands below them.
    room.wait_until("the sound devices", |room| {
        let sound = &room.model().screens.sound;
        sound.devices.is_some() && !sound.listing_devices
    });
    room.wait_for("Sergeant: Read which boxes\nare ticked.");
    let before = room.caption("Sergeant: Read which boxes\nare ticked.");
    room.press("Captions at 150 %");
    room.press("Black box");
    room.window.run_steps(2);
    let after = room.caption("Sergeant: Read which boxes\nare ticked.");
    assert!(after.height() > 1.4 * before.height(), "{before} {after}");
    assert_eq!(
        room.model().settings.caption_style.size,
        CaptionSize::Largest
    );
    let file = world.data().join("window.json");
    let saved =
        |_: &Room<'_>| std::fs::read_to_string(&file).is_ok_and(|text| text.contains("\"box\""));
    room.wait_until("saved", saved);
}

/// What ffmpeg reads of a WebVTT file: times in milliseconds, and the text without its tags.
fn by_ffmpeg(file: &Path) -> Vec<(i64, i64, String)> {
    let out = std::process::Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(file)
        .args(["-f", "srt", "-"])
        .output()
        .expect("ffmpeg runs");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let text = String::from_utf8(out.stdout).expect("text");
    let millis = |time: &str| -> i64 {
        let numbers = time.trim().split([':', ',']);
        let numbers: Vec<i64> = numbers.map(|n| n.parse().expect("a number")).collect();
        ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * 1000 + numbers[3]
    };
    let blocks = text.split("\n\n").filter(|block| !block.trim().is_empty());
    let cue = |block: &str| {
        let mut lines = block.trim_start().lines().skip(1);
        let (from, to) = lines.next()?.split_once("-->")?;
        let words: Vec<&str> = lines.collect();
        let mut plain = String::new();
        for (n, part) in words.join("\n").split('<').enumerate() {
            let text = part.split_once('>').filter(|_| n > 0);
            plain += text.map_or(part, |(_, text)| text);
        }
        Some((millis(from), millis(to), plain))
    };
    blocks.map(|block| cue(block).expect("a cue")).collect()
}

// PLAYER 8.1.
#[test]
fn well_formed_files_are_read_as_ffmpeg_reads_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut many = "\u{feff}WEBVTT - many\r\n\r\nNOTE\r\nnothing\r\n\r\n".to_owned();
    for n in 0..500_u32 {
        let (from, to) = (n * 7_321, n * 7_321 + 3_000);
        let time = |t: u32| {
            let (minutes, rest) = (t / 60_000, t % 60_000);
            let hours = if minutes < 60 && n % 2 == 0 {
                String::new()
            } else {
                format!("{:02}:", minutes / 60)
            };
            let (seconds, millis) = (rest / 1000, rest % 1000);
            format!("{hours}{:02}:{seconds:02}.{millis:03}", minutes % 60)
        };
        let settings = ["", " line:0", " align:left position:10%", " size:50%"][n as usize % 4];
        let body = [
            "One line",
            "Two\r\nlines",
            "<b>bold</b> and <i>italic</i>",
            "Q &amp; A &lt;ok&gt;",
            "<c.yellow>classed</c>",
        ][n as usize % 5];
        let _ = write!(
            many,
            "{n}\r\n{} --> {}{settings}\r\n{body}\r\n\r\n",
            time(from),
            time(to)
        );
    }
    let made = folder.path().join("many.vtt");
    std::fs::write(&made, many).expect("captions");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("content-packs/introduction/captions");
    let entries = std::fs::read_dir(shipped).expect("a folder");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.push(made);
    assert!(files.len() >= 2);
    for file in files {
        let bytes = std::fs::read(&file).expect("captions");
        let cues = muster::player::captions::parse_webvtt(&bytes).expect("captions");
        let ours: Vec<(i64, i64, String)> = cues
            .into_iter()
            .map(|cue| (cue.start.as_millis(), cue.end.as_millis(), cue.text))
            .collect();
        assert!(ours.len() > 20);
        // An escaped angle bracket is text to both, but looks like a tag in the other's output.
        let ours = ours
            .into_iter()
            .map(|(a, b, text)| (a, b, text.replace("<ok>", "")));
        assert_eq!(
            ours.collect::<Vec<_>>(),
            by_ffmpeg(&file),
            "{}",
            file.display()
        );
    }
}
