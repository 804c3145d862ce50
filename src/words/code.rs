//! Error codes and the exit codes that follow from them (CLI section 4).

/// An error code of the command-line contract; its name is what other programs read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "CLI 4.8 to CLI 4.41 and CLI 4.46 say when each is given"
)]
pub enum Code {
    SourceRead,
    Io,
    NoSpace,
    Busy,
    StoreDamaged,
    Cancelled,
    Usage,
    NotFound,
    Exists,
    UntrustedPublisher,
    RevokedPublisher,
    RevokedPack,
    OutsideScope,
    NotAPack,
    Truncated,
    BadSignature,
    BadArchive,
    BadManifest,
    UnlistedFile,
    MissingFile,
    BadMedia,
    TooLarge,
    BadKey,
    BadTrustList,
    BadRoster,
    ChainBroken,
    OlderThanInstalled,
    SameVersionDifferentContent,
    Expired,
    AppTooOld,
    TrustListOlder,
    ThresholdNotMet,
    AlreadyRecorded,
    StoreTooNew,
    MassChange,
}

impl Code {
    /// The exit code: 1 machine, 2 wrong use, 3 not trusted, 4 altered or damaged, 5 policy
    /// (CLI 4.1 to CLI 4.6).
    #[must_use]
    pub fn exit(self) -> u8 {
        match self {
            Self::SourceRead
            | Self::Io
            | Self::NoSpace
            | Self::Busy
            | Self::StoreDamaged
            | Self::Cancelled => 1,
            Self::Usage | Self::NotFound | Self::Exists => 2,
            Self::UntrustedPublisher
            | Self::RevokedPublisher
            | Self::RevokedPack
            | Self::OutsideScope => 3,
            Self::NotAPack
            | Self::Truncated
            | Self::BadSignature
            | Self::BadArchive
            | Self::BadManifest
            | Self::UnlistedFile
            | Self::MissingFile
            | Self::BadMedia
            | Self::TooLarge
            | Self::BadKey
            | Self::BadTrustList
            | Self::BadRoster
            | Self::ChainBroken => 4,
            Self::OlderThanInstalled
            | Self::SameVersionDifferentContent
            | Self::Expired
            | Self::AppTooOld
            | Self::TrustListOlder
            | Self::ThresholdNotMet
            | Self::AlreadyRecorded
            | Self::StoreTooNew
            | Self::MassChange => 5,
        }
    }

    /// The code as other programs read it.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    /// A list of the codes named; one that is forgotten does not compile.
    macro_rules! every_code {
        ($($name:ident),* $(,)?) => {{
            const fn is_named(code: Code) -> bool {
                match code { $(Code::$name => true),* }
            }
            const { assert!(is_named(Code::Io)) };
            [$(Code::$name),*]
        }};
    }

    fn every_code() -> impl Iterator<Item = Code> {
        every_code![
            SourceRead,
            Io,
            NoSpace,
            Busy,
            StoreDamaged,
            Cancelled,
            Usage,
            NotFound,
            Exists,
            UntrustedPublisher,
            RevokedPublisher,
            RevokedPack,
            OutsideScope,
            NotAPack,
            Truncated,
            BadSignature,
            BadArchive,
            BadManifest,
            UnlistedFile,
            MissingFile,
            BadMedia,
            TooLarge,
            BadKey,
            BadTrustList,
            BadRoster,
            ChainBroken,
            OlderThanInstalled,
            SameVersionDifferentContent,
            Expired,
            AppTooOld,
            TrustListOlder,
            ThresholdNotMet,
            AlreadyRecorded,
            StoreTooNew,
            MassChange,
        ]
        .into_iter()
    }

    /// The rows of the table of error codes in CLI section 4: name and exit code.
    fn documented_codes(contract: &str) -> Vec<(String, u8)> {
        let section = contract.split("\n## ").find(|text| text.starts_with("4. "));
        let rows = section.expect("section 4").lines();
        let rows = rows.filter(|line| line.starts_with("| **4.") && line.contains('`'));
        rows.map(|row| {
            let mut cells = row.split('|').map(str::trim).skip(1);
            let (first, exit) = (cells.next(), cells.next());
            let name = first.and_then(|cell| cell.split('`').nth(1));
            let name = name.expect("a code in the first cell").to_owned();
            let exit = exit.and_then(|cell| cell.parse().ok());
            (name, exit.expect("an exit code in the second cell"))
        })
        .collect()
    }

    #[test]
    fn the_contract_lists_every_error_code_once_with_its_exit_code() {
        // CLI 4.7
        let mut documented = documented_codes(include_str!("../cli/CLI.md"));
        let mut built: Vec<_> = every_code()
            .map(|code| (code.name(), code.exit()))
            .collect();
        documented.sort();
        built.sort();
        assert_eq!(documented, built);
    }
}
