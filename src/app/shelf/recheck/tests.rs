//! Reading in the background waits while media play, and runs first what somebody waits for.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::date;

use super::*;
use crate::app::jobs::queue::{AtEnd, JobQueue};
use crate::app::jobs::result::{JobResult, JobResults};
use crate::library::Who;
use crate::operations::fixture::signed_pack as pack;
use crate::pack::signature::new_key_pair;
use crate::pack::{PublicKey, SecretKey};

/// Keeps the last result.
#[derive(Default)]
struct LastResult(Option<(InstalledPack, Option<Stamp>)>);

impl CheckResults for LastResult {
    fn take_check(
        &mut self,
        pack: InstalledPack,
        stamp: Option<Stamp>,
        result: Result<(), LibraryError>,
    ) {
        result.unwrap();
        self.0 = Some((pack, stamp));
    }

    fn take_rollback(&mut self, _: Option<Stamp>, _: Result<InstalledPack, LibraryError>) {
        panic!("nothing went back");
    }
}

struct World {
    checks: PackChecks<LastResult>,
    packs: Vec<InstalledPack>,
    received: crossbeam_channel::Receiver<JobResult<LastResult>>,
    _folder: tempfile::TempDir,
}

/// Two installed packs, and nothing known of them.
fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library")).unwrap();
    let (public, secret) = new_key_pair(None).unwrap();
    let secret = SecretKey::parse(&secret, None).unwrap();
    let who = Who {
        account: "it".to_owned(),
        at: "2026-11-24T09:00:00Z".parse().unwrap(),
        today: date(2026, 11, 24),
    };
    let public = PublicKey::parse(&public).unwrap();
    library.trust_add(&public, "Unit", &[], &who).unwrap();
    for id in ["example.a", "example.b"] {
        let out = pack(folder.path(), id, &secret);
        library.install(&out, &who, &mut |_, _| true).unwrap();
    }
    let ctx = Context::default();
    let (results, received) = JobResults::new(Arc::new(|| ()));
    let queue = JobQueue::default();
    let lane = queue.lane("checks", AtEnd::Finish, results, |_: &mut LastResult| {
        panic!("a job panicked")
    });
    let mut checks = PackChecks::new(lane, &ctx);
    let mut packs = library.installed().unwrap();
    let stamps = packs
        .iter()
        .map(|p| (p.sha256().to_owned(), p.stamp().unwrap()));
    let stamps = stamps.collect();
    let damaged = checks.take_shelf(library.folder(), false, &mut packs, stamps);
    assert!(damaged.is_empty());
    checks.queue(packs.iter());
    World {
        checks,
        packs,
        received,
        _folder: folder,
    }
}

/// The next result, taken note of as the window does.
fn take(world: &mut World) -> String {
    let mut last = LastResult::default();
    world.received.recv().unwrap().apply(&mut last);
    let (pack, stamp) = last.0.unwrap();
    world.checks.under_way = None;
    world.checks.mark_whole(&pack, stamp);
    pack.outline().id.to_string()
}

#[test]
fn no_pack_is_read_while_media_play_and_each_once_afterwards() {
    let mut world = world();
    world.checks.update(true);
    assert!(world.checks.under_way.is_none());
    assert_eq!(world.checks.packs_to_check(), 2);
    world.checks.update(false);
    assert_eq!(world.checks.packs_to_check(), 2, "one is under way");
    world.checks.update(true);
    let job = world.checks.under_way.as_ref().unwrap();
    assert_eq!(job.handle.rate(), WorkRate::Paused, "a video began");
    world.checks.update(false);
    assert_eq!(take(&mut world), "example.a");
    world.checks.update(false);
    assert_eq!(take(&mut world), "example.b");
    world.checks.update(false);
    assert!(world.checks.under_way.is_none(), "each once");
    assert!(
        world
            .packs
            .iter()
            .all(|pack| world.checks.is_known_whole(pack))
    );
}

#[test]
fn a_requested_pack_is_read_first_and_once() {
    let mut world = world();
    let wanted = world.packs[1].clone();
    world
        .checks
        .want(Wanted::Pack(wanted.clone(), AfterCheck::GoOn), 1.0);
    assert!(world.checks.checking(1.1).is_none(), "most are read sooner");
    let checking = world.checks.checking(1.3).unwrap();
    assert_eq!(
        (checking.title.as_str(), checking.goes_back),
        ("example.b", false)
    );
    // Even while something plays.
    world.checks.update(true);
    let job = world.checks.under_way.as_ref().unwrap();
    assert_eq!(job.handle.rate(), WorkRate::Full);
    assert_eq!(take(&mut world), "example.b");
    world.checks.wanted = None;
    world.checks.update(false);
    assert_eq!(take(&mut world), "example.a");
    world.checks.update(false);
    assert!(world.checks.under_way.is_none());
}

#[test]
fn a_requested_check_preempts_the_background_one() {
    let mut world = world();
    world.checks.update(false);
    let handle = Arc::clone(&world.checks.under_way.as_ref().unwrap().handle);
    let (first, second) = (world.packs[0].clone(), world.packs[1].clone());
    world
        .checks
        .want(Wanted::Pack(second, AfterCheck::GoOn), 0.0);
    world.checks.update(false);
    assert_eq!(handle.rate(), WorkRate::Stopped);
    world
        .checks
        .want(Wanted::Pack(first, AfterCheck::GoOn), 0.0);
    world.checks.update(false);
    assert_eq!(handle.rate(), WorkRate::Full);
    world.checks.wanted = None;
    world.checks.update(false);
    assert_eq!(handle.rate(), WorkRate::Reduced);
}

#[expect(
    clippy::disallowed_methods,
    reason = "app is one of the two rooms that start threads"
)]
#[test]
fn paused_work_continues_or_ends_when_its_rate_changes() {
    for (rate, goes_on) in [(WorkRate::Full, true), (WorkRate::Stopped, false)] {
        let handle = JobHandle::new(WorkRate::Paused);
        let released = Arc::new(AtomicBool::new(false));
        let (job_pack, job_released) = (Arc::clone(&handle), Arc::clone(&released));
        let work = std::thread::spawn(move || {
            let passed = job_pack.continue_when_allowed(3, 4);
            (passed, job_released.load(Ordering::SeqCst))
        });
        while handle.progress() != (3, 4) {
            std::thread::yield_now();
        }
        released.store(true, Ordering::SeqCst);
        handle.set_rate(rate);
        assert_eq!(
            work.join().unwrap(),
            (goes_on, true),
            "not before it was released"
        );
    }
}

#[test]
fn a_file_changed_since_its_check_is_read_again() {
    let mut world = world();
    world.checks.update(false);
    assert_eq!(take(&mut world), "example.a");
    assert!(world.checks.is_known_whole(&world.packs[0]));
    let other = world.packs[1].stamp().unwrap();
    world
        .checks
        .open
        .insert(world.packs[0].sha256().to_owned(), other);
    assert!(!world.checks.is_known_whole(&world.packs[0]));
}

#[test]
fn a_damaged_pack_stays_aside_when_the_shelf_is_reloaded() {
    let mut world = world();
    let pack = world.packs[0].clone();
    let (title, id) = (&pack.outline().title, pack.outline().id.clone());
    let kept = PackVersion::try_from(7).ok();
    // Where nobody may write, nothing but this knows of it; and nothing can be gone back to.
    let notice = damaged_pack(title, id, FileDefect::Cut, kept, false);
    assert_eq!((notice.kept, notice.passing), (None, false));
    let found = Found {
        stamp: pack.stamp(),
        damage: FileDefect::Cut,
        notice,
    };
    world.checks.damaged.insert(pack.sha256().to_owned(), found);
    let stamps = |packs: &[InstalledPack]| -> HashMap<String, Stamp> {
        let open = packs
            .iter()
            .filter_map(|p| Some((p.sha256().to_owned(), p.stamp()?)));
        open.collect()
    };
    let folder = world.checks.library.clone();
    let mut packs = world.packs.clone();
    let open = stamps(&packs);
    let still = world.checks.take_shelf(&folder, true, &mut packs, open);
    assert_eq!(packs[0].state(), PackState::Quarantined);
    assert_eq!(packs[1].state(), PackState::Active);
    assert_eq!(still.len(), 1);
    // Another file has taken its place: it is read as any other.
    let mut packs = world.packs.clone();
    let mut open = stamps(&packs);
    let other = packs[1].stamp().unwrap();
    open.insert(packs[0].sha256().to_owned(), other);
    let still = world.checks.take_shelf(&folder, true, &mut packs, open);
    assert_eq!(packs[0].state(), PackState::Active);
    assert!(still.is_empty());
}

#[test]
fn a_pack_known_to_be_whole_is_opened_without_another_check() {
    let mut world = world();
    for _ in 0..2 {
        world.checks.update(false);
        take(&mut world);
    }
    assert!(
        world.packs.iter().all(|pack| world.checks.is_ready(pack)),
        "what is read stays open"
    );
    // The shelf is read anew: the files are the same.
    let library = Library::open(&world.checks.library).unwrap();
    let anew = library.installed().unwrap();
    anew[1].stays_open(&world.packs[1]);
    assert!(world.checks.is_ready(&anew[1]), "it stays open");
    assert!(world.checks.is_known_whole(&anew[0]) && !world.checks.is_ready(&anew[0]));
    world
        .checks
        .want(Wanted::Pack(anew[0].clone(), AfterCheck::GoOn), 0.0);
    world.checks.update(false);
    assert_eq!(take(&mut world), "example.a");
    assert!(world.checks.is_ready(&anew[0]));
}
