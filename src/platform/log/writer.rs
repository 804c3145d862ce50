//! The thread that writes lines, so that callers never wait for a disk.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::platform::log::file::LogFile;

/// Lines wait here; more are counted and left out.
const MAX_WAITING: usize = 256;
/// What cannot be written now is kept up to this size and tried again with what comes after.
const MAX_KEPT_BYTES: usize = 64 << 10;

/// What the thread is to do.
enum Task {
    Write(String),
    /// Answers when all before it is done.
    Answer(Sender<()>),
}

/// Hands lines to the thread.
pub(super) struct Writer {
    tasks: Sender<Task>,
    lost: Arc<AtomicUsize>,
}

impl Writer {
    /// Nothing where the machine can start no thread.
    #[expect(
        clippy::disallowed_methods,
        reason = "platform is a room that may start threads"
    )]
    pub(super) fn start(file: LogFile) -> Option<Self> {
        let (tasks, waiting) = bounded(MAX_WAITING);
        let lost = Arc::new(AtomicUsize::new(0));
        let of_thread = Arc::clone(&lost);
        std::thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || write_lines(&file, &waiting, &of_thread))
            .ok()?;
        Some(Self { tasks, lost })
    }

    pub(super) fn write(&self, line: String) {
        if self.tasks.try_send(Task::Write(line)).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until all that was handed over is written, and no longer than this.
    pub(super) fn flush(&self, max_wait: Duration) {
        let (answer, answered) = bounded(1);
        let half = max_wait / 2;
        if self.tasks.send_timeout(Task::Answer(answer), half).is_ok() {
            // What is not written by then is lost.
            let _ = answered.recv_timeout(half);
        }
    }
}

fn write_lines(file: &LogFile, waiting: &Receiver<Task>, lost: &AtomicUsize) {
    let mut lines = String::new();
    while let Ok(task) = waiting.recv() {
        let mut answers = Vec::new();
        for task in std::iter::once(task).chain(waiting.try_iter()) {
            match task {
                Task::Write(line) => lines.push_str(&line),
                Task::Answer(answer) => answers.push(answer),
            }
        }
        let missing = lost.swap(0, Ordering::Relaxed);
        if missing > 0 {
            let _ = writeln!(lines, "({missing} lines are missing here)");
        }
        // A log that cannot be written is no error here; `muster doctor` reports it.
        if file.append(lines.as_bytes()).is_ok() {
            lines.clear();
        } else if lines.len() > MAX_KEPT_BYTES {
            lost.fetch_add(lines.lines().count(), Ordering::Relaxed);
            lines.clear();
        }
        for answer in answers {
            let _ = answer.try_send(());
        }
    }
}
