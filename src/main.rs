//! Muster's executable: arguments and exit code; nothing else.

fn main() {}
