//! Sound through a real sound server: devices that come and go, speeds, the test tone.
#![cfg(target_os = "linux")]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "a test stops where something is not as it should be, waits for real, and listens on \
              a thread of its own"
)]

#[path = "sound/room.rs"]
mod room;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use muster::player::devices;
use muster::player::{FileSource, Notice, Options, Player, Speed, State, Tone};
use room::{RATE, control, inside, is_loud, listen, loud_part, pitch, until};

fn play(file: PathBuf, output: Option<&str>) -> Player {
    let output = output.map(ToOwned::to_owned);
    Player::open_on(
        Arc::new(FileSource(file)),
        Options::default(),
        output,
        Arc::new(|| ()),
    )
}

/// Watches the place for so long: the longest time that it stood, in seconds.
fn longest_stand(player: &Player, watch: Duration) -> f64 {
    let begun = Instant::now();
    let (mut last, mut since, mut longest) = (player.position(), begun, Duration::ZERO);
    while begun.elapsed() < watch {
        std::thread::sleep(Duration::from_millis(5));
        let place = player.position();
        assert!(place >= last, "it ran backwards");
        if place > last {
            (last, since) = (place, Instant::now());
        }
        longest = longest.max(since.elapsed());
    }
    longest.as_secs_f64()
}

fn playing(player: &Player) {
    until("it plays", || player.position().as_millis() > 200);
}

// PLAYER 5.8.
#[test]
fn without_a_sound_device_the_video_runs_says_so_and_writes_nothing() {
    let printed = inside(
        "without_a_sound_device_the_video_runs_says_so_and_writes_nothing",
        |room| {
            let player = play(room.clip(12), None);
            playing(&player);
            assert_eq!(player.notices(), [Notice::NoSoundDevice]);
            // It looks for one again meanwhile, and pictures do not wait.
            let stood = longest_stand(&player, Duration::from_secs(4));
            assert!(stood < 0.1, "it stood for {stood} s");
            assert_eq!(devices::play_test_tone(None), Tone::NoDevice);
        },
    );
    assert!(!printed.contains("ALSA"), "{printed}");
}

// PLAYER 5.9.
#[test]
fn a_restart_of_the_sound_server_does_not_stop_the_video_and_sound_comes_back() {
    inside(
        "a_restart_of_the_sound_server_does_not_stop_the_video_and_sound_comes_back",
        |room| {
            let server = room.serve();
            let ear = listen("first");
            let player = play(room.clip(40), None);
            playing(&player);
            longest_stand(&player, Duration::from_secs(1));
            assert!(!loud_part(&ear.heard()).is_empty());
            let (begun, place) = (Instant::now(), player.position());
            drop(server);
            let stood = longest_stand(&player, Duration::from_secs(5));
            assert!(stood < 0.5, "it stood for {stood} s");
            assert!(
                player.notices().contains(&Notice::SoundLost),
                "{:?}",
                player.notices()
            );
            let _server = room.serve();
            let ear = listen("first");
            let stood = longest_stand(&player, Duration::from_secs(6));
            assert!(stood < 0.5, "it stood for {stood} s");
            let went = (player.position().0 - place.0) as f64 / 1e9;
            let real = begun.elapsed().as_secs_f64();
            assert!((went - real).abs() < 0.5, "{went} s in {real} s");
            let heard = ear.heard();
            let back = loud_part(&heard);
            assert!(back.len() > RATE, "{} frames were heard", back.len());
            assert!((pitch(back) - 440.0).abs() < 4.4);
            assert_eq!(player.notices(), []);
            assert!(matches!(player.state(), State::Playing));
        },
    );
}

// PLAYER 5.10, 5.11.
#[test]
fn sound_follows_the_default_sink_and_the_chosen_device() {
    inside(
        "sound_follows_the_default_sink_and_the_chosen_device",
        |room| {
            let _server = room.serve();
            let player = play(room.clip(40), None);
            playing(&player);
            let ear = listen("second");
            control(&["set-default-sink", "second"]);
            longest_stand(&player, Duration::from_secs(3));
            assert!(loud_part(&ear.heard()).len() > RATE / 4);
            control(&["set-default-sink", "first"]);
            std::thread::sleep(Duration::from_secs(1));

            let other = devices::list()
                .into_iter()
                .find(|device| device.name == "The other one")
                .expect("it is listed");
            let (first, second) = (listen("first"), listen("second"));
            player.set_output(Some(other.id));
            let stood = longest_stand(&player, Duration::from_secs(3));
            assert!(stood < 0.5, "it stood for {stood} s");
            let first = first.heard();
            assert!(!is_loud(&first[first.len() - RATE / 2..]));
            let second = second.heard();
            assert!(is_loud(&second[second.len() - RATE / 2..]));
            assert_eq!(player.notices(), []);

            // A missing device: the system's default plays, with a notice.
            let first = listen("first");
            player.set_output(Some("alsa:sysdefault:CARD=Gone".to_owned()));
            until("the notice is shown", || {
                player.notices() == [Notice::ChosenDeviceMissing]
            });
            std::thread::sleep(Duration::from_secs(1));
            assert!(loud_part(&first.heard()).len() > RATE / 4);
        },
    );
}

// PLAYER 5.13.
#[test]
fn at_half_as_fast_again_the_pitch_stays_and_it_takes_two_thirds_of_the_time() {
    inside(
        "at_half_as_fast_again_the_pitch_stays_and_it_takes_two_thirds_of_the_time",
        |room| {
            let _server = room.serve();
            let ear = listen("first");
            let player = play(room.clip(6), None);
            player.set_speed(Speed::from_percent(150));
            until("the end", || matches!(player.state(), State::Ended));
            std::thread::sleep(Duration::from_millis(400));
            let heard = ear.heard();
            let loud = loud_part(&heard);
            let seconds = loud.len() as f64 / RATE as f64;
            assert!((seconds - 4.0).abs() < 0.12, "{seconds} s");
            let whole = pitch(&loud[RATE / 10..loud.len() - RATE / 10]);
            assert!((whole - 440.0).abs() < 4.4, "{whole} Hz");
            // A machine that is busy with other tests may not always keep up.
            let parts = loud.chunks_exact(RATE / 100);
            let quiet = parts.clone().filter(|part| !is_loud(part)).count();
            assert!(quiet * 5 < parts.len(), "{quiet} of {}", parts.len());
        },
    );
}

// PLAYER 5.14.
#[test]
fn another_speed_is_taken_over_at_once_and_nothing_jumps() {
    inside(
        "another_speed_is_taken_over_at_once_and_nothing_jumps",
        |room| {
            let _server = room.serve();
            // A sink that nobody listens to sleeps for seconds.
            let _ear = listen("first");
            let player = play(room.clip(20), None);
            until("it plays", || player.position().as_millis() > 1_500);
            for (from, to) in [(1.0, 1.5), (1.5, 0.75), (0.75, 1.0)] {
                let percent = if to > 1.2 {
                    150
                } else if to < 0.8 {
                    75
                } else {
                    100
                };
                let (asked, place) = (Instant::now(), player.position());
                player.set_speed(Speed::from_percent(percent));
                // As long as the old speed goes on, the place follows that, then the new one:
                // whenever it turned, it is between the two.
                let mut worst: f64 = 0.0;
                while asked.elapsed() < Duration::from_millis(1_200) {
                    std::thread::sleep(Duration::from_millis(5));
                    let went = (player.position().0 - place.0) as f64 / 1e9;
                    let real = asked.elapsed().as_secs_f64();
                    let at_once = real * to;
                    let late = real.min(0.2) * from + (real - 0.2).max(0.0) * to;
                    let (low, high) = (at_once.min(late), at_once.max(late));
                    worst = worst.max(low - went).max(went - high);
                }
                assert!(worst < 0.03, "{from} to {to}: {worst} s off");
            }
        },
    );
}

// PLAYER 5.15.
#[test]
fn the_test_tone_is_heard_left_then_right() {
    inside("the_test_tone_is_heard_left_then_right", |room| {
        let _server = room.serve();
        let ear = listen("first");
        assert_eq!(devices::play_test_tone(None), Tone::Played);
        let gone = Some("alsa:sysdefault:CARD=Gone");
        let heard = ear.heard();
        let loud = loud_part(&heard);
        let (left, right) = loud.split_at(loud.len() / 2);
        let strength = |frames: &[[f32; 2]], side: usize| -> f32 {
            frames
                .iter()
                .map(|frame| frame[side].abs())
                .fold(0.0, f32::max)
        };
        assert!(strength(left, 0) > 0.1 && strength(left, 1) < 0.01);
        assert!(strength(right, 1) > 0.1 && strength(right, 0) < 0.01);
        assert_eq!(devices::play_test_tone(gone), Tone::PlayedElsewhere);
    });
}
