//! Are the records whole, and those of a head that was carried away (RECORDS 8.3)?

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::key::open_public;
use crate::cli::progress::Meter;
use crate::cli::records::{Store, open_to_verify};
use crate::cli::{Context, Failure, Reply};
use crate::operations::records::{chain_file, signature_file};
use crate::pack::signature::MAX_COMMENT;
use crate::pack::{KeyId, PublicKey};
use crate::platform::files;
use crate::records::{Carried, Head, RecordsError};
use crate::station::key::check_head;
use crate::words::messages::{fixed, message};
use crate::words::{Code, shown_path};

/// Longer than any head with its export's facts.
const MAX_HEAD_FILE: u64 = 1 << 20;

/// What is known of who carried a head away.
enum Signed {
    /// Nobody signed it.
    No,
    /// A signature lies beside it, and no key was given.
    NotChecked,
    /// By this key.
    By(KeyId),
}

pub fn run(
    context: &Context,
    against: Option<&str>,
    station_key: Option<&Path>,
    store: &Store,
) -> Result<Reply, Failure> {
    let file = match &store.store {
        Some(file) => file.clone(),
        None => context.data_folder()?.records_file(),
    };
    let key = station_key.map(open_public).transpose()?;
    let carried = against
        .map(|text| read_head(text, key.as_ref()))
        .transpose()?;
    let (carried, signed) = match carried {
        Some((carried, signed)) => (vec![carried], signed),
        None => (Vec::new(), Signed::No),
    };
    let checked = open_to_verify(context, store).and_then(|records| {
        let mut meter = Meter::new(context, &shown_path(&file));
        records
            .verify_against(&carried, &mut |done, all| meter.step(done, all))
            .map_err(|e| Failure::about(&file, &e))
    });
    let head = checked.map_err(|mut failure| {
        // For this command a file that cannot be read at all is a chain that does not hold.
        if failure.words.code == Code::StoreDamaged {
            let details = std::mem::take(&mut failure.words.details);
            let broken = RecordsError::ChainBroken {
                seq: 1,
                reason: details,
            };
            return Failure::about(&file, &broken);
        }
        failure
    })?;
    let text = message(
        "cli-verify-whole",
        &[
            ("count", head.count.into()),
            ("hash", head.hash.to_string().into()),
        ],
    );
    let reply = Reply::new(text, "count", head.count).field("head", head.hash.to_string());
    if against.is_none() {
        return Ok(reply);
    }
    let of_this_pc = station_key.is_some_and(|key| lies_on_this_pc(context, key));
    Ok(with_signature(reply, &signed, of_this_pc))
}

/// Adds who signed the head that was found in the chain.
fn with_signature(mut reply: Reply, signed: &Signed, of_this_pc: bool) -> Reply {
    let (sentence, signature, key_id) = match signed {
        Signed::No => (message("cli-verify-not-signed", &[]), None, None),
        Signed::NotChecked => (
            message("cli-verify-not-checked", &[]),
            Some("not_checked"),
            None,
        ),
        Signed::By(id) => (
            message("cli-verify-signed", &[("id", id.to_string().into())]),
            Some("good"),
            Some(id.to_string()),
        ),
    };
    // Writing to a String cannot fail.
    let _ = write!(
        reply.text,
        "\n{}",
        message("cli-verify-in-chain", &[("signature", sentence.into())])
    );
    if of_this_pc {
        reply.text.push('\n');
        reply.text.push_str(fixed("cli-verify-key-of-this-pc"));
    }
    reply
        .field("signature", signature)
        .field("station_key", key_id)
        .field("key_from_this_pc", of_this_pc)
}

/// Whether a key lies among this station's data, where whoever administers it can exchange it.
fn lies_on_this_pc(context: &Context, key: &Path) -> bool {
    let Ok(folder) = context.data_folder() else {
        return false;
    };
    let own = crate::station::key::public_file(&folder);
    match (key.canonicalize(), own.parent().map(Path::canonicalize)) {
        (Ok(key), Some(Ok(data))) => key.starts_with(data),
        _ => false,
    }
}

/// A head that was carried away, its row where that is known, and whether it is signed.
fn read_head(text: &str, key: Option<&PublicKey>) -> Result<(Carried, Signed), Failure> {
    if let Ok(hash) = text.to_ascii_lowercase().parse() {
        if key.is_some() {
            return Err(Failure::of_message(
                Code::Usage,
                "cli-verify-digits-not-signed",
                &[],
            ));
        }
        return Ok((Carried { hash, count: None }, Signed::No));
    }
    let file = PathBuf::from(text);
    if !file.exists() {
        return Err(Failure::not_found(&file));
    }
    for candidate in [chain_file(&file), file.clone()] {
        let Ok(bytes) = read(&candidate, MAX_HEAD_FILE) else {
            continue;
        };
        if let Some(head) = Head::read(&bytes) {
            let signed = check_signature(&candidate, &bytes, key)?;
            return Ok((head.into(), signed));
        }
    }
    let mut failure =
        Failure::of_message(Code::Usage, "cli-verify-no-head", &[("text", text.into())]);
    failure.file = Some(file);
    Err(failure)
}

fn read(file: &Path, limit: u64) -> std::io::Result<Vec<u8>> {
    files::open(file).and_then(|file| files::read_up_to(file, limit))
}

/// The signature beside a file that holds a head (EXCHANGE 6.3).
fn check_signature(file: &Path, bytes: &[u8], key: Option<&PublicKey>) -> Result<Signed, Failure> {
    let beside = signature_file(file);
    let signature = match read(&beside, MAX_COMMENT as u64) {
        Ok(signature) => Some(signature),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(Failure::unreadable(&beside, &error)),
    };
    let refused = |headline: String, details: String| {
        let advice = fixed("cli-verify-do-not-rely");
        let mut failure = Failure::new(Code::BadSignature, headline, advice);
        failure.words.details = details;
        failure.file = Some(file.to_owned());
        failure
    };
    match (signature, key) {
        (None, None) => Ok(Signed::No),
        (Some(_), None) => Ok(Signed::NotChecked),
        (None, Some(_)) => Err(refused(
            message(
                "cli-verify-no-signature",
                &[
                    ("file", shown_path(file).into()),
                    ("beside", shown_path(&beside).into()),
                ],
            ),
            String::new(),
        )),
        (Some(signature), Some(key)) => match check_head(key, bytes, &signature) {
            Ok(()) => Ok(Signed::By(key.id())),
            Err(reason) => Err(refused(
                message(
                    "cli-verify-other-signature",
                    &[
                        ("file", shown_path(file).into()),
                        ("id", key.id().to_string().into()),
                    ],
                ),
                reason,
            )),
        },
    }
}
