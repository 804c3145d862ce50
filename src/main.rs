//! Muster's executable: arguments and exit code; nothing else.

use std::process::ExitCode;

use muster::cli::{self, Next};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Next::Exit(code) => ExitCode::from(code),
        Next::Open(_) => ExitCode::SUCCESS,
    }
}
