//! A document that is drawn by a process of its own.
//!
//! The process has limits of memory and processor time, and gives up its rights before it reads
//! the document ([`confine`](crate::platform::confine)). Whatever becomes of it is an error of this
//! document and of nothing else. Its answers are not trusted.

use std::io;
use std::process::{ChildStdin, ChildStdout};
use std::sync::Arc;
use std::time::Duration;

use crate::documents::office::{self, OfficeError, OfficeText};
use crate::documents::protocol::{self, Opened, Request};
use crate::documents::{DocumentError, DocumentKind, Loss, MAX_FILE_BYTES, PageWanted, Pixels};
use crate::platform::child::{Helper, Limits, Outcome, Waited};

/// What starts Muster to draw (CLI 2.36).
#[cfg(not(test))]
const ARGUMENTS: [&str; 1] = [DRAW];
/// The program of the unit tests, which has no verbs, runs this test alone and as the process that
/// draws.
#[cfg(test)]
const ARGUMENTS: [&str; 5] = [
    "documents::drawing::tests::the_process_that_draws",
    "--exact",
    "--nocapture",
    "--skip",
    DRAW,
];

/// The verb of the process that draws.
pub const DRAW: &str = "draw-document";

/// What drawing a picture may take. The most of what the format allows are four colors of 40 million
/// pixels in a progressive JPEG of 128 MiB: some 640 MiB, and 4 s where nothing is optimized.
const PICTURE: Limits = Limits {
    memory_bytes: 800 << 20,
    cpu_secs: 20,
};
/// What drawing a PDF may take. The format sets no bounds to what a page holds: a scan of a sheet
/// in four colors at 600 dpi takes 290 MiB and 1.5 s where nothing is optimized, a map of 50,000
/// lines 60 MiB and 0.5 s.
const PDF: Limits = Limits {
    memory_bytes: 400 << 20,
    cpu_secs: 6,
};

/// What reading an Office document may take. One of 15 MiB of XML, far more than any guide has,
/// takes 330 MiB and 4 s where nothing is optimized.
const TEXT: Limits = Limits {
    memory_bytes: 600 << 20,
    cpu_secs: 10,
};

/// How often whoever waits is asked whether to go on.
pub const STEP: Duration = Duration::from_millis(50);
/// After so many steps, a minute, a process that takes no processor time either is given up.
const MAX_STEPS: u32 = 1_200;

/// A process that waits for a document.
pub struct Spare {
    helper: Helper,
    ready: Outcome<io::Result<()>>,
}

impl Spare {
    /// Starts a process. Returns at once; it is ready a moment later.
    ///
    /// # Errors
    /// `NotStarted`.
    pub fn start() -> Result<Self, DocumentError> {
        Self::start_as(&ARGUMENTS, |_, output| protocol::read_ready(output))
    }

    /// The same for a process that will wait for a while: it draws a page of Muster's own
    /// meanwhile, so that it is quicker with the first of the document.
    ///
    /// # Errors
    /// `NotStarted`.
    pub fn start_with_practice() -> Result<Self, DocumentError> {
        Self::start_as(&ARGUMENTS, |input, output| {
            protocol::read_ready(&mut *output)?;
            protocol::write_practice(input)?;
            protocol::read_ready(output)
        })
    }

    fn start_as(
        arguments: &[&str],
        begin: impl FnOnce(&mut ChildStdin, &mut ChildStdout) -> io::Result<()> + Send + 'static,
    ) -> Result<Self, DocumentError> {
        let helper = Helper::start(arguments, PICTURE).map_err(DocumentError::NotStarted)?;
        let ready = helper.begin(begin);
        Ok(Self { helper, ready })
    }

    /// Waits until it can be given a document.
    fn ready(self, go_on: &mut dyn FnMut() -> bool) -> Result<Helper, DocumentError> {
        match wait(&self.ready, MAX_STEPS, go_on) {
            Ok(Ok(())) => Ok(self.helper),
            // It has seen no document yet.
            Ok(Err(error)) => Err(DocumentError::NotStarted(error)),
            Err(DocumentError::Stopped) => Err(DocumentError::Stopped),
            Err(error) => Err(DocumentError::NotStarted(io::Error::other(error))),
        }
    }
}

/// A document that was opened, and the process that draws it.
pub struct Drawing {
    kind: DocumentKind,
    bytes: Arc<[u8]>,
    opened: Opened,
    /// Nothing after it ended.
    process: Option<Drawer>,
}

/// A process that has opened the document.
struct Drawer {
    helper: Helper,
    /// It has drawn a page, which took of its processor time and maybe of its memory.
    is_used: bool,
}

impl Drawing {
    /// Opens a document in a process of its own, the spare one if there is one. `go_on` is asked
    /// often whether to go on.
    ///
    /// # Errors
    /// All but `Unreadable` and `Busy`.
    pub fn open(
        spare: Option<Spare>,
        kind: DocumentKind,
        bytes: Vec<u8>,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<Self, DocumentError> {
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(DocumentError::TooLarge {
                what: "bytes",
                most: MAX_FILE_BYTES,
            });
        }
        let bytes: Arc<[u8]> = bytes.into();
        let (drawer, opened) = Drawer::open(spare, kind, &bytes, go_on)?;
        Ok(Self {
            kind,
            bytes,
            opened,
            process: Some(drawer),
        })
    }

    /// How many pages the file has, those included that are not shown because there are too many.
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.opened.count as usize
    }

    /// Width and height of each page that is shown, in points; of a picture, in pixels.
    #[must_use]
    pub fn sizes(&self) -> Arc<[(f32, f32)]> {
        Arc::clone(&self.opened.sizes)
    }

    /// Draws a page on white, a picture as it is, as large as it fits. Nothing for a page that is
    /// not there or whose size is no size. After an error other pages can still be drawn.
    ///
    /// # Errors
    /// All but `Unreadable`, `TooLarge` and `Busy`.
    pub fn draw(
        &mut self,
        wanted: PageWanted,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<Option<Pixels>, DocumentError> {
        let request = Request::Draw(wanted);
        self.request(request, go_on, move |output| {
            protocol::read_drawn(output, wanted)
        })
    }

    /// Draws a page at a size, without handing it over, and returns what of it is not seen. Nothing
    /// as for [`Self::draw`].
    ///
    /// # Errors
    /// Those of [`Self::draw`].
    pub fn examine_page(
        &mut self,
        wanted: PageWanted,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<Option<Vec<Loss>>, DocumentError> {
        let request = Request::ExaminePage(wanted);
        self.request(request, go_on, |output| protocol::read_losses(output))
    }

    /// What is missing of the document as a whole.
    ///
    /// # Errors
    /// Those of [`Self::draw`].
    pub fn examine(&mut self, go_on: &mut dyn FnMut() -> bool) -> Result<Vec<Loss>, DocumentError> {
        let losses = self.request(Request::Examine, go_on, |output| {
            protocol::read_losses(output)
        })?;
        Ok(losses.unwrap_or_default())
    }

    /// Asks the process for something, and where the process was used and ended a fresh one.
    fn request<T: Send + 'static>(
        &mut self,
        request: Request,
        go_on: &mut dyn FnMut() -> bool,
        read: impl FnOnce(&mut ChildStdout) -> io::Result<Result<T, DocumentError>>
        + Copy
        + Send
        + 'static,
    ) -> Result<T, DocumentError> {
        if let Some(drawer) = self.process.take_if(|drawer| drawer.is_used) {
            match drawer.request(request, go_on, read) {
                Ok((drawer, answer)) => {
                    self.process = Some(drawer);
                    return answer;
                }
                // The pages before it took their part: it gets a process that has all before it.
                Err(DocumentError::Ended { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let drawer = match self.process.take() {
            Some(drawer) => drawer,
            None => Drawer::open(None, self.kind, &self.bytes, go_on)?.0,
        };
        let (drawer, answer) = drawer.request(request, go_on, read)?;
        self.process = Some(drawer);
        answer
    }
}

impl Drawer {
    fn open(
        spare: Option<Spare>,
        kind: DocumentKind,
        bytes: &Arc<[u8]>,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<(Self, Opened), DocumentError> {
        let spare = spare.map_or_else(Spare::start, Ok)?;
        let tightened = |helper: Helper| match kind {
            DocumentKind::Pdf => match helper.tighten(PDF) {
                Ok(()) => Ok(helper),
                Err(error) => Err(DocumentError::NotStarted(error)),
            },
            DocumentKind::Picture => Ok(helper),
        };
        let helper = match spare.ready(go_on).and_then(tightened) {
            // One that waited long may have ended for any reason, be it after it said that it is ready.
            Err(DocumentError::NotStarted(_)) => Spare::start()?.ready(go_on).and_then(tightened),
            ready => ready,
        }?;
        let theirs = Arc::clone(bytes);
        let opened = ask(&helper, go_on, move |input, output| {
            protocol::write_document(input, kind, &theirs)?;
            protocol::read_opened(output)
        })??;
        let drawer = Self {
            helper,
            is_used: false,
        };
        Ok((drawer, opened))
    }

    /// Asks for something; the process is lost where it did not answer as it should.
    fn request<T: Send + 'static>(
        mut self,
        request: Request,
        go_on: &mut dyn FnMut() -> bool,
        read: impl FnOnce(&mut ChildStdout) -> io::Result<Result<T, DocumentError>> + Send + 'static,
    ) -> Result<(Self, Result<T, DocumentError>), DocumentError> {
        let answer = ask(&self.helper, go_on, move |input, output| {
            protocol::write_request(input, request)?;
            read(output)
        })?;
        self.is_used = true;
        Ok((self, answer))
    }
}

/// Reads the text of an Office document in a process of its own: a Word document or a slide deck,
/// whichever its bytes say. `go_on` is asked often whether to go on.
///
/// # Errors
/// `TooLarge`, `Ended`, `NoAnswer`, `WrongAnswer`, `NotStarted`, `Stopped`. That the document is
/// none that can be read is an answer.
pub fn read_office(
    bytes: Vec<u8>,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Result<OfficeText, OfficeError>, DocumentError> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(DocumentError::TooLarge {
            what: "bytes",
            most: MAX_FILE_BYTES,
        });
    }
    let helper = Spare::start()?.ready(go_on)?;
    helper.tighten(TEXT).map_err(DocumentError::NotStarted)?;
    ask(&helper, go_on, move |input, output| {
        protocol::write_office(input, &bytes)?;
        office::wire::read_answer(output)
    })
}

/// Has the process do something, and tells what its end means where it does not.
fn ask<T: Send + 'static>(
    helper: &Helper,
    go_on: &mut dyn FnMut() -> bool,
    task: impl FnOnce(&mut ChildStdin, &mut ChildStdout) -> io::Result<T> + Send + 'static,
) -> Result<T, DocumentError> {
    let error = match wait(&helper.begin(task), MAX_STEPS, go_on)? {
        Ok(answer) => return Ok(answer),
        Err(error) => error,
    };
    if error.kind() == io::ErrorKind::InvalidData {
        return Err(DocumentError::WrongAnswer);
    }
    let how = match helper.end() {
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    Err(DocumentError::Ended { how })
}

fn wait<T>(
    outcome: &Outcome<T>,
    most_steps: u32,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<T, DocumentError> {
    for _ in 0..most_steps {
        match outcome.wait(STEP) {
            Waited::Done(done) => return Ok(done),
            Waited::NotYet if go_on() => {}
            Waited::NotYet => return Err(DocumentError::Stopped),
            Waited::Never => break,
        }
    }
    Err(DocumentError::NoAnswer)
}

#[cfg(test)]
mod tests;
