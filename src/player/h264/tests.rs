use super::{can_begin_at, is_leaf};

#[test]
fn only_a_picture_that_is_no_reference_is_a_leaf() {
    let delimiter = [0, 2, 0x09, 0xf0];
    let sei = [0, 2, 0x06, 0x80];
    let slice = |header| [0, 3, header, 0x9a, 0x01];
    let leaf = [&delimiter[..], &sei, &slice(0x01), &slice(0x01)].concat();
    assert!(is_leaf(&leaf, 2));
    for end in 1..leaf.len() {
        // What is cut off between two units is whole.
        assert_eq!(is_leaf(&leaf[..end], 2), end == 13, "{end} bytes");
    }
    for header in [0x41, 0x65, 0x02, 0x67, 0x68, 0x05] {
        let other = [&slice(0x01)[..], &slice(header)].concat();
        assert!(!is_leaf(&other, 2), "{header:#x}");
    }
    assert!(!is_leaf(&delimiter, 2));
    assert!(!is_leaf(&[0xff; 64], 4));
    assert!(!is_leaf(&[0; 64], 4));
}
#[test]
fn decoding_begins_at_pictures_that_build_on_no_other() {
    let unit = |bytes: &[u8]| {
        let length = u16::try_from(bytes.len()).expect("short");
        [&length.to_be_bytes()[..], bytes].concat()
    };
    let delimiter = unit(&[0x09, 0xf0]);
    let sei = unit(&[0x06, 0x06, 0x01, 0x84, 0x80]);
    // first_mb_in_slice 0, then slice_type 7 (I), 5 (P) and 2 (I).
    let intra = unit(&[0x41, 0b1000_1000]);
    let predicted = unit(&[0x41, 0b1001_1000]);
    let one_intra = unit(&[0x41, 0b1011_0000]);
    let idr = unit(&[0x65, 0b1000_1000]);
    let with = |slice: &[u8]| [&delimiter[..], &sei, slice].concat();
    let yes = Some(true);
    let no = Some(false);
    assert_eq!(can_begin_at(&with(&idr), 2, true), yes);
    assert_eq!(can_begin_at(&with(&idr), 2, false), yes);
    assert_eq!(can_begin_at(&with(&intra), 2, true), yes);
    assert_eq!(can_begin_at(&with(&one_intra), 2, true), yes);
    assert_eq!(can_begin_at(&with(&intra), 2, false), no, "no list");
    assert_eq!(
        can_begin_at(&with(&predicted), 2, true),
        no,
        "a recovery point"
    );
    assert_eq!(can_begin_at(&delimiter, 2, true), None);
    assert_eq!(can_begin_at(&[], 2, true), None);
    assert_eq!(can_begin_at(&[0; 64], 4, true), None);
    for end in 1..with(&intra).len() {
        assert_eq!(can_begin_at(&with(&intra)[..end], 2, true), None, "{end}");
    }
}
