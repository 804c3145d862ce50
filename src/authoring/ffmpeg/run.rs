//! Runs ffmpeg: no shell, its output bounded, its progress followed, ended when it is to end.
//!
//! What it writes goes into temporary files that are looked at in turns, since this room starts
//! no threads and a pipe can only be waited for.

use std::ffi::{OsStr, OsString};
use std::fs::OpenOptions;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::FfmpegError;
use crate::platform::child::ChildProcess;

/// So long ffmpeg may stand still before it is ended.
pub const PATIENCE: Duration = Duration::from_mins(1);
/// At the end it moves the index of the whole file to the front and says nothing meanwhile.
const PATIENCE_AT_END: u32 = 10;
/// How often it is looked at: soon enough for a short run, seldom enough to cost nothing.
const NAP: Duration = Duration::from_millis(20);
/// So much of what it says is kept, in bytes: the end of it.
const KEPT: usize = 64 << 10;
/// Above this a file of its output is emptied, in bytes.
const BOUND: u64 = 1 << 20;

/// What was heard from ffmpeg when it had ended.
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
/// `NotFound`, `NotRun`, `Stalled`, `NoSpace`, `Io`; `Cancelled` if `proceed` said so. The program
/// has ended and was waited for in any case.
pub fn run(
    program: &OsStr,
    arguments: &[OsString],
    length_us: Option<u64>,
    patience: Duration,
    proceed: &mut dyn FnMut(u64) -> bool,
) -> Result<Heard, FfmpegError> {
    let (mut output, mut messages) = (Written::new()?, Written::new()?);
    let mut command = Command::new(program);
    command
        .args(arguments)
        // SVT-AV1 writes to standard error whatever ffmpeg's own level is: errors only.
        .env("SVT_LOG", "1")
        .env("AV_LOG_FORCE_NOCOLOR", "1")
        .stdin(Stdio::null())
        .stdout(output.end()?)
        .stderr(messages.end()?);
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
            output.look()?;
            messages.look()?;
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
        let said = messages.look()?;
        let moved = output.look()? && progress.read(&output.text());
        if said || moved {
            stood = Duration::ZERO;
            continue;
        }
        stood += NAP;
        let at_end = length_us.is_some_and(|length| progress.done_us >= length / 100 * 98);
        if stood >= patience * if at_end { PATIENCE_AT_END } else { 1 } {
            let seconds = stood.as_secs();
            return Err(FfmpegError::Stalled { seconds });
        }
    }
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

/// A temporary file that a program writes into, and the end of what it wrote.
struct Written {
    file: NamedTempFile,
    read: u64,
    kept: Vec<u8>,
}

impl Written {
    fn new() -> io::Result<Self> {
        Ok(Self {
            file: tempfile::Builder::new().prefix(".muster-").tempfile()?,
            read: 0,
            kept: Vec::new(),
        })
    }

    /// The program's side. It appends, so that the file can be emptied under it.
    fn end(&self) -> io::Result<Stdio> {
        let file = OpenOptions::new().append(true).open(self.file.path())?;
        Ok(file.into())
    }

    /// Reads what is new, and says whether anything is.
    fn look(&mut self) -> io::Result<bool> {
        let file = self.file.as_file_mut();
        let length = file.metadata()?.len();
        if length <= self.read {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(self.read.max(length.saturating_sub(BOUND))))?;
        file.take(length - self.read).read_to_end(&mut self.kept)?;
        self.read = length;
        if length > BOUND {
            // Should it write a line just now, that one is lost.
            self.file.as_file_mut().set_len(0)?;
            self.read = 0;
        }
        let surplus = self.kept.len().saturating_sub(KEPT);
        self.kept.drain(..surplus);
        Ok(true)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept).into_owned()
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
    fn a_program_that_is_not_there_is_said_by_name() {
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
    fn one_that_stands_still_is_ended() {
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
        assert!(heard.messages.len() <= KEPT, "{}", heard.messages.len());
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
