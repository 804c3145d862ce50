//! How reading in the background makes way: for what plays, and for whoever waits.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::date;

use super::*;
use crate::app::fixture::pack;
use crate::app::jobs::result::JobResult;
use crate::library::Who;
use crate::pack::signature::new_key_pair;
use crate::pack::{PublicKey, SecretKey};

/// Keeps the result that came last.
#[derive(Default)]
struct Last(Option<(InstalledPack, Option<Stamp>)>);

impl TakesChecks for Last {
    fn checked(
        &mut self,
        pack: InstalledPack,
        stamp: Option<Stamp>,
        result: Result<(), LibraryError>,
    ) {
        result.unwrap();
        self.0 = Some((pack, stamp));
    }

    fn went_back(&mut self, _: Option<Stamp>, _: Result<InstalledPack, LibraryError>) {
        panic!("nothing went back");
    }
}

struct World {
    checks: Checks<Last>,
    packs: Vec<InstalledPack>,
    received: crossbeam_channel::Receiver<JobResult<Last>>,
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
    let (results, received) = JobResults::new(&ctx);
    let mut checks = Checks::start(results, &ctx, |_| panic!("a job panicked")).unwrap();
    let mut packs = library.installed().unwrap();
    let stamps = packs
        .iter()
        .map(|p| (p.sha256().to_owned(), p.stamp().unwrap()));
    let stamps = stamps.collect();
    let damaged = checks.take_shelf(library.folder(), false, &mut packs, stamps);
    assert!(damaged.is_empty());
    checks.wait_for(packs.iter());
    World {
        checks,
        packs,
        received,
        _folder: folder,
    }
}

/// The next result, taken note of as the window does.
fn take(world: &mut World) -> String {
    let mut last = Last::default();
    world.received.recv().unwrap().apply(&mut last);
    let (pack, stamp) = last.0.unwrap();
    world.checks.under_way = None;
    world.checks.is_whole(&pack, stamp);
    pack.outline().id.to_string()
}

#[test]
fn nothing_is_read_while_something_plays_and_one_after_the_other_afterwards() {
    let mut world = world();
    world.checks.drive(true);
    assert!(world.checks.under_way.is_none());
    assert_eq!(world.checks.to_go(), 2);
    world.checks.drive(false);
    assert_eq!(world.checks.to_go(), 2, "one is under way");
    world.checks.drive(true);
    let job = world.checks.under_way.as_ref().unwrap();
    assert_eq!(job.gate.lock().0, Pace::Still, "a video began");
    world.checks.drive(false);
    assert_eq!(take(&mut world), "example.a");
    world.checks.drive(false);
    assert_eq!(take(&mut world), "example.b");
    world.checks.drive(false);
    assert!(world.checks.under_way.is_none(), "each once");
    assert!(world.packs.iter().all(|pack| world.checks.knows(pack)));
}

#[test]
fn a_pack_for_which_somebody_waits_is_read_first_and_is_not_read_twice() {
    let mut world = world();
    let wanted = world.packs[1].clone();
    world
        .checks
        .want(Wanted::Pack(wanted.clone(), Then::GoOn), 1.0);
    assert!(world.checks.said(1.1).is_none(), "most are read sooner");
    let said = world.checks.said(1.3).unwrap();
    assert_eq!((said.title.as_str(), said.goes_back), ("example.b", false));
    // Even while something plays.
    world.checks.drive(true);
    let job = world.checks.under_way.as_ref().unwrap();
    assert_eq!(job.gate.lock().0, Pace::Quick);
    assert_eq!(take(&mut world), "example.b");
    world.checks.wanted = None;
    world.checks.drive(false);
    assert_eq!(take(&mut world), "example.a");
    world.checks.drive(false);
    assert!(world.checks.under_way.is_none());
}

#[test]
fn another_one_under_way_makes_room_and_one_that_is_called_off_goes_on_calmly() {
    let mut world = world();
    world.checks.drive(false);
    let gate = Arc::clone(&world.checks.under_way.as_ref().unwrap().gate);
    let (first, second) = (world.packs[0].clone(), world.packs[1].clone());
    world.checks.want(Wanted::Pack(second, Then::GoOn), 0.0);
    world.checks.drive(false);
    assert_eq!(gate.lock().0, Pace::Stop);
    world.checks.want(Wanted::Pack(first, Then::GoOn), 0.0);
    world.checks.drive(false);
    assert_eq!(gate.lock().0, Pace::Quick);
    world.checks.wanted = None;
    world.checks.drive(false);
    assert_eq!(gate.lock().0, Pace::Calm);
}

#[expect(
    clippy::disallowed_methods,
    reason = "app is one of the two rooms that start threads"
)]
#[test]
fn work_that_stands_still_goes_on_when_it_may_and_ends_when_it_must() {
    for (pace, goes_on) in [(Pace::Quick, true), (Pace::Stop, false)] {
        let gate = Gate::new(Pace::Still);
        let told = Arc::new(AtomicBool::new(false));
        let (theirs, seen) = (Arc::clone(&gate), Arc::clone(&told));
        let work = std::thread::spawn(move || {
            let passed = theirs.pass(3, 4, &mut instant());
            (passed, seen.load(Ordering::SeqCst))
        });
        while gate.progress() != (3, 4) {
            std::thread::yield_now();
        }
        told.store(true, Ordering::SeqCst);
        gate.set(pace);
        assert_eq!(
            work.join().unwrap(),
            (goes_on, true),
            "not before it was told"
        );
    }
}

#[test]
fn a_file_that_was_changed_since_it_was_read_is_read_again() {
    let mut world = world();
    world.checks.drive(false);
    assert_eq!(take(&mut world), "example.a");
    assert!(world.checks.knows(&world.packs[0]));
    let other = world.packs[1].stamp().unwrap();
    world
        .checks
        .open
        .insert(world.packs[0].sha256().to_owned(), other);
    assert!(!world.checks.knows(&world.packs[0]));
}

#[test]
fn a_pack_that_was_found_damaged_stays_aside_when_the_shelf_is_read_anew() {
    let mut world = world();
    let pack = world.packs[0].clone();
    let (title, id) = (&pack.outline().title, pack.outline().id.clone());
    let kept = PackVersion::try_from(7).ok();
    // Where nobody may write, nothing but this knows of it; and nothing can be gone back to.
    let shown = damaged_pack(title, id, FileDefect::Cut, kept, false);
    assert_eq!((shown.kept, shown.passing), (None, false));
    let found = Found {
        stamp: pack.stamp(),
        damage: FileDefect::Cut,
        shown,
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
fn a_pack_that_is_known_to_be_whole_is_only_opened_when_it_is_used_again() {
    let mut world = world();
    for _ in 0..2 {
        world.checks.drive(false);
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
    assert!(world.checks.knows(&anew[0]) && !world.checks.is_ready(&anew[0]));
    world
        .checks
        .want(Wanted::Pack(anew[0].clone(), Then::GoOn), 0.0);
    world.checks.drive(false);
    assert_eq!(take(&mut world), "example.a");
    assert!(world.checks.is_ready(&anew[0]));
}
