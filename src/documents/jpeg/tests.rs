use std::io::Cursor;

use super::{JpegDamage, damage};

/// Noise with lines in it, so that each part of the data matters.
fn pixel(x: u32, y: u32) -> [u8; 3] {
    let mixed = (x * 7 + y * 13) ^ (x * y / 5);
    [mixed % 251, y % 200, x * 3 % 256].map(|level| u8::try_from(level).expect("a level"))
}

fn jpeg(width: u32, height: u32, quality: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb(pixel(x, y)));
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, quality)
        .encode_image(&picture)
        .expect("a picture");
    file.into_inner()
}

/// JPEGs as other programs write them: the same picture each.
const OTHERS: [(&str, &[u8]); 5] = [
    (
        "progressive",
        include_bytes!("../../../tests/fixtures/pictures/progressive.jpg"),
    ),
    (
        "with restarts",
        include_bytes!("../../../tests/fixtures/pictures/restarts.jpg"),
    ),
    (
        "gray, progressive",
        include_bytes!("../../../tests/fixtures/pictures/gray.jpg"),
    ),
    (
        "colors at half the size",
        include_bytes!("../../../tests/fixtures/pictures/half.jpg"),
    ),
    (
        "inks",
        include_bytes!("../../../tests/fixtures/pictures/inks.jpg"),
    ),
];

#[test]
fn whole_pictures_of_every_make_have_no_damage() {
    for (width, height) in [(1, 1), (8, 8), (9, 17), (64, 48), (250, 33)] {
        for quality in [5, 50, 100] {
            assert_eq!(damage(&jpeg(width, height, quality)), None, "{width}");
        }
    }
    for (name, file) in OTHERS {
        assert_eq!(damage(file), None, "{name}");
        // As programs fill up before the end, and what a camera puts behind.
        let end = file.len() - 2;
        let filled = [&file[..end], &[0; 64], &file[end..], b"more"].concat();
        assert_eq!(damage(&filled), None, "{name}");
    }
}

#[test]
fn most_damage_in_the_middle_is_found() {
    let mut files: Vec<(&str, Vec<u8>)> = vec![("plain", jpeg(200, 150, 80))];
    files.extend(
        OTHERS[..4]
            .iter()
            .map(|(name, file)| (*name, file.to_vec())),
    );
    for (name, file) in files {
        // Codes fall into step again by themselves at times, and at a restart always.
        let percent = if name == "with restarts" { 55 } else { 75 };
        let begins = file
            .windows(2)
            .position(|it| it == [0xFF, 0xDA])
            .expect("a scan")
            + 20;
        let places: Vec<usize> = (1..40)
            .map(|n| begins + (file.len() - begins) * n / 41)
            .collect();
        let holes = places.iter().filter(|at| {
            let mut damaged = file.clone();
            let hole = damaged.iter_mut().skip(**at).take(60);
            hole.for_each(|byte| *byte = 0);
            damage(&damaged).is_some()
        });
        let holes = holes.count();
        let lacking = places.iter().filter(|at| {
            let mut damaged = file.clone();
            damaged.drain(**at..(**at + 100).min(file.len() - 2));
            damage(&damaged).is_some()
        });
        let lacking = lacking.count();
        assert!(
            holes * 100 >= places.len() * percent,
            "{name}: {holes} holes"
        );
        assert!(
            lacking * 100 >= places.len() * percent,
            "{name}: {lacking} gaps"
        );
    }
}

#[test]
fn what_is_no_jpeg_or_is_cut_anywhere_is_looked_at_without_a_panic() {
    let (_, progressive) = OTHERS[0];
    for cut in 0..progressive.len().min(3_000) {
        damage(&progressive[..cut]);
    }
    assert_eq!(damage(b""), None);
    assert_eq!(damage(&[0xFF; 100]), None);
    assert_eq!(
        JpegDamage::Ends.to_string(),
        "a part of the picture cannot be read: its data end too early"
    );
}
