//! Records written to files for others, with the head of the chain beside them, signed where this user
//! may (RECORDS 8.1, RECORDS 8.6, EXCHANGE section 6).

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::operations::sign::{SignedHead, Unsigned, sign_head};
use crate::operations::subject;
use crate::operations::write_out::{ExportTo, NotWritten, write_out};
use crate::operations::{Follow, Here};
use crate::pack::table::BYTE_ORDER_MARK;
use crate::platform::files::with_suffix;
use crate::platform::whole_file::{self, IfThere};
use crate::records::{Filter, Format, Head, Records, What};
use crate::words::Failure;

/// What is to be exported.
#[derive(Clone, Copy)]
pub struct Export<'a> {
    /// The records, open.
    pub records: &'a Records,
    /// They are this station's: the head of others is not its to sign.
    pub is_this_stations: bool,
    /// Rows of what.
    pub what: What,
    /// How they are written.
    pub format: Format,
    /// A table begins with the byte-order mark by which spreadsheets know UTF-8.
    pub with_mark: bool,
    /// Which.
    pub filter: &'a Filter,
}

/// What was written.
#[derive(Debug)]
pub struct ExportedFiles {
    /// The export.
    pub file: PathBuf,
    /// Its rows, the header apart.
    pub rows: u64,
    /// The chain's head when it was written.
    pub head: Head,
    /// The file with the head.
    pub chain_file: PathBuf,
    /// The signature over the head, or why it has none; nothing for another store's.
    pub signed: Option<Result<SignedHead, Unsigned>>,
    /// The file with the signature.
    pub signature_file: Option<PathBuf>,
}

/// Where the head of the chain goes, beside an export.
#[must_use]
pub fn chain_file(export: &Path) -> PathBuf {
    with_suffix(export, ".chain.json")
}

/// Where the signature over a head goes, beside the file that holds it.
#[must_use]
pub fn signature_file(head: &Path) -> PathBuf {
    with_suffix(head, ".minisig")
}

/// Writes the records, the head of the chain beside them, and a signature over it if an administrator
/// exports. What keeps the head from being signed is reported; the export is there nevertheless.
///
/// # Errors
/// `Exists` where a file is there and is not to be replaced; `Cancelled`; what the records refuse; if a
/// file cannot be written.
pub fn export(
    here: &Here,
    export: &Export<'_>,
    to: ExportTo<'_>,
    follow: &mut dyn Follow,
) -> Result<ExportedFiles, Failure> {
    if let ExportTo::File {
        file,
        if_there,
        advice,
    } = to
    {
        let chain = chain_file(file);
        for place in [file, &signature_file(&chain), &chain] {
            whole_file::check(place, if_there)
                .map_err(|error| Failure::not_written(place, &error, advice))?;
        }
    }
    let day = here.now.date();
    let name = format!(
        "muster-{}-{day}.{}",
        name_of(export.what),
        ending(export.format)
    );
    let mut exported = None;
    let file = write_out(to, &name, |out| {
        let mut out = BufWriter::new(Watched {
            out,
            follow,
            failed: None,
        });
        if export.with_mark && export.format == Format::Csv {
            out.write_all(BYTE_ORDER_MARK)?;
        }
        let done = export
            .records
            .export(export.what, export.format, export.filter, &mut out);
        let flushed = out.flush();
        match (done, out.get_mut().failed.take().or(flushed.err())) {
            (_, Some(failed)) if is_stop(&failed) => Err(NotWritten::Stopped),
            (_, Some(failed)) => Err(failed.into()),
            (Ok(done), None) => {
                exported = Some(done);
                Ok(())
            }
            (Err(error), None) => Err(NotWritten::Refused(Failure::of(subject::records(), &error))),
        }
    })?;
    // What was written whole was exported.
    let Some(done) = exported else {
        return Err(Failure::unwritable(&file, &io::ErrorKind::Other.into()));
    };
    let chain = beside(to, &file, chain_file);
    // One over another head must not lie beside this one.
    if let ExportTo::File { .. } = to {
        remove(&signature_file(&chain.path))?;
    }
    let head = done.head.to_file();
    let chain_file = write_out(chain.to(), &chain.name, |out| {
        Ok(out.write_all(head.as_bytes())?)
    })?;
    let signed = export.is_this_stations.then(|| {
        sign_head(
            &here.folder,
            export.records,
            done.head,
            &[],
            &mut |done, all| follow.step(done, all),
        )
    });
    let mut exported = ExportedFiles {
        file,
        rows: done.rows,
        head: done.head,
        chain_file,
        signed,
        signature_file: None,
    };
    if let Some(Ok(signed)) = &exported.signed {
        let place = beside(to, &exported.chain_file, signature_file);
        let written = write_out(place.to(), &place.name, |out| {
            Ok(out.write_all(signed.signature.as_bytes())?)
        })?;
        exported.signature_file = Some(written);
    }
    Ok(exported)
}

fn name_of(what: What) -> &'static str {
    match what {
        What::Sessions => "sessions",
        What::Attendance => "attendance",
    }
}

fn ending(format: Format) -> &'static str {
    match format {
        Format::Csv => "csv",
        Format::Json => "json",
    }
}

/// A file beside another one, by the same rules.
struct Beside {
    path: PathBuf,
    name: String,
    /// As the file beside which it lies is written.
    file: Option<(IfThere, String)>,
}

fn beside(to: ExportTo<'_>, file: &Path, path: fn(&Path) -> PathBuf) -> Beside {
    let path = path(file);
    let name = path.file_name().unwrap_or(path.as_os_str());
    Beside {
        name: name.to_string_lossy().into_owned(),
        path,
        file: match to {
            ExportTo::File {
                if_there, advice, ..
            } => Some((if_there, advice.to_owned())),
            ExportTo::Folder(_) => None,
        },
    }
}

impl Beside {
    fn to(&self) -> ExportTo<'_> {
        match &self.file {
            Some((if_there, advice)) => ExportTo::File {
                file: &self.path,
                if_there: *if_there,
                advice,
            },
            None => ExportTo::Folder(self.path.parent().unwrap_or(Path::new("."))),
        }
    }
}

fn remove(file: &Path) -> Result<(), Failure> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::unwritable(file, &error))
        }
        _ => Ok(()),
    }
}

/// Somebody stopped it.
#[derive(Debug, thiserror::Error)]
#[error("stopped")]
struct Stopped;

fn is_stop(error: &io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(<dyn std::error::Error + Send + Sync>::is::<Stopped>)
}

/// Writes until somebody stops it; keeps what the system reported, which the records' own error
/// would say of the records.
struct Watched<'a, W> {
    out: W,
    follow: &'a mut dyn Follow,
    failed: Option<io::Error>,
}

impl<W> Watched<'_, W> {
    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let kind = error.kind();
            self.failed.get_or_insert(error);
            kind.into()
        })
    }
}

impl<W: Write> Write for Watched<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.follow.goes_on() {
            return self.keep(Err(io::Error::other(Stopped)));
        }
        let written = self.out.write(bytes);
        self.keep(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.keep(flushed)
    }
}
