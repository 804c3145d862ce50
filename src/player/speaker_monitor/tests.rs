//! Sound on its way to the ear, with times that are handed in.

use super::{Duration, MediaTime, SpeakerMonitor, Speed};

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// A thousand frames a second, so that a frame is a millisecond; every frame holds its time.
fn speaker(from: i64, millis: i64) -> SpeakerMonitor {
    let mut speaker = SpeakerMonitor::new(MediaTime::from_millis(from), 1.0);
    speaker.begin(MediaTime::from_millis(from), 1_000, Speed::NORMAL);
    speaker.push(&sound(from, millis));
    speaker
}

fn sound(from: i64, millis: i64) -> Vec<f32> {
    (from..from + millis)
        .flat_map(|at| [at as f32, at as f32])
        .collect()
}

fn fill(speaker: &mut SpeakerMonitor, frames: usize, heard_at: u64) -> Vec<f32> {
    let mut out = vec![9.0; frames * 2];
    speaker.fill(&mut out, 2, ms(heard_at), ms(heard_at - 50));
    out.into_iter().step_by(2).collect()
}

// PLAYER 5.3.
#[test]
fn the_clock_runs_from_when_the_first_frame_is_heard() {
    let mut speaker = speaker(100, 100);
    assert_eq!(fill(&mut speaker, 2, 1_000), [0.0, 0.0]);
    assert!(!speaker.clock.runs());
    speaker.play(ms(1_000));
    assert_eq!(fill(&mut speaker, 3, 1_100), [100.0, 101.0, 102.0]);
    assert_eq!(speaker.clock.position(ms(1_050)).as_millis(), 100);
    assert_eq!(speaker.clock.position(ms(1_110)).as_millis(), 110);
    assert_eq!(speaker.head().as_millis(), 103);
}

// PLAYER 5.9.
#[test]
fn sound_that_comes_back_joins_where_the_clock_is() {
    let mut speaker = speaker(0, 100);
    speaker.play(ms(1_000));
    speaker.lose(ms(1_000));
    assert!(speaker.clock.runs());
    speaker.play(ms(1_000));
    // Prepared for 20 ms, heard at 30: ten frames are too late.
    speaker.begin(MediaTime::from_millis(20), 1_000, Speed::NORMAL);
    speaker.push(&sound(20, 50));
    assert_eq!(fill(&mut speaker, 2, 1_030), [30.0, 31.0]);
    // Prepared for 90 ms, heard from 88 on: two frames of silence.
    speaker.begin(MediaTime::from_millis(90), 1_000, Speed::NORMAL);
    speaker.push(&sound(90, 50));
    assert_eq!(fill(&mut speaker, 4, 1_088), [0.0, 0.0, 90.0, 91.0]);
}

// PLAYER 5.4.
#[test]
fn sound_that_joined_and_comes_late_does_not_hold_the_pictures_up() {
    let mut speaker = speaker(0, 5_000);
    speaker.clock.run(ms(1_000));
    speaker.play(ms(1_000));
    assert_eq!(fill(&mut speaker, 20, 1_100)[0], 100.0);
    // The device says now that it takes half a second longer.
    assert_eq!(fill(&mut speaker, 20, 1_620)[0], 620.0);
    assert_eq!(speaker.clock.position(ms(1_620)).as_millis(), 620);
    // Long after, the pictures wait for the sound, but not for half a second.
    fill(&mut speaker, 3_360, 1_640);
    assert_eq!(fill(&mut speaker, 20, 5_200)[0], 4_000.0);
    assert_eq!(speaker.clock.at(ms(5_200)).as_millis(), 4_000);
    assert_eq!(fill(&mut speaker, 20, 5_720)[0], 4_520.0);
    assert_eq!(speaker.clock.at(ms(5_720)).as_millis(), 4_520);
}

#[test]
fn sound_that_ran_dry_is_left_out_not_played_late() {
    let mut speaker = speaker(0, 10);
    speaker.play(ms(900));
    assert_eq!(fill(&mut speaker, 10, 1_000)[9], 9.0);
    assert_eq!(fill(&mut speaker, 10, 1_010), [0.0; 10]);
    speaker.push(&sound(10, 40));
    assert_eq!(fill(&mut speaker, 2, 1_020), [20.0, 21.0]);
}

#[test]
fn the_clock_goes_on_when_all_sound_was_heard() {
    let mut speaker = speaker(0, 10);
    speaker.complete();
    speaker.play(ms(900));
    fill(&mut speaker, 20, 1_000);
    assert!(speaker.is_over());
    assert_eq!(fill(&mut speaker, 1, 1_500), [0.0]);
    assert_eq!(speaker.clock.position(ms(1_600)).as_millis(), 600);
}

// PLAYER 5.9.
#[test]
fn a_device_that_stopped_asking_is_noticed() {
    let mut speaker = speaker(0, 10);
    assert!(!speaker.is_stuck(ms(90_000)));
    speaker.play(ms(90_000));
    let stuck = (90_000..).step_by(100).find(|at| speaker.is_stuck(ms(*at)));
    assert_eq!(stuck, Some(93_100));
    // It asks again, and stops again.
    fill(&mut speaker, 1, 95_000);
    let stuck = (95_000..).step_by(100).find(|at| speaker.is_stuck(ms(*at)));
    assert_eq!(stuck, Some(98_000));
}

// PLAYER 5.9.
#[test]
fn a_program_that_was_held_up_does_not_take_its_device_for_gone() {
    let mut speaker = speaker(0, 10);
    speaker.play(ms(1_000));
    assert!(!speaker.is_stuck(ms(1_100)));
    assert!(!speaker.is_stuck(ms(61_000)));
    fill(&mut speaker, 1, 61_100);
    assert!(!speaker.is_stuck(ms(61_200)));
}

// PLAYER 5.3.
#[test]
fn a_device_that_is_slow_to_begin_is_not_waited_for_and_joined() {
    let mut speaker = speaker(0, 2_000);
    speaker.play(ms(1_000));
    speaker.nudge(ms(1_200));
    assert!(!speaker.clock.runs());
    speaker.nudge(ms(1_400));
    assert_eq!(speaker.clock.position(ms(1_500)).as_millis(), 100);
    assert_eq!(fill(&mut speaker, 2, 2_400), [1_000.0, 1_001.0]);
    assert_eq!(speaker.clock.position(ms(2_400)).as_millis(), 1_000);
}

// PLAYER 5.12.
#[test]
fn volume_goes_to_its_new_value_without_a_click() {
    let mut speaker = SpeakerMonitor::new(MediaTime::ZERO, 1.0);
    speaker.begin(MediaTime::ZERO, 1_000, Speed::NORMAL);
    speaker.push(&[1.0; 2_000]);
    speaker.play(ms(0));
    speaker.volume = 0.0;
    let heard = fill(&mut speaker, 1_000, 1_000);
    assert!(heard[0] > 0.99 && heard[999] == 0.0);
    assert!(
        heard
            .windows(2)
            .all(|pair| (pair[0] - pair[1]).abs() < 0.003)
    );
}

// PLAYER 5.14.
#[test]
fn another_speed_begins_where_it_was_cut_and_the_clock_turns_when_it_is_heard() {
    let mut speaker = speaker(0, 500);
    speaker.play(ms(1_000));
    assert_eq!(fill(&mut speaker, 20, 1_000)[19], 19.0);
    // 30 ms stay, then twice as fast.
    let double = Speed::from_percent(200);
    assert_eq!(speaker.change_speed(30, double).as_millis(), 50);
    speaker.push(&[50.0; 200]);
    assert_eq!(speaker.tail().as_millis(), 250);
    let heard = fill(&mut speaker, 60, 1_020);
    assert_eq!(
        heard[..30],
        (20..50).map(|at| at as f32).collect::<Vec<_>>()
    );
    assert!(heard.iter().skip(45).all(|sample| *sample == 50.0));
    // 1 020 ms is when the frame of 20 ms is heard, 1 050 when the turn is.
    let mut place = |at| speaker.clock.position(ms(at)).as_millis();
    assert_eq!([place(1_010), place(1_050), place(1_060)], [10, 50, 70]);
    assert_eq!(speaker.head().as_millis(), 110);
}

#[test]
fn what_the_device_took_of_a_fade_is_not_handed_in_again() {
    let mut speaker = speaker(0, 100);
    speaker.play(ms(1_000));
    fill(&mut speaker, 1, 1_000);
    speaker.change_speed(4, Speed::from_percent(150));
    // Four kept frames and two of the fifteen that fade.
    fill(&mut speaker, 6, 1_001);
    let head = speaker.head();
    let mut new = vec![0.0; 60];
    new[2 * 2..].fill(7.0);
    speaker.push(&new);
    assert_eq!(speaker.head(), head);
    assert_eq!(speaker.frames(), 28);
    assert!(fill(&mut speaker, 28, 1_007)[20] == 7.0);
}

#[test]
fn the_place_goes_on_through_a_turn_however_far_the_device_is_ahead() {
    let mut speaker = speaker(0, 2_000);
    speaker.play(ms(0));
    let mut last = -1;
    for step in 0..60_u64 {
        let now = step * 20;
        // The device takes 20 ms at a time and plays them 300 ms later.
        let mut out = vec![0.0; 40];
        speaker.fill(&mut out, 2, ms(now + 300), ms(now));
        if step == 20 {
            speaker.change_speed(50, Speed::from_percent(150));
            speaker.push(&[1.0; 2_000]);
        }
        let place = speaker.clock.position(ms(now)).as_millis();
        let expected = match i64::try_from(now).unwrap() {
            ..300 => 0,
            // The frame of 470 ms is heard at 770 ms.
            now @ ..770 => now - 300,
            now => 470 + (now - 770) * 3 / 2,
        };
        assert!(
            (place - expected).abs() <= 2,
            "{now}: {place}, not {expected}"
        );
        assert!(place >= last);
        last = place;
    }
}

// PLAYER 5.9.
#[test]
fn a_device_that_fails_for_a_moment_plays_on_and_one_that_goes_on_failing_is_gone() {
    let mut speaker = speaker(0, 2_000);
    speaker.expect(ms(0));
    speaker.play(ms(0));
    speaker.fail(ms(20));
    assert!(!speaker.take_lost(), "it may ask yet");
    fill(&mut speaker, 10, 400);
    speaker.fail(ms(600));
    assert!(!speaker.take_lost(), "it asked not long ago");
    speaker.fail(ms(1_000));
    assert!(speaker.take_lost());
}
