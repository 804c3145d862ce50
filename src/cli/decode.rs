//! `muster decode`: decodes all pictures of a file and says how many they are and how long it took.
//! For the benches, which compare it with other decoders; not listed (CLI 2.39).

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use crate::cli::{Context, Failure, Reply, files};
use crate::player::{FileSource, Threads, clock, decode_pictures_on};
use crate::words::messages::message;
use crate::words::{Code, shown_path};

/// What `decode` takes.
#[derive(Debug, Args)]
pub struct DecodeArgs {
    file: PathBuf,
    #[arg(long, value_name = "N", default_value = "1")]
    threads: NonZeroUsize,
}

pub fn run(context: &Context, args: &DecodeArgs) -> Result<Reply, Failure> {
    files::check_readable(&args.file)?;
    let mut pictures = 0_u64;
    let begin = clock::now();
    let decoded = decode_pictures_on(
        Threads::new(args.threads.get()),
        &FileSource(args.file.clone()),
        &mut |_| {
            pictures += 1;
            !context.cancelled()
        },
    );
    let seconds = clock::now().saturating_sub(begin).as_secs_f64();
    decoded.map_err(|error| Failure::about(&args.file, &error))?;
    if context.cancelled() {
        return Err(Failure::of_message(
            Code::Cancelled,
            "cli-decode-stopped",
            &[("file", shown_path(&args.file).into())],
        ));
    }
    let text = message(
        "cli-decode-pictures",
        &[
            ("count", pictures.into()),
            ("seconds", format!("{seconds:.4}").into()),
        ],
    );
    Ok(Reply::new(text, "pictures", pictures).field("seconds", seconds))
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;
    use std::path::{Path, PathBuf};

    use super::{DecodeArgs, run};
    use crate::cli::{Context, Failure, Reply};
    use crate::words::Code;

    fn decode(context: &Context, file: PathBuf) -> Result<Reply, Failure> {
        let threads = NonZeroUsize::MIN;
        run(context, &DecodeArgs { file, threads })
    }

    fn clip() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/media/carphone_distorted.mp4")
    }

    // CLI 2.39, CLI 3.48.
    #[test]
    fn all_pictures_of_a_clip_are_decoded_and_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        let context = Context::for_test(folder.path());
        let reply = decode(&context, clip()).expect("decoded");
        assert_eq!(reply.fields["pictures"], 120);
        assert!(reply.fields["seconds"].as_f64().is_some_and(|it| it > 0.0));
    }

    #[expect(clippy::disallowed_methods, reason = "a test makes its own files")]
    #[test]
    fn what_is_no_video_and_what_was_stopped_is_not_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        let context = Context::for_test(folder.path());
        let code = |file| decode(&context, file).map_err(|it| it.words.code).err();
        assert_eq!(code(folder.path().join("film.mp4")), Some(Code::NotFound));
        let text = folder.path().join("text.mp4");
        std::fs::write(&text, b"no film").expect("a file");
        assert_eq!(code(text), Some(Code::BadMedia));
        context.cancel();
        assert_eq!(code(clip()), Some(Code::Cancelled));
    }
}
