//! Runs ffmpeg: no shell, its output bounded, its progress followed, ended when it is to end.
//!
//! Its output goes into temporary files ([`Captured`]), since this room starts no threads and
//! reading a pipe would block.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::FfmpegError;
use crate::authoring::tools::Captured;
use crate::platform::child::ChildProcess;

/// How long ffmpeg may make no progress before it is ended.
pub const PATIENCE: Duration = Duration::from_mins(1);
/// At the end it moves the index to the front of the file without reporting progress. For that it
/// has this many times [`PATIENCE`].
const STALL_LIMIT_FACTOR_AT_END: u32 = 10;
/// How often it is polled: short enough for a brief run, long enough to cost nothing.
const NAP: Duration = Duration::from_millis(20);

/// The output of ffmpeg after it ended.
#[derive(Debug)]
pub struct Heard {
    /// Whether it says that all went well.
    pub success: bool,
    /// The end of its standard output.
    pub output: String,
    /// The end of its messages.
    pub messages: String,
}

impl Heard {
    /// The last line of its messages.
    pub fn last_line(&self) -> String {
        let lines = self.messages.lines().map(str::trim);
        let line = lines.rev().find(|line| !line.is_empty());
        // A line is short; what is not is no line of ffmpeg's.
        line.unwrap_or_default().chars().take(300).collect()
    }

    /// The same as an error, unless it ended well.
    pub fn checked(self) -> Result<Self, FfmpegError> {
        if self.success {
            Ok(self)
        } else if self.messages.contains("No space left on device") {
            Err(FfmpegError::NoSpace)
        } else {
            let last = self.last_line();
            Err(FfmpegError::Failed { last })
        }
    }
}

/// Runs `program` until it ends. `proceed` is asked some fifty times a second, with the
/// microseconds of the medium that are done, and says whether to go on; `length_us` is where the
/// medium ends, if that is known.
///
/// # Errors
/// `NotFound`, `NotRun`, `Stalled`, `NoSpace`, `Io`; `Cancelled` if `proceed` returned false. The
/// program has ended and was waited for in any case.
pub fn run(
    program: &OsStr,
    arguments: &[OsString],
    length_us: Option<u64>,
    patience: Duration,
    proceed: &mut dyn FnMut(u64) -> bool,
) -> Result<Heard, FfmpegError> {
    let (mut output, mut messages) = (Captured::new()?, Captured::new()?);
    let mut command = Command::new(program);
    command
        .args(arguments)
        // SVT-AV1 writes to standard error whatever ffmpeg's own level is: errors only.
        .env("SVT_LOG", "1")
        .env("AV_LOG_FORCE_NOCOLOR", "1")
        .stdin(Stdio::null())
        .stdout(output.writer()?)
        .stderr(messages.writer()?);
    let mut child = ChildProcess::start(&mut command).map_err(|error| {
        let program = Path::new(program).display().to_string();
        match error.kind() {
            io::ErrorKind::NotFound => FfmpegError::NotFound { program },
            _ => FfmpegError::NotRun {
                program,
                reason: error.to_string(),
            },
        }
    })?;
    let mut progress = Progress::default();
    let mut stood = Duration::ZERO;
    loop {
        if let Some(status) = child.try_wait()? {
            output.read_new()?;
            messages.read_new()?;
            return Ok(Heard {
                success: status.success(),
                output: output.text(),
                messages: messages.text(),
            });
        }
        if !proceed(progress.done_us) {
            return Err(FfmpegError::Cancelled);
        }
        std::thread::sleep(NAP);
        let has_new_messages = messages.read_new()?;
        let moved = output.read_new()? && progress.read(&output.text());
        if has_new_messages || moved {
            stood = Duration::ZERO;
            continue;
        }
        stood += NAP;
        let at_end = length_us.is_some_and(|length| progress.done_us >= length / 100 * 98);
        if stood >= patience * if at_end { STALL_LIMIT_FACTOR_AT_END } else { 1 } {
            let seconds = stood.as_secs();
            return Err(FfmpegError::Stalled { seconds });
        }
    }
}

/// Where ffmpeg was when it ended, in microseconds of the medium.
pub fn end_us(output: &str) -> Option<u64> {
    let mut progress = Progress::default();
    progress.read(output);
    Some(progress.done_us).filter(|done| *done > 0)
}

/// What ffmpeg reports with `-progress`, as far as it matters: two reports that are the same mean
/// that it stands still (since version 7 it reports even then).
#[derive(Debug, Default, PartialEq, Eq)]
struct Progress {
    done_us: u64,
    frames: u64,
    bytes: u64,
}

impl Progress {
    /// Reads the last report; says whether it differs from the one before.
    fn read(&mut self, text: &str) -> bool {
        let last = |name: &str| {
            text.lines()
                .rev()
                .filter_map(|line| line.strip_prefix(name)?.strip_prefix('='))
                .find_map(|value| value.trim().parse().ok())
        };
        let now = Self {
            done_us: last("out_time_us").unwrap_or(self.done_us),
            frames: last("frame").unwrap_or(self.frames),
            bytes: last("total_size").unwrap_or(self.bytes),
        };
        let moved = now != *self;
        *self = now;
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ffmpeg(
        arguments: &str,
        patience: Duration,
        length_us: Option<u64>,
    ) -> (Result<Heard, FfmpegError>, u64) {
        let arguments: Vec<OsString> = arguments.split(' ').map(Into::into).collect();
        let mut asked = 0;
        let heard = run(
            OsStr::new("ffmpeg"),
            &arguments,
            length_us,
            patience,
            &mut |_| {
                asked += 1;
                asked < 1000
            },
        );
        (heard, asked)
    }

    #[test]
    fn a_missing_program_is_named_in_the_error() {
        let error = run(
            OsStr::new("no-such-ffmpeg"),
            &[],
            None,
            PATIENCE,
            &mut |_| true,
        );
        assert!(
            matches!(error, Err(FfmpegError::NotFound { program }) if program == "no-such-ffmpeg")
        );
    }

    #[test]
    fn a_program_without_progress_is_ended() {
        // It reads one picture in a hundred seconds.
        let slow = "-v error -nostdin -progress pipe:1 -readrate 0.0004 -f lavfi -i testsrc=d=60 -f null -";
        let (error, asked) = ffmpeg(slow, Duration::from_millis(400), None);
        assert!(
            matches!(error, Err(FfmpegError::Stalled { .. })),
            "{error:?}"
        );
        assert!(asked < 1000);
    }

    #[test]
    fn messages_without_end_are_bounded_and_their_end_is_kept() {
        let noisy = "-v trace -nostdin -f lavfi -i testsrc=d=40:s=16x16 -f null -";
        let (heard, _) = ffmpeg(noisy, PATIENCE, None);
        let heard = heard.expect("it ran");
        assert!(heard.success);
        assert!(
            heard.messages.len() <= crate::authoring::tools::KEPT_BYTES,
            "{}",
            heard.messages.len()
        );
        assert!(!heard.last_line().is_empty());
    }

    #[test]
    fn a_report_that_repeats_itself_is_no_progress() {
        let mut progress = Progress::default();
        let report = "frame=12\nout_time_us=480000\ntotal_size=N/A\nprogress=continue\n";
        assert!(progress.read(report));
        assert_eq!(progress.done_us, 480_000);
        assert!(!progress.read(&report.repeat(2)));
        assert!(progress.read("frame=13\nout_time_us=N/A\n"));
        assert_eq!(progress.done_us, 480_000);
    }
}
