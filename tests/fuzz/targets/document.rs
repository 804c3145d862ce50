//! A job aid as the window opens it: read on its own thread, one page drawn.

use std::io::{self, Cursor};
use std::sync::{Arc, Condvar, Mutex, Once};
use std::time::Duration;

use muster::app::documents::OpenDocument;
use muster::documents::PageWanted;
use muster::pack::manifest::AidKind;
use muster::player::{MediaSource, ReadSeek};
use muster::ui::widgets::job_aid::AidContent;

const PAGE: PageWanted = PageWanted {
    page: 0,
    width: 64,
    height: 64,
};

struct Bytes(Vec<u8>);

impl MediaSource for Bytes {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Cursor::new(self.0.clone())))
    }
}

/// Opens it and waits until its first page is drawn, or it is said why not. A decoder that panics
/// is a message in the place of the document, so that no panic counts here; a crash, a hang and
/// memory without bound do.
pub fn show(bytes: &[u8], kind: AidKind) {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let news = Arc::new((Mutex::new(0_u64), Condvar::new()));
    let bell = Arc::clone(&news);
    let wake = Arc::new(move || {
        *bell.0.lock().unwrap() += 1;
        bell.1.notify_all();
    });
    let source = Arc::new(Bytes(bytes.to_vec()));
    let document = OpenDocument::open(source, kind, "fuzz", wake);
    loop {
        let heard = *news.0.lock().unwrap();
        match document.content() {
            AidContent::Opening => {}
            AidContent::Pages { pictures, .. } if pictures.is_empty() => document.want(PAGE),
            AidContent::Pages { .. } | AidContent::Text(_) => break,
            AidContent::Failed(words) => {
                assert!(!words.headline.is_empty());
                break;
            }
        }
        let count = news.0.lock().unwrap();
        // Woken by news; the time limit only covers news between the two looks.
        let _ = news
            .1
            .wait_timeout_while(count, Duration::from_millis(50), |count| *count == heard);
    }
}
