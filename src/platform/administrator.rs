//! Asking the system for an administrator, to run one command of Muster: polkit on Linux, User
//! Account Control on Windows. The audit log names the administrator who confirmed; Muster itself
//! sees no password.

use std::ffi::OsString;
use std::io;
use std::path::Path;

#[cfg(windows)]
mod windows;

/// The result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The command ran; its exit code.
    Ran(i32),
    /// The request was declined.
    Declined,
    /// This system has no way to ask, or this user may not.
    NobodyToAsk,
}

/// Runs a program as an administrator and waits for it. This blocks for as long as a person
/// takes to find a password.
///
/// # Errors
/// If the system fails to start the one that asks.
#[cfg(unix)]
pub fn run(program: &Path, arguments: &[OsString]) -> io::Result<Asked> {
    use std::process::{Command, Stdio};
    /// pkexec(1): the dialog was dismissed.
    const DISMISSED: i32 = 126;
    /// pkexec(1): not authorized, or nobody is there to ask.
    const REFUSED: i32 = 127;
    let ran = Command::new("pkexec")
        .arg(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match ran {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Asked::NobodyToAsk),
        Err(error) => Err(error),
        Ok(status) => Ok(match status.code() {
            Some(DISMISSED) => Asked::Declined,
            Some(REFUSED) => Asked::NobodyToAsk,
            code => Asked::Ran(code.unwrap_or(1)),
        }),
    }
}

/// See the twin.
#[cfg(windows)]
pub fn run(program: &Path, arguments: &[OsString]) -> io::Result<Asked> {
    windows::run(program, arguments)
}

/// Arguments as one line, so that a Windows program finds them again as they were
/// (`CommandLineToArgvW`): quotes around each, a backslash before quotes inside, and backslashes
/// doubled where quotes follow.
#[cfg(any(windows, test))]
fn one_line<'a>(arguments: impl Iterator<Item = &'a [u16]>) -> Vec<u16> {
    const QUOTE: u16 = b'"' as u16;
    const BACKSLASH: u16 = b'\\' as u16;
    let mut line = Vec::new();
    for argument in arguments {
        if !line.is_empty() {
            line.push(u16::from(b' '));
        }
        line.push(QUOTE);
        let mut backslashes = 0;
        for unit in argument {
            if *unit == QUOTE {
                line.extend(std::iter::repeat_n(BACKSLASH, backslashes + 1));
            }
            backslashes = if *unit == BACKSLASH {
                backslashes + 1
            } else {
                0
            };
            line.push(*unit);
        }
        line.extend(std::iter::repeat_n(BACKSLASH, backslashes));
        line.push(QUOTE);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn arguments_on_one_line_are_quoted_as_windows_reads_them() {
        let arguments = [r"E:\", "a b", r#"say "so""#, r#"\\"x"#, ""];
        let units: Vec<Vec<u16>> = arguments.map(|a| a.encode_utf16().collect()).to_vec();
        let line = one_line(units.iter().map(Vec::as_slice));
        assert_eq!(
            String::from_utf16(&line).expect("text"),
            r#""E:\\" "a b" "say \"so\"" "\\\\\"x" """#
        );
    }
}
