//! What a command prints and with which code it ends: sentences for people, one JSON document
//! for programs (CLI section 3, CLI section 4).

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::cli::Context;
use crate::operations::{log_failure, log_shown};
use crate::platform::console;
use crate::words::messages::{fixed, words};
use crate::words::{self, Code, Failure, LineWords, Words};

/// What a command has to say when it is done. Failures of single files ride along in `failures`
/// beside the fields; a command that failed as a whole returns `Err(Failure)`.
#[derive(Debug, Default)]
pub struct Reply {
    /// Fields of the JSON document, beside `ok` and `error`.
    pub fields: Map<String, Value>,
    /// Lines for people.
    pub text: String,
    /// What failed nevertheless; the first decides the exit code (CLI 3.3, CLI 4.42).
    pub failures: Vec<Failure>,
    /// The lines for people say already what failed.
    pub told: bool,
    /// `text` is a table for programs: where no terminal shows it, it is printed as it is.
    pub is_table: bool,
}

impl Reply {
    /// Lines for people and one field for programs.
    pub fn new(text: impl Into<String>, name: &str, value: impl Into<Value>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
        .field(name, value)
    }

    /// The same with one more field.
    #[must_use]
    pub fn field(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }
}

impl Failure {
    /// The `error` object (CLI 3.2).
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut error = json!({
            "code": self.words.code.name(),
            "message": self.words.headline,
            "advice": self.words.advice,
        });
        if let (Some(file), Some(error)) = (&self.file, error.as_object_mut()) {
            error.insert("file".to_owned(), file.display().to_string().into());
        }
        if let (false, Some(error)) = (self.words.details.is_empty(), error.as_object_mut()) {
            error.insert("details".to_owned(), self.words.details.clone().into());
        }
        // CLI 3.47.
        if let (false, Some(error)) = (self.words.lines.is_empty(), error.as_object_mut()) {
            error.insert("lines".to_owned(), lines_to_json(&self.words.lines).into());
        }
        error
    }
}

/// What is wrong, or looks wrong, line by line (CLI 3.47).
pub fn lines_to_json(lines: &[LineWords]) -> Vec<Value> {
    let lines = lines.iter().map(|line| {
        json!({
            "line": line.line,
            "id": line.id,
            "field": line.field,
            "message": line.message,
        })
    });
    lines.collect()
}

/// Prints the reply and returns the exit code (CLI 1.3, CLI 4.7).
pub fn print(context: &Context, reply: Result<Reply, Failure>) -> u8 {
    let reply = reply.unwrap_or_else(|failure| Reply {
        failures: vec![failure],
        ..Reply::default()
    });
    let first = reply.failures.first();
    let code = first.map_or(0, |f| f.words.code.exit());
    reply.failures.iter().for_each(log_failure);
    let written = if context.json {
        let mut document = Map::new();
        document.insert("ok".to_owned(), first.is_none().into());
        if let Some(failure) = first {
            document.insert("error".to_owned(), failure.to_json());
        }
        document.extend(reply.fields);
        print_line(&words::shown_json(&Value::Object(document).to_string()))
    } else {
        // Names in it are written out where it is made; this is for those that are not.
        let text = reply.text.trim_end();
        let text = if reply.is_table && !io::stdout().is_terminal() {
            format!("{text}\r")
        } else {
            words::shown_lines(text)
        };
        let mut written = Ok(());
        if !text.is_empty() {
            written = print_line(&text);
        }
        for failure in reply.failures.iter().filter(|_| !reply.told) {
            say(&failure.words);
        }
        written
    };
    code_after(code, written)
}

/// Prints a line, or several, on standard output.
fn print_line(line: &str) -> io::Result<()> {
    if console::is_output_closed() {
        return Err(io::Error::other(fixed("cli-output-closed")));
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush())
}

/// CLI 4.45: the exit code of a command after its result was printed. A reader that went away
/// (`muster list | head -1`) is no failure of the command.
fn code_after(code: u8, written: io::Result<()>) -> u8 {
    match written {
        Err(error) if code == 0 && error.kind() != io::ErrorKind::BrokenPipe => {
            let words = words(Code::Io, "cli-output-not-written", &[]).caused_by(&error);
            log_shown(&words);
            say(&words);
            Code::Io.exit()
        }
        _ => code,
    }
}

/// Says an error on standard error: what is wrong, what to do, details indented.
pub fn say(words: &Words) {
    let mut err = io::stderr().lock();
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(err, "{}\n{}", words.headline, words.advice);
    if !words.details.is_empty() {
        let _ = writeln!(err, "  ({})", words.details);
    }
    // One line is in the headline.
    for line in words.lines.iter().filter(|_| words.lines.len() > 1) {
        let _ = writeln!(err, "  {line}");
    }
}

/// Prints that a defect ended the command (CLI 7.7).
pub fn print_panic(log: Option<&Path>) {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(io::stderr(), "{}", words::program_panicked(log));
}

/// Prints why the window could not be opened: a JSON document, or sentences on standard error.
pub fn print_failure(words: Words, json: bool) {
    if json {
        print_document(&Failure {
            words: Box::new(words),
            file: None,
        });
    } else {
        say(&words);
    }
}

fn print_document(failure: &Failure) {
    let document = json!({"ok": false, "error": failure.to_json()});
    // Nobody reads it where standard output is gone; the exit code says the same.
    let _ = print_line(&words::shown_json(&document.to_string()));
}

/// Prints what clap has to say (help and version included) and returns the exit code. With
/// `--json` wrong use is a JSON document too (CLI 3.4).
pub fn usage(error: &clap::Error, json: bool) -> u8 {
    if error.use_stderr() && json {
        let message = error.to_string();
        let message = message.lines().next().unwrap_or_default();
        let message = message.trim_start_matches("error: ");
        let failure = Failure::new(Code::Usage, message, fixed("cli-output-see-help"));
        print_document(&failure);
    } else {
        let closed = !error.use_stderr() && console::is_output_closed();
        let printed = if closed {
            Err(io::Error::other(fixed("cli-output-closed")))
        } else {
            error.print()
        };
        if !error.use_stderr() {
            return code_after(0, printed);
        }
    }
    if error.use_stderr() {
        Code::Usage.exit()
    } else {
        0
    }
}
