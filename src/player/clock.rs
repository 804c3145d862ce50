//! The clock that pictures follow (PLAYER 5.1). Sound leads it where there is any; a monotonic
//! clock carries it from one word of the sound device to the next, and alone where there is no
//! sound.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::player::{MediaTime, Speed};

/// The monotonic clock: time since it was first asked (PLAYER 7.6).
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place of the room that reads the clock"
)]
pub fn now() -> Duration {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let began = *BEGAN.get_or_init(Instant::now);
    Instant::now().saturating_duration_since(began)
}

/// Beyond this the sound device's word is taken at once; below, little by little, since its
/// stamps tremble by some milliseconds (PLAYER 5.2).
const JUMP_NANOS: i64 = 40_000_000;
/// How much of a difference is taken over at each word.
const CORRECTION_DIVISOR: i64 = 8;

/// Where on its line a medium is. Times of the monotonic clock are handed in, so that tests need
/// no waiting.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Where it stands; running, where it was at `since`.
    position: MediaTime,
    since: Option<Duration>,
    speed: Speed,
    /// From when on it has another speed.
    speed_change: Option<(Duration, Speed)>,
    /// The last time that was returned: the clock never goes backwards, and so no picture does.
    floor: MediaTime,
}

impl Clock {
    /// A clock that stands at a place, and its speed once it runs.
    #[must_use]
    pub fn new(at: MediaTime, speed: Speed) -> Self {
        Self {
            position: at,
            since: None,
            speed,
            speed_change: None,
            floor: at,
        }
    }

    /// Whether it runs.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.since.is_some()
    }

    /// Where it is.
    pub fn position(&mut self, now: Duration) -> MediaTime {
        self.settle(now);
        self.floor = self.floor.max(self.at(now));
        self.floor
    }

    /// Where it is or will be at a time, unless the sound device says otherwise until then.
    #[must_use]
    pub fn at(&self, time: Duration) -> MediaTime {
        let Some(since) = self.since else {
            return self.position;
        };
        let (from, place, speed) = match self.speed_change {
            Some((when, next)) if time > when => {
                let before = self.speed.media(difference(when, since));
                (when, self.position.0.saturating_add(before), next)
            }
            _ => (since, self.position.0, self.speed),
        };
        MediaTime(place.saturating_add(speed.media(difference(time, from))))
    }

    /// From `when` on it has another speed; at once if it stands.
    pub fn change_speed(&mut self, when: Duration, speed: Speed) {
        if let Some((before, _)) = self.speed_change {
            self.settle(before);
        }
        if self.since.is_some() {
            self.speed_change = Some((when, speed));
        } else {
            self.speed = speed;
        }
    }

    /// Takes over the speed that it has by then.
    fn settle(&mut self, now: Duration) {
        if let Some((when, speed)) = self.speed_change
            && when <= now
        {
            self.position = self.at(when);
            self.since = Some(when);
            self.speed = speed;
            self.speed_change = None;
        }
    }

    /// Lets it run from where it stands.
    pub fn run(&mut self, now: Duration) {
        if self.since.is_none() {
            self.since = Some(now);
        }
    }

    /// Stops it where it is.
    pub fn hold(&mut self, now: Duration) {
        self.position = self.position(now);
        self.since = None;
        if let Some((_, speed)) = self.speed_change.take() {
            self.speed = speed;
        }
    }

    /// What lies at `media` is heard at `time`. A standing clock begins to run by this: it stays
    /// where it is until then.
    pub fn sync_to_sound(&mut self, media: MediaTime, time: Duration) {
        let off = media.0.saturating_sub(self.at(time).0);
        if self.since.is_none() || off.abs() > JUMP_NANOS {
            self.settle(time);
            self.position = media;
            self.since = Some(time);
        } else {
            self.position = MediaTime(self.position.0.saturating_add(off / CORRECTION_DIVISOR));
        }
    }
}

/// `a - b` in nanoseconds.
fn difference(a: Duration, b: Duration) -> i64 {
    let nanos = |duration: Duration| i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
    nanos(a).saturating_sub(nanos(b))
}

#[cfg(test)]
mod tests {
    use super::{Clock, Duration, MediaTime, Speed};

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn at(clock: &mut Clock, time: u64) -> i64 {
        clock.position(ms(time)).as_millis()
    }

    #[test]
    fn it_stands_until_it_runs_and_stays_where_it_is_held() {
        let mut clock = Clock::new(MediaTime::from_millis(500), Speed::NORMAL);
        assert_eq!(at(&mut clock, 900), 500);
        clock.run(ms(1_000));
        assert_eq!(at(&mut clock, 1_250), 750);
        clock.hold(ms(1_300));
        assert_eq!(at(&mut clock, 9_000), 800);
        clock.run(ms(10_000));
        assert_eq!(at(&mut clock, 10_100), 900);
    }

    #[test]
    fn it_begins_only_when_the_first_sound_reaches_the_ear() {
        let mut clock = Clock::new(MediaTime::ZERO, Speed::NORMAL);
        clock.sync_to_sound(MediaTime::ZERO, ms(1_080));
        assert_eq!(at(&mut clock, 1_000), 0);
        assert_eq!(at(&mut clock, 1_080), 0);
        assert_eq!(at(&mut clock, 1_180), 100);
    }

    #[test]
    fn it_follows_a_sound_device_that_is_slow() {
        let mut clock = Clock::new(MediaTime::ZERO, Speed::NORMAL);
        // The device plays 999 ms in a second, and says so every 20 ms.
        for step in 0..5_000_u64 {
            let heard = MediaTime(i64::try_from(step * 19_980_000).unwrap());
            clock.sync_to_sound(heard, ms(step * 20));
        }
        let off = at(&mut clock, 5_000 * 20) - 99_900;
        assert!(off.abs() <= 1, "{off} ms off");
    }

    // PLAYER 5.2.
    #[test]
    fn stamps_that_tremble_move_it_little() {
        let mut clock = Clock::new(MediaTime::ZERO, Speed::NORMAL);
        for step in 0..100_u64 {
            let wobble = if step % 2 == 0 { 8 } else { 0 };
            clock.sync_to_sound(
                MediaTime::from_millis(i64::try_from(step * 20).unwrap()),
                ms(step * 20 + wobble),
            );
        }
        let off = at(&mut clock, 2_004) - 2_000;
        assert!(off.abs() <= 2, "{off} ms off");
    }

    // PLAYER 5.2.
    #[test]
    fn a_jump_of_the_sound_is_taken_at_once_but_never_backwards() {
        let mut clock = Clock::new(MediaTime::ZERO, Speed::NORMAL);
        clock.run(ms(0));
        clock.sync_to_sound(MediaTime::from_millis(1_500), ms(1_000));
        assert_eq!(at(&mut clock, 1_000), 1_500);
        clock.sync_to_sound(MediaTime::from_millis(1_400), ms(1_100));
        assert_eq!(at(&mut clock, 1_100), 1_500);
        assert_eq!(at(&mut clock, 1_300), 1_600);
    }

    #[test]
    fn another_speed_begins_when_it_is_heard_and_nothing_jumps() {
        let mut clock = Clock::new(MediaTime::ZERO, Speed::NORMAL);
        clock.run(ms(0));
        // Asked for at one second; the device plays the old speed for 80 ms more.
        clock.change_speed(ms(1_080), Speed::from_percent(150));
        assert_eq!(clock.at(ms(1_180)).as_millis(), 1_230);
        assert_eq!(at(&mut clock, 1_000), 1_000);
        assert_eq!(at(&mut clock, 1_080), 1_080);
        assert_eq!(at(&mut clock, 1_180), 1_230);
        // Twice in a moment: each from its time on.
        clock.change_speed(ms(1_200), Speed::from_percent(200));
        clock.change_speed(ms(1_300), Speed::NORMAL);
        assert_eq!(at(&mut clock, 1_300), 1_460);
        assert_eq!(at(&mut clock, 1_400), 1_560);
        clock.change_speed(ms(1_500), Speed::from_percent(75));
        clock.hold(ms(1_450));
        clock.run(ms(2_000));
        assert_eq!(at(&mut clock, 2_400), 1_610 + 300);
    }

    #[test]
    fn at_another_speed_it_follows_the_device_all_the_same() {
        let speed = Speed::from_percent(150);
        let mut clock = Clock::new(MediaTime::ZERO, speed);
        for step in 0..3_000_u64 {
            // A device that plays 1.001 s in a second.
            let heard = i64::try_from(step * 30_030_000).unwrap();
            clock.sync_to_sound(MediaTime(heard), ms(step * 20));
        }
        let off = at(&mut clock, 60_000) - 90_090;
        assert!(off.abs() <= 2, "{off} ms off");
    }
}
