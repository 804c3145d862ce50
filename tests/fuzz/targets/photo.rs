//! A photo of any bytes, as `pack new` takes it: without the place where it was taken, and still the
//! same picture.

#![no_main]

use std::sync::Once;

use libfuzzer_sys::fuzz_target;
use muster::authoring::fuzzing;

/// The pixels; nothing where there are none, or too many for this.
fn pixels(bytes: &[u8]) -> Option<image::DynamicImage> {
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(2_048);
    limits.max_image_height = Some(2_048);
    let bytes = std::io::Cursor::new(bytes);
    let mut reader = image::ImageReader::new(bytes).with_guessed_format().ok()?;
    reader.limits(limits);
    std::panic::catch_unwind(move || reader.decode().ok()).ok()?
}

fuzz_target!(|bytes: &[u8]| {
    // A decoder that panics is an error of the picture.
    static QUIET: Once = Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let Some(clean) = fuzzing::photo_without_place(bytes) else {
        return;
    };
    if fuzzing::photo_without_place(&clean).is_some() {
        // What a panic cannot say here.
        std::process::abort();
    }
    if let Some(photo) = pixels(bytes)
        && pixels(&clean) != Some(photo)
    {
        std::process::abort();
    }
});
