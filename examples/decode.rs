//! For the benches: decodes all pictures of a file and says how many they are and how long it
//! took, in seconds. `cargo run --release --example decode -- FILE [THREADS]`

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use muster::platform::memory;
use muster::player::{FileSource, Threads, clock, decode_pictures_on};

fn main() -> anyhow::Result<()> {
    memory::keep_for_pictures();
    let mut arguments = std::env::args_os().skip(1);
    let file = PathBuf::from(arguments.next().context("which file?")?);
    let threads = match arguments.next() {
        Some(said) => said.to_string_lossy().parse()?,
        None => 1,
    };
    let mut pictures = 0_u64;
    let begin = clock::now();
    decode_pictures_on(Threads::new(threads), &FileSource(file), &mut |_| {
        pictures += 1;
        true
    })?;
    let seconds = clock::now().saturating_sub(begin).as_secs_f64();
    writeln!(std::io::stdout(), "{pictures} {seconds:.4}")?;
    Ok(())
}
