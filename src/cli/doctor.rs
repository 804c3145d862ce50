//! `muster doctor`: is this PC ready for roll call? (CLI 2.31)

use std::fmt::Write;

use crate::cli::progress::Follower;
use crate::cli::{Context, Failure, Reply};
use crate::operations::{examine, result, to_json};
use crate::words::Words;
use crate::words::messages::message;
use crate::words::ready::{Line, LineState};

/// What `--help` adds after the options.
pub fn help() -> String {
    message("cli-doctor-help", &[])
}

pub fn run(context: &Context) -> Result<Reply, Failure> {
    let lines = examine(&context.here()?, &mut Follower::new(context))?;
    let mut reply = Reply::new(describe(&lines), "lines", to_json(&lines));
    // CLI 4.43: the first problem decides the exit code; warnings do not count.
    reply.failures = lines
        .into_iter()
        .filter(|line| line.state == LineState::Problem)
        .map(|line| Failure {
            words: Box::new(line.words),
            file: None,
        })
        .collect();
    // The lines say it already.
    reply.told = true;
    Ok(reply)
}

fn describe(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        let Words {
            headline,
            advice,
            details,
            ..
        } = &line.words;
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:<8} {headline}", line.state.name());
        if !advice.is_empty() {
            let _ = writeln!(text, "         {advice}");
        }
        if !details.is_empty() {
            let _ = writeln!(text, "         ({details})");
        }
    }
    text + &result(lines)
}
