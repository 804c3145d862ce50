//! The writer (FORMAT section 7): what it makes is read again, and it makes the same twice.

use std::io::Cursor;

use super::fixture::{World, manifest_with_guide, refused};
use crate::pack::container::Method;
use crate::pack::{PackError, manifest, write};

fn build(world: &World, guide: &'static [u8], name: &str) -> Result<Vec<u8>, PackError> {
    let json = manifest_with_guide("text/guide.md").to_string();
    let manifest = manifest::parse(json.as_bytes()).unwrap();
    let out = world.folder.path().join(name);
    write::build(
        &manifest,
        json.as_bytes(),
        &world.secret,
        &out,
        &mut |_| Ok(Box::new(Cursor::new(guide))),
        &mut || true,
    )?;
    Ok(std::fs::read(out).unwrap())
}

/// FORMAT 7.4.
#[test]
fn a_built_pack_is_verified() {
    let world = World::new();
    let bytes = build(&world, b"# Guide", "a.muster").unwrap();
    let pack = world.read(&bytes).unwrap();
    let guide = pack.archive().entry("text/guide.md").unwrap();
    assert_eq!(guide.method, Method::Deflated);
    assert_eq!(pack.archive().read(guide, 100).unwrap(), b"# Guide");
}

/// FORMAT 7.2.
#[test]
fn the_same_input_gives_the_same_signed_bytes() {
    let world = World::new();
    let one = build(&world, b"# Guide", "a.muster").unwrap();
    let two = build(&world, b"# Guide", "b.muster").unwrap();
    let signed = one.len() - world.comment_len();
    assert_eq!(one[..signed], two[..signed]);
}

/// FORMAT 7.1.
#[test]
fn a_pack_that_breaks_a_rule_is_not_built() {
    let world = World::new();
    let (code, text) = refused(build(&world, b"<b>bold</b>", "a.muster"));
    assert_eq!(code, "BadArchive", "{text}");
    let left: Vec<_> = std::fs::read_dir(world.folder.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_built_pack_can_be_read_by_others() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    build(&world, b"# Guide", "a.muster").unwrap();
    let built = std::fs::metadata(world.folder.path().join("a.muster")).unwrap();
    assert_eq!(built.permissions().mode() & 0o444, 0o444);
}
