//! Muster's executable: arguments and exit code (CLI section 4); nothing else.

use std::process::ExitCode;

use muster::app;
use muster::cli::{self, Next, WindowOptions};
use muster::platform::{console, log};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Next::Exit(code) => ExitCode::from(code),
        Next::Open(WindowOptions {
            data_dir,
            file,
            play,
            full_screen,
            preview,
            vanishing,
            software,
            json,
        }) => {
            // WINDOWS 3.2
            console::leave_if_alone();
            let mut options = app::Options::default();
            (options.data_dir, options.file, options.play) = (data_dir, file, play);
            (options.full_screen, options.software) = (full_screen, software);
            options.preview = preview;
            // CLI 4.44
            let ended = app::run(&options);
            // Nothing in it is open any more.
            drop(vanishing);
            match ended {
                Ok(()) => {
                    log::end(0);
                    ExitCode::SUCCESS
                }
                Err(words) => {
                    let code = words.code.exit();
                    log::end(code);
                    // WINDOWS 3.3
                    if json || !console::show(&words.headline, &words.advice) {
                        cli::print_failure(words, json);
                    }
                    ExitCode::from(code)
                }
            }
        }
    }
}
