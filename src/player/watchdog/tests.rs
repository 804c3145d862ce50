//! What hangs is given up and lets go; what goes on is not, however long it takes.

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::{Counts, MAX_IDLE_POLLS, MIN_UNITS_PER_MINUTE, Patience, SLOW_POLLS, watch};
use crate::player::{MediaSource, MediaTime, PlayerError, ReadSeek};

/// Counts how many of its readers are open.
#[derive(Clone, Default)]
struct Counted(Arc<AtomicUsize>);

struct CountedReader(Cursor<Vec<u8>>, Arc<AtomicUsize>);

impl MediaSource for Counted {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        let bytes = Cursor::new(vec![7; 1 << 20]);
        Ok(Box::new(CountedReader(bytes, Arc::clone(&self.0))))
    }
}

impl Drop for CountedReader {
    fn drop(&mut self) {
        self.1.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Read for CountedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Seek for CountedReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

fn steps(
    patience: &mut Patience,
    count: u32,
    mut counts: impl FnMut(u32) -> Counts,
) -> Option<u32> {
    (0..count).find(|step| patience.is_over(counts(*step)))
}

// PLAYER 4.9.
#[test]
fn a_film_of_two_hours_on_a_slow_pc_is_waited_for_to_its_end() {
    // A sample a second, for 60 hours.
    let by_samples = |step: u32| Counts {
        samples: u64::from(step / 20) + 1,
        bytes: 0,
    };
    assert_eq!(
        steps(&mut Patience::default(), 216_000 * 20, by_samples),
        None
    );
    // An index that comes from a slow stick at 100 KB a second, for an hour.
    let by_bytes = |step: u32| Counts {
        samples: 0,
        bytes: u64::from(step) * 5_000,
    };
    assert_eq!(steps(&mut Patience::default(), 72_000, by_bytes), None);
}

// PLAYER 4.9.
#[test]
fn what_stands_still_is_given_up_after_ten_seconds_and_what_never_ends_after_a_minute_or_two() {
    let still = Counts {
        samples: 40,
        bytes: 900,
    };
    let given_up = steps(&mut Patience::default(), 1_000, |_| still);
    assert_eq!(given_up, Some(MAX_IDLE_POLLS));
    // A sample every nine seconds: each comes in time, and the film never ends.
    let slow = |step: u32| Counts {
        samples: u64::from(step / 180) + 1,
        bytes: u64::from(step) << 20,
    };
    let given_up = steps(&mut Patience::default(), 10_000, slow).expect("given up");
    assert!(
        (SLOW_POLLS..=2 * SLOW_POLLS).contains(&(given_up + 1)),
        "{given_up}"
    );
    // A byte now and then.
    let trickle = |step: u32| Counts {
        samples: 0,
        bytes: u64::from(step / 100),
    };
    assert_eq!(
        steps(&mut Patience::default(), 10_000, trickle),
        Some(SLOW_POLLS - 1)
    );
    const { assert!(MIN_UNITS_PER_MINUTE > 1) };
}

// PLAYER 4.9.
#[test]
fn work_that_hangs_is_left_behind_says_where_and_keeps_nothing_open() {
    let source = Counted::default();
    let open = Arc::clone(&source.0);
    let (release, released) = crossbeam_channel::bounded::<()>(1);
    let mut asked = 0;
    let outcome = watch::<()>(
        Box::new(source),
        &mut || {
            asked += 1;
            true
        },
        move |source, progress| {
            let mut reader = source.open().map_err(PlayerError::Read)?;
            let mut bytes = [0; 100];
            reader.read_exact(&mut bytes).map_err(PlayerError::Read)?;
            progress.sample_done(MediaTime::from_millis(1_200));
            // A decoder that never returns.
            let _ = released.recv();
            assert!(reader.read_exact(&mut bytes).is_err(), "it reads on");
            assert!(source.open().is_err(), "it opens it again");
            assert!(!progress.sample_done(MediaTime::ZERO), "it goes on");
            Ok(())
        },
    );
    assert!(
        matches!(outcome, Err(PlayerError::Hangs { at_ms: 1_200 })),
        "{outcome:?}"
    );
    assert!(asked > 100, "asked {asked} times whether to go on");
    assert_eq!(open.load(Ordering::SeqCst), 0, "files stay open");
    drop(release);
}

// PLAYER 4.9.
#[test]
fn reading_the_same_over_and_over_is_no_progress() {
    let source = Counted::default();
    let outcome = watch::<()>(Box::new(source), &mut || true, |source, _| {
        loop {
            let mut reader = source.open().map_err(PlayerError::Read)?;
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes).map_err(PlayerError::Read)?;
        }
    });
    assert!(
        matches!(outcome, Err(PlayerError::Hangs { .. })),
        "{outcome:?}"
    );
}

// PLAYER 4.9.
#[test]
fn whoever_waits_can_stop_at_any_time() {
    let mut left = 3;
    let outcome = watch::<()>(
        Box::new(Counted::default()),
        &mut || {
            left -= 1;
            left > 0
        },
        |_, _| {
            std::thread::sleep(Duration::from_secs(3));
            Ok(())
        },
    );
    assert!(matches!(outcome, Err(PlayerError::Stopped)), "{outcome:?}");
    assert_eq!(left, 0);
}

#[test]
fn work_that_breaks_off_is_an_error_and_what_it_finds_comes_back() {
    let broken = watch::<()>(Box::new(Counted::default()), &mut || true, |_, _| {
        panic!("of a test")
    });
    assert!(
        matches!(broken, Err(PlayerError::Container { .. })),
        "{broken:?}"
    );
    let read = watch(Box::new(Counted::default()), &mut || true, |source, _| {
        let mut bytes = Vec::new();
        let mut reader = source.open().map_err(PlayerError::Read)?;
        reader.read_to_end(&mut bytes).map_err(PlayerError::Read)?;
        Ok(bytes.len())
    });
    assert_eq!(read.expect("read"), 1 << 20);
}
