use super::{Duration, MAX_WAITING, MediaTime, PlaybackState, Readiness, State};
use crate::player::{MediaInfo, Options, Picture, PlayerError, Speed, VideoInfo};

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn at(millis: i64) -> MediaTime {
    MediaTime::from_millis(millis)
}

fn picture(millis: i64) -> Picture {
    Picture {
        at: at(millis),
        number: 0,
        width: 1,
        height: 1,
        rgba: vec![255; 4],
    }
}

/// A second of pictures, ten a second, without sound, that was opened at 0 ms.
fn silent() -> PlaybackState {
    let mut state = PlaybackState::new(Options::default());
    state.opened(MediaInfo {
        duration: at(1_000),
        stated: None,
        video: Some(VideoInfo {
            width: 1280,
            height: 720,
            key_frames_apart: at(1_000),
        }),
        has_sound: false,
    });
    state
}

fn shown(state: &mut PlaybackState, now: u64) -> i64 {
    state.picture(ms(now)).unwrap().at.as_millis()
}

// PLAYER 5.3.
#[test]
fn the_clock_waits_for_the_first_picture() {
    let mut state = silent();
    assert!(state.picture(ms(0)).is_none());
    assert_eq!(state.position(ms(500)), MediaTime::ZERO);
    assert!(state.push(picture(0), ms(500)));
    assert_eq!(shown(&mut state, 500), 0);
    assert_eq!(state.position(ms(750)), at(250));
    assert!(matches!(state.state(ms(750)), State::Playing));
}

// PLAYER 6.3.
#[test]
fn pictures_are_shown_when_they_are_due_and_late_ones_are_dropped() {
    let mut state = silent();
    for due in [0, 100, 200, 300] {
        state.push(picture(due), ms(0));
    }
    assert_eq!(state.next_picture_in(ms(60)), Some(ms(40)));
    assert_eq!(shown(&mut state, 99), 0);
    assert_eq!(shown(&mut state, 100), 100);
    assert_eq!(state.dropped(), 0);
    assert_eq!(shown(&mut state, 310), 300);
    assert_eq!(state.dropped(), 1);
}

// PLAYER 6.1.
#[test]
fn no_more_pictures_wait_than_the_queue_holds() {
    let mut state = silent();
    state.push(picture(0), ms(0));
    for number in 0..MAX_WAITING {
        assert_eq!(state.room(ms(0)), None);
        state.push(picture(i64::try_from(number).unwrap() * 100 + 100), ms(0));
    }
    assert_eq!(state.room(ms(0)), Some(ms(100)));
    assert_eq!(state.room(ms(100)), None);
}

// PLAYER 6.10.
#[test]
fn the_last_picture_stays_and_playing_on_begins_again() {
    let mut state = silent();
    for due in [0, 900] {
        state.push(picture(due), ms(0));
    }
    state.pictures_complete(ms(0));
    assert!(!state.reached_end(ms(999)));
    assert!(state.reached_end(ms(1_500)));
    assert!(matches!(state.state(ms(1_500)), State::Ended));
    assert_eq!(state.position(ms(9_000)), at(1_000));
    assert_eq!(shown(&mut state, 9_000), 900);
    assert_eq!(state.next_picture_in(ms(9_000)), None);
    assert_eq!(state.take_played(ms(9_000)), [(at(0), at(1_000))]);
    let seeks = state.seeks;
    state.play(ms(9_000));
    assert_eq!((state.seeks, state.target), (seeks + 1, MediaTime::ZERO));
    assert!(matches!(state.state(ms(9_000)), State::Playing));
    assert!(state.reached_end(ms(9_000)));
}

// PLAYER 6.2.
#[test]
fn a_pause_stands_and_nothing_is_to_be_repainted() {
    let mut state = silent();
    state.push(picture(0), ms(0));
    state.push(picture(400), ms(0));
    state.pause(ms(300));
    assert!(matches!(state.state(ms(300)), State::Paused));
    assert_eq!(state.position(ms(5_000)), at(300));
    assert_eq!(state.next_picture_in(ms(5_000)), None);
    state.play(ms(5_000));
    assert_eq!(shown(&mut state, 5_099), 0);
    assert_eq!(shown(&mut state, 5_100), 400);
}

// PLAYER 6.5, 6.6.
#[test]
fn a_seek_forgets_what_was_decoded_and_keeps_the_pause() {
    let mut state = silent();
    state.push(picture(0), ms(0));
    state.push(picture(100), ms(0));
    state.pause(ms(50));
    state.seek(at(700), ms(60));
    assert_eq!(state.position(ms(60)), at(700));
    assert_eq!(shown(&mut state, 60), 0);
    state.push(picture(700), ms(80));
    assert_eq!(shown(&mut state, 80), 700);
    assert!(matches!(state.state(ms(80)), State::Paused));
    state.seek(at(99_000), ms(90));
    assert_eq!(state.target, at(1_000));
}

// PLAYER 6.12.
#[test]
fn what_was_played_is_told_once_in_stretches() {
    let mut state = silent();
    state.push(picture(0), ms(0));
    assert_eq!(state.take_played(ms(200)), [(at(0), at(200))]);
    state.seek(at(500), ms(300));
    state.push(picture(500), ms(400));
    assert_eq!(
        state.take_played(ms(500)),
        [(at(200), at(300)), (at(500), at(600))]
    );
    state.pause(ms(600));
    state.play(ms(900));
    assert_eq!(state.take_played(ms(1_000)), [(at(600), at(800))]);
    assert_eq!(state.take_played(ms(1_000)), []);
}

fn with_sound() -> PlaybackState {
    let mut state = PlaybackState::new(Options::default());
    state.opened(MediaInfo {
        duration: at(1_000),
        stated: None,
        video: None,
        has_sound: true,
    });
    state
}

// PLAYER 5.3.
#[test]
fn with_sound_the_clock_waits_until_the_device_plays_it() {
    let mut state = with_sound();
    {
        let mut speaker = state.speaker();
        speaker.begin(MediaTime::ZERO, 1_000, Speed::NORMAL);
        speaker.push(&[0.5; 1_000]);
    }
    state.sound_ready(false, ms(100));
    assert_eq!(state.position(ms(350)), MediaTime::ZERO);
    state.speaker().fill(&mut [0.0; 40], 2, ms(500), ms(450));
    assert_eq!(state.position(ms(520)), at(20));
}

// PLAYER 5.8, 5.9.
#[test]
fn without_a_device_the_clock_goes_on_and_a_lost_one_does_not_stop_it() {
    let mut state = with_sound();
    state.sound_absent(ms(100));
    assert_eq!(state.position(ms(300)), at(200));

    let mut state = PlaybackState::new(Options::default());
    state.opened(MediaInfo {
        duration: at(10_000),
        stated: None,
        video: None,
        has_sound: true,
    });
    state.speaker().push(&vec![0.5; 96_000]);
    state.sound_ready(false, ms(0));
    // The device never asks for sound.
    assert_eq!(state.position(ms(250)), MediaTime::ZERO);
    assert_eq!(state.position(ms(400)), MediaTime::ZERO);
    assert_eq!(state.position(ms(500)), at(100));
    for now in (600..3_100).step_by(100) {
        state.position(ms(now));
        assert!(!state.speaker().take_lost(), "{now} ms");
    }
    state.position(ms(3_100));
    assert!(state.speaker().take_lost());
}

#[test]
fn a_seek_waits_for_sound_and_pictures_both() {
    let mut state = silent();
    state.sound = Readiness::Preparing;
    state.push(picture(0), ms(0));
    assert_eq!(state.position(ms(100)), MediaTime::ZERO);
    state.sound_absent(ms(100));
    assert_eq!(state.position(ms(150)), at(50));
}

// PLAYER 6.4.
#[test]
fn pictures_are_made_to_fit_the_display_in_their_own_shape() {
    let mut state = silent();
    assert_eq!(state.picture_size(), (1280, 720));
    state.set_display(640, 360);
    assert_eq!(state.picture_size(), (1280, 720), "the screen halves it");
    state.set_display(600, 600);
    assert_eq!(state.picture_size(), (600, 337));
    state.set_display(4_000, 90);
    assert_eq!(state.picture_size(), (160, 90));
    state.set_display(0, 0);
    assert_eq!(state.picture_size(), (1, 1));
}

// PLAYER 6.4.
#[test]
fn a_picture_that_stands_is_made_again_for_a_larger_display() {
    let mut state = silent();
    state.set_display(640, 360);
    state.push(picture(0), ms(0));
    state.pause(ms(100));
    let seeks = state.picture_seeks;
    state.set_display(320, 180);
    assert_eq!(state.picture_seeks, seeks);
    state.set_display(1280, 720);
    assert_eq!((state.picture_seeks, state.target), (seeks + 1, at(100)));
    assert_eq!(state.position(ms(200)), at(100));
}

// PLAYER 6.9.
#[test]
fn a_seek_to_a_picture_that_waits_decodes_nothing_anew() {
    let mut state = silent();
    for due in [0, 100, 200, 300] {
        state.push(picture(due), ms(0));
    }
    let seeks = state.picture_seeks;
    state.seek(at(250), ms(50));
    assert_eq!(shown(&mut state, 50), 200);
    assert_eq!(state.position(ms(60)), at(260));
    // When the one after the last is due is not known yet.
    state.seek(at(310), ms(60));
    assert_eq!(state.picture_seeks, seeks + 1);
    state.push(picture(300), ms(70));
    state.pictures_complete(ms(70));
    state.seek(at(900), ms(80));
    assert_eq!(state.picture_seeks, seeks + 1);
    state.seek(at(290), ms(80));
    assert_eq!(state.picture_seeks, seeks + 2);
}

// PLAYER 6.8.
#[test]
fn while_the_slider_is_held_glimpses_are_shown_and_nothing_runs() {
    let mut state = silent();
    state.push(picture(0), ms(0));
    state.scrub(at(500), ms(100));
    state.glimpse(picture(400));
    assert_eq!(shown(&mut state, 150), 400);
    state.push(picture(500), ms(200));
    assert_eq!(shown(&mut state, 200), 500);
    // It comes too late to be of use.
    state.glimpse(picture(450));
    assert_eq!(shown(&mut state, 210), 500);
    assert_eq!(state.position(ms(900)), at(500));
    assert_eq!(state.next_picture_in(ms(900)), None);
    assert!(matches!(state.state(ms(900)), State::Playing));
    let seeks = state.picture_seeks;
    state.push(picture(600), ms(900));
    state.seek(at(500), ms(1_000));
    assert_eq!(state.picture_seeks, seeks);
    assert_eq!(state.position(ms(1_050)), at(550));
    assert_eq!(
        state.take_played(ms(1_050)),
        [(at(0), at(100)), (at(500), at(550))]
    );
}

#[test]
fn at_another_speed_pictures_and_records_follow_the_mediums_time() {
    let mut state = silent();
    for due in [0, 100, 300, 600] {
        state.push(picture(due), ms(0));
    }
    assert_eq!(shown(&mut state, 100), 100);
    state.set_speed(Speed::from_percent(200), ms(150));
    assert_eq!(state.position(ms(150)), at(150));
    assert_eq!(state.next_picture_in(ms(150)), Some(ms(75)));
    assert_eq!(shown(&mut state, 225), 300);
    state.seek(at(500), ms(250));
    state.pause(ms(350));
    state.set_speed(Speed::from_percent(75), ms(400));
    state.play(ms(1_000));
    assert_eq!(state.position(ms(1_100)), at(775));
    assert_eq!(
        state.take_played(ms(1_100)),
        [(at(0), at(350)), (at(500), at(775))]
    );
}

// PLAYER 4.5.
#[test]
fn a_file_that_hangs_holds_the_place_and_playing_goes_on_from_there() {
    let mut state = silent();
    state.push(picture(0), ms(100));
    state.push(picture(100), ms(100));
    assert_eq!(state.position(ms(400)), at(300));
    assert_eq!(state.next_picture_in(ms(400)), Some(ms(250)));
    assert!(!state.is_waiting(ms(950)));
    let stands = state.position(ms(1_001));
    assert!(
        state.is_waiting(ms(1_001)) && stands < at(1_000),
        "{stands:?}"
    );
    assert!(matches!(state.state(ms(9_000)), State::Playing));
    assert_eq!(state.position(ms(9_000)), stands);
    assert_eq!(state.next_picture_in(ms(9_000)), Some(ms(250)));
    state.pictures_worked = ms(9_500);
    state.push(picture(200), ms(9_500));
    assert!(!state.is_waiting(ms(9_500)));
    assert_eq!(state.position(ms(9_550)), MediaTime(stands.0 + 50_000_000));
}

// PLAYER 6.13.
#[test]
fn pictures_that_nobody_could_see_are_not_dropped() {
    let mut state = silent();
    for due in [0, 100, 200, 300, 400] {
        state.push(picture(due), ms(0));
    }
    state.picture(ms(50));
    state.watched = false;
    assert_eq!(shown(&mut state, 310), 300);
    state.count_dropped();
    assert_eq!(state.dropped(), 0);
}

// PLAYER 4.10.
#[test]
fn sound_that_hangs_is_seen_and_a_film_goes_on_without_it() {
    let mut state = with_sound();
    let limit = ms(10_000);
    assert_eq!(state.sound_hanging(ms(20_000), limit), None);
    state.decodes_sound(Some((ms(1_000), at(300))));
    assert_eq!(state.sound_hanging(ms(10_999), limit), None);
    assert_eq!(state.sound_hanging(ms(11_000), limit), Some(at(300)));
    let why = PlayerError::Hangs { at_ms: 300 };
    state.give_up_sound(&why, ms(11_000));
    assert_eq!(state.sound_hanging(ms(99_000), limit), None);
    assert!(state.sound_given_up);
    state.push(picture(0), ms(11_000));
    assert_eq!(state.position(ms(11_200)), at(200));
    // What comes back later does not take the place of the reason.
    state.fail(why, ms(12_000));
    state.fail(PlayerError::NoTracks, ms(13_000));
    let State::Failed(error) = state.state(ms(13_000)) else {
        panic!("it goes on");
    };
    assert!(matches!(*error, PlayerError::Hangs { .. }), "{error}");
}
