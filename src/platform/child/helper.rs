//! Muster's own executable as a helper: one task after the other over its pipes, each with an end
//! of waiting.

use std::io;
use std::process::{ChildStdin, ChildStdout, ExitStatus};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::{ChildProcess, Limits, own_command};

/// What is done over the pipes of a helper.
type Task = Box<dyn FnOnce(&mut ChildStdin, &mut ChildStdout) + Send>;

/// Muster's own executable, started with limits and spoken with on a thread of its own. It is
/// killed when this goes out of scope.
#[derive(Debug)]
pub struct Helper {
    process: Arc<Mutex<ChildProcess>>,
    tasks: Sender<Task>,
}

/// What a task will bring.
#[derive(Debug)]
pub struct Outcome<T>(Receiver<T>);

/// What a task has brought.
#[derive(Debug)]
pub enum Waited<T> {
    /// This.
    Done(T),
    /// Nothing yet.
    NotYet,
    /// Nothing, and it never will.
    Never,
}

impl Helper {
    /// Starts Muster's own executable with these arguments, of which the first is a verb that no
    /// person gives.
    ///
    /// # Errors
    /// If no thread or no process can be started, or it cannot be tied to Muster or limited.
    pub fn start(arguments: &[&str], limits: Limits) -> io::Result<Self> {
        let (verb, rest) = arguments.split_first().unwrap_or((&"", &[]));
        let mut command = own_command(verb)?;
        command.args(rest);
        let (tasks, next) = bounded::<Task>(1);
        let (started, start) = bounded(1);
        #[expect(
            clippy::disallowed_methods,
            reason = "platform is one of the rooms that start threads"
        )]
        std::thread::Builder::new()
            .name("helper".to_owned())
            .spawn(move || {
                // Started by the thread that stays with it: Linux kills it when that one ends.
                let start = ChildProcess::start_limited(&mut command, limits);
                let (process, pipes) = match start {
                    Ok(mut child) => {
                        let pipes = child.take_pipes();
                        (Arc::new(Mutex::new(child)), pipes)
                    }
                    Err(error) => {
                        let _ = started.send(Err(error));
                        return;
                    }
                };
                let Some((mut input, mut output)) = pipes else {
                    let _ = started.send(Err(io::ErrorKind::BrokenPipe.into()));
                    return;
                };
                let _ = started.send(Ok(Arc::clone(&process)));
                while let Ok(task) = next.recv() {
                    task(&mut input, &mut output);
                }
                // Gone when this is the last that holds it.
                drop(process);
            })?;
        let process = start
            .recv()
            .unwrap_or_else(|_| Err(io::ErrorKind::BrokenPipe.into()))?;
        Ok(Self { process, tasks })
    }

    /// Begins a task after the one before, of which the outcome has been waited for. One that reads
    /// what never comes ends with the process.
    pub fn begin<T: Send + 'static>(
        &self,
        task: impl FnOnce(&mut ChildStdin, &mut ChildStdout) -> T + Send + 'static,
    ) -> Outcome<T> {
        let (done, outcome) = bounded(1);
        let task: Task = Box::new(move |input, output| {
            // Nobody may wait any more.
            let _ = done.send(task(input, output));
        });
        // Without a thread or room for it the outcome says that it never comes.
        let _ = self.tasks.try_send(task);
        Outcome(outcome)
    }

    /// Kills it where it has not ended by itself, and says how it ended.
    ///
    /// # Errors
    /// What the system reports.
    pub fn end(&self) -> io::Result<ExitStatus> {
        let mut child = self.child();
        child.kill();
        child.wait()
    }

    /// Lowers what it may use.
    ///
    /// # Errors
    /// What the system reports; the limits of before hold.
    pub fn tighten(&self, limits: Limits) -> io::Result<()> {
        self.child().tighten(limits)
    }

    fn child(&self) -> MutexGuard<'_, ChildProcess> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        // It is waited for by the thread that has its pipes.
        self.child().kill();
    }
}

impl<T> Outcome<T> {
    /// Waits so long at most.
    #[must_use]
    pub fn wait(&self, most: Duration) -> Waited<T> {
        match self.0.recv_timeout(most) {
            Ok(brought) => Waited::Done(brought),
            Err(RecvTimeoutError::Timeout) => Waited::NotYet,
            Err(RecvTimeoutError::Disconnected) => Waited::Never,
        }
    }
}
