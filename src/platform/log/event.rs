//! From an event to its line, and what an event may hold.

use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::ZonedDateTime;
use tracing::field::Visit;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::platform::log::writer::Writer;

/// How the program reads the clock.
pub type Now = fn() -> ZonedDateTime;

/// Events of this crate begin with it.
const OURS: &str = "muster";
/// A longer line is cut.
const MAX_LINE: usize = 2_000;

/// What may stand in the log: numbers, texts of the program itself, and types of which each value is
/// known to hold no name of a person and nothing that somebody typed.
///
/// ```compile_fail
/// fn is_loggable(_: impl muster::platform::log::Loggable) {}
/// is_loggable(String::from("Officer 1042"));
/// ```
/// ```compile_fail
/// fn is_loggable(_: impl muster::platform::log::Loggable) {}
/// is_loggable(String::from("Officer 1042").as_str());
/// ```
/// ```
/// fn is_loggable(_: impl muster::platform::log::Loggable) {}
/// is_loggable("the shelf");
/// ```
pub trait Loggable {
    /// Writes it; what is not plain ASCII is written out by the caller.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result;
}

macro_rules! numbers_are_loggable {
    ($($number:ty),*) => { $(
        impl Loggable for $number {
            fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
                write!(out, "{self}")
            }
        }
    )* };
}

numbers_are_loggable!(bool, u8, u32, u64, usize, i32, i64);

/// A text of the program itself.
impl Loggable for &'static str {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(self)
    }
}

impl<T: Loggable> Loggable for Option<T> {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        match self {
            Some(value) => value.write(out),
            None => out.write_str("none"),
        }
    }
}

/// A value of an event.
pub struct Field<'a>(&'a dyn Loggable);

impl<'a> Field<'a> {
    /// Takes any that may stand in the log, and no other.
    pub fn new<T: Loggable>(value: &'a T) -> Self {
        Self(value)
    }
}

impl fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(f)
    }
}

/// Notes an event of one level. The message is a literal; each value is [`Loggable`].
macro_rules! note {
    ($level:ident, $message:literal $(, $name:ident = $value:expr)* $(,)?) => {
        ::tracing::event!(
            target: module_path!(),
            ::tracing::Level::$level,
            message = $message,
            $($name = ::tracing::field::debug($crate::platform::log::Field::new(&$value)),)*
        )
    };
}

/// Notes that something was not done that somebody asked for.
macro_rules! error {
    ($($event:tt)*) => { $crate::platform::log::note!(ERROR, $($event)*) };
}

/// Notes that something is not as it should be, and the work went on.
macro_rules! warning {
    ($($event:tt)*) => { $crate::platform::log::note!(WARN, $($event)*) };
}

/// Notes what helps to read the rest.
macro_rules! info {
    ($($event:tt)*) => { $crate::platform::log::note!(INFO, $($event)*) };
}

pub(crate) use {error, info, note, warning};

/// From now on events become lines.
pub(super) fn write_events(clock: Now, writer: Arc<Writer>) {
    // Another subscriber is there only in a program that is not Muster.
    let _ = tracing::subscriber::set_global_default(Lines {
        clock,
        writer,
        spans: AtomicU64::new(1),
    });
}

struct Lines {
    clock: Now,
    writer: Arc<Writer>,
    spans: AtomicU64,
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let target = metadata.target();
        let is_ours = target == OURS
            || target
                .strip_prefix(OURS)
                .is_some_and(|rest| rest.starts_with("::"));
        is_ours && *metadata.level() <= Level::INFO
    }

    fn event(&self, event: &Event<'_>) {
        self.writer.write(line(event, &(self.clock)()));
    }

    // Nothing in Muster has spans.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed).max(1))
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// CLI 7.2: time with offset, level, process, version, room and module, message, values.
fn line(event: &Event<'_>, time: &ZonedDateTime) -> String {
    let metadata = event.metadata();
    let place = metadata
        .target()
        .strip_prefix("muster::")
        .unwrap_or(metadata.target());
    let mut parts = Parts::default();
    event.record(&mut parts);
    let mut line = format!(
        "{} {:<5} {} {} {place}: {}{}",
        time.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z"),
        metadata.level(),
        std::process::id(),
        env!("CARGO_PKG_VERSION"),
        parts.message,
        parts.values,
    );
    // All of it is ASCII.
    line.truncate(MAX_LINE);
    line.push('\n');
    line
}

/// The message and the values of an event, in ASCII and without a line break.
#[derive(Default)]
struct Parts {
    message: String,
    values: String,
}

impl Visit for Parts {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn fmt::Debug) {
        let text = format!("{value:?}");
        let _ = if is_plain(&text) {
            write!(self.values, " {}={text}", field.name())
        } else {
            write!(
                self.values,
                " {}=\"{}\"",
                field.name(),
                text.escape_default()
            )
        };
    }

    fn record_str(&mut self, field: &tracing::field::Field, value: &str) {
        if field.name() == "message" {
            let _ = write!(self.message, "{}", value.escape_default());
        }
    }
}

fn is_plain(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._:/+-@,".contains(&b);
    !text.is_empty() && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::{Field, Loggable, is_plain};

    struct Name(&'static str);

    impl Loggable for Name {
        fn write(&self, out: &mut dyn std::fmt::Write) -> std::fmt::Result {
            out.write_str(self.0)
        }
    }

    #[test]
    fn values_are_written_as_they_are_and_what_breaks_a_line_is_not_plain() {
        assert_eq!(format!("{:?}", Field::new(&7_u64)), "7");
        assert_eq!(format!("{:?}", Field::new(&Name("a b"))), "a b");
        assert!(is_plain("a-1.muster"));
        for text in ["", "a b", "a\nb", "\u{202e}", "ü", "a\"b", "\u{1b}[2J"] {
            assert!(!is_plain(text), "{text:?}");
        }
    }
}
