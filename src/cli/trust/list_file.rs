//! Files of trust lists as the agency reads and writes them.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::{Failure, files};
use crate::operations;
use crate::pack::{PackError, TrustFile};
use crate::platform::whole_file::WholeFile;
use crate::words::messages::{fixed, message};

/// A file that is no longer than that, in bytes.
pub fn read_small(file: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let read = operations::read_named(file, limit)?;
    let bytes = read.len() as u64;
    if bytes > limit {
        let what = message("cli-trust-build-file-name", &[]);
        let error = PackError::TooLarge { what, bytes, limit };
        return Err(Failure::about(file, &error));
    }
    Ok(read)
}

/// CLI 1.9: the file appears whole or not at all; a list that is there already is replaced only by
/// itself with a signature more.
pub fn write(out: &Path, list: &TrustFile, replace: bool) -> Result<(), Failure> {
    let bytes = list.to_bytes().map_err(|e| Failure::about(out, &e))?;
    let advice = fixed("cli-trust-build-in-the-way");
    let failed = |error: io::Error| Failure::not_written(out, &error, advice);
    let mut file = WholeFile::begin_public(out, files::if_there(replace)).map_err(failed)?;
    file.file().write_all(&bytes).map_err(failed)?;
    file.finish().map_err(failed)
}
