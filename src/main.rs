//! Muster's executable: arguments and exit code; nothing else.

mod console;

use std::process::ExitCode;

use muster::cli::{self, Next};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Next::Exit(code) => ExitCode::from(code),
        Next::Open(_) => {
            console::leave_if_alone();
            ExitCode::SUCCESS
        }
    }
}
