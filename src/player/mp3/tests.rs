use super::{Header, Mp3, first_frame, read};
use std::io::Cursor;

/// 44,100 Hz, 128 kbit/s, stereo: 417 bytes.
const HEADER: [u8; 4] = [0xff, 0xfb, 0x90, 0x00];

fn frame(header: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = Header::read(header).expect("a header").length;
    let mut frame = [&header[..], content].concat();
    frame.resize(length, 0);
    frame
}

fn tag(frames: u32) -> Vec<u8> {
    let content = [
        &[0; 32][..],
        b"Xing",
        &1_u32.to_be_bytes(),
        &frames.to_be_bytes(),
    ];
    frame(HEADER, &content.concat())
}

fn found(file: &[u8]) -> Mp3 {
    read(&mut Cursor::new(file), 0).expect("read")
}

fn millis(frames: i64) -> i64 {
    frames * 1152 * 1_000 / 44_100
}

#[test]
fn headers_say_how_long_a_frame_is() {
    for (bytes, length, rate) in [
        (HEADER, 417, 44_100),
        ([0xff, 0xfb, 0x92, 0x00], 418, 44_100),
        ([0xff, 0xf3, 0x84, 0xc0], 192, 24_000),
        ([0xff, 0xe3, 0x88, 0xc0], 576, 8_000),
    ] {
        let header = Header::read(bytes).expect("a header");
        assert_eq!((header.length, header.rate), (length, rate), "{bytes:x?}");
    }
    for bytes in [
        [0xff, 0xfb, 0xf0, 0],
        [0xff, 0xfb, 0x00, 0],
        [0xff, 0xfb, 0x9c, 0],
        [0xff, 0xfd, 0x90, 0],
        [0xff, 0xeb, 0x90, 0],
        [0xfe, 0xfb, 0x90, 0],
    ] {
        assert_eq!(Header::read(bytes), None, "{bytes:x?}");
    }
}

#[test]
fn frames_are_counted_where_nothing_says_how_many_there_are() {
    // Loud first: the bit rate falls.
    let mut file = frame([0xff, 0xfb, 0xe0, 0], &[]).repeat(10);
    file.extend(frame([0xff, 0xfb, 0x10, 0], &[]).repeat(90));
    let found = found(&file);
    assert_eq!(
        found.length.real.expect("a length").as_millis(),
        millis(100)
    );
    assert_eq!(found.length.stated, None);
    // And what is shown in front says so.
    let front = read(&mut Cursor::new([found.front, file].concat()), 0).expect("read");
    assert_eq!(front.length.stated, front.length.real);
    assert!(front.front.is_empty());
}

#[test]
fn a_file_that_was_cut_says_how_long_it_was() {
    let file = [tag(100), frame(HEADER, &[]).repeat(40), HEADER.to_vec()].concat();
    let found = found(&file);
    assert_eq!(found.length.real.expect("a length").as_millis(), millis(40));
    assert_eq!(
        found.length.stated.expect("a length").as_millis(),
        millis(100)
    );
    assert_eq!((found.front.len(), found.wrong_tag), (0, None));
}

#[test]
fn files_put_one_behind_the_other_are_as_long_as_all_of_them() {
    let one = [tag(40), frame(HEADER, &[]).repeat(40)].concat();
    let found = found(&[one.clone(), b"TAG of an old kind".to_vec(), one].concat());
    assert_eq!(found.length.real.expect("a length").as_millis(), millis(82));
    assert_eq!(found.wrong_tag, Some(36));
    assert!(!found.front.is_empty());
}

fn begins(file: &[u8]) -> Option<u64> {
    first_frame(&mut Cursor::new(file), 0).expect("read")
}

#[test]
fn what_only_looks_like_a_frame_is_none() {
    let frames = frame(HEADER, &[]).repeat(5);
    assert_eq!(begins(&frames), Some(0));
    assert_eq!(begins(&frame(HEADER, &[])), Some(0));
    assert_eq!(begins(&[&b"junk"[..], &frames].concat()), Some(4));
    assert_eq!(
        begins(&[frame(HEADER, &[]), b"TAG".to_vec()].concat()),
        Some(0)
    );
    // Samples, or AAC, with the bytes of a header amid them.
    let mut chance = vec![1; 3_000];
    chance[1_000..1_004].copy_from_slice(&HEADER);
    chance[1_417..1_421].copy_from_slice(&HEADER);
    assert_eq!(begins(&chance), None);
    // A stream of AAC.
    let adts = [&[0xff, 0xf1, 0x50, 0x80, 0x02, 0x1f, 0xfc][..], &[0xfb; 9]].concat();
    assert_eq!(begins(&adts.repeat(50)), None);
    assert_eq!(begins(b""), None);
}

#[test]
fn tags_behind_and_between_are_no_sound_whatever_they_hold() {
    let sound = frame(HEADER, &[]).repeat(40);
    let looks_like_sound = frame(HEADER, &[]).repeat(9);
    let size = u32::try_from(looks_like_sound.len() + 32)
        .expect("short")
        .to_le_bytes();
    let ape = |flags: u8| {
        [
            &b"APETAGEX\xd0\x07\0\0"[..],
            &size,
            &[1, 0, 0, 0, 0, 0, 0, flags],
            &[0; 8],
        ]
        .concat()
    };
    let tag = [
        &ape(0xa0)[..],
        &looks_like_sound,
        &ape(0x80),
        b"TAG",
        &[7; 125],
    ]
    .concat();
    let read = found(&[&sound[..], &tag].concat());
    assert_eq!(read.length.real.expect("a length").as_millis(), millis(40));
    assert_eq!(read.end, Some(sound.len() as u64));
    // The second of two joined files has its picture in front.
    let id3 = [&b"ID3\x03\0\0\0\0\x40\0"[..], &[0xff; 8192]].concat();
    let read = found(&[&sound[..], &id3, &sound].concat());
    assert_eq!(read.length.real.expect("a length").as_millis(), millis(80));
    // What was overwritten by something else goes on behind it.
    let read = found(&[&sound[..], &vec![9; 20_000], &sound].concat());
    assert_eq!(read.length.real.expect("a length").as_millis(), millis(80));
}

#[test]
fn a_file_without_sound_is_refused_and_one_of_another_kind_left_alone() {
    assert!(read(&mut Cursor::new(tag(0)), 0).is_err());
    assert!(read(&mut Cursor::new(tag(9)), 0).is_err());
    assert_eq!(found(b"something else"), Mp3::default());
    assert_eq!(found(b""), Mp3::default());
}
