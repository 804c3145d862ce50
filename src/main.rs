//! Muster's executable: arguments and exit code; nothing else.

use std::process::ExitCode;

use muster::app;
use muster::cli::{self, Next, WindowOptions};
use muster::platform::console;

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
        }) => {
            console::leave_if_alone();
            let options = app::Options {
                data_dir,
                file,
                play,
                full_screen,
                preview,
                software,
            };
            let ended = app::run(&options);
            // Nothing in it is open any more.
            drop(vanishing);
            match ended {
                Ok(()) => ExitCode::SUCCESS,
                Err(words) => {
                    if !console::show(&words.headline, &words.advice) {
                        cli::say(&words);
                    }
                    ExitCode::from(words.code.exit())
                }
            }
        }
    }
}
