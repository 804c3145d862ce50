//! The Windows side: a file made with an access list of its own.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::platform::access_list::{Descriptor, FOR_ADMINISTRATORS, create_file};

/// Protected from what the folder hands down.
pub(super) fn create(path: &Path) -> io::Result<File> {
    create_file(path, &Descriptor::parse(FOR_ADMINISTRATORS)?)
}
