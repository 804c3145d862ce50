//! Reading the boxes of an MP4 file's index from memory. Every read is checked: the bytes are
//! untrusted.

use crate::player::PlayerError;

/// A box kind: four characters.
pub type Kind = [u8; 4];

/// The rest of a box's body.
#[derive(Clone, Copy, Debug)]
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], PlayerError> {
        let (taken, rest) = self
            .0
            .split_at_checked(count)
            .ok_or_else(|| bad("a box ends too early"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], PlayerError> {
        let taken = self.take(N)?;
        taken.try_into().map_err(|_| bad("a box ends too early"))
    }

    pub fn u8(&mut self) -> Result<u8, PlayerError> {
        self.array().map(u8::from_be_bytes)
    }

    pub fn u16(&mut self) -> Result<u16, PlayerError> {
        self.array().map(u16::from_be_bytes)
    }

    pub fn u32(&mut self) -> Result<u32, PlayerError> {
        self.array().map(u32::from_be_bytes)
    }

    pub fn u64(&mut self) -> Result<u64, PlayerError> {
        self.array().map(u64::from_be_bytes)
    }

    pub fn i32(&mut self) -> Result<i32, PlayerError> {
        self.array().map(i32::from_be_bytes)
    }

    pub fn i64(&mut self) -> Result<i64, PlayerError> {
        self.array().map(i64::from_be_bytes)
    }

    pub fn kind(&mut self) -> Result<Kind, PlayerError> {
        self.array()
    }

    /// The version of a full box and its flags.
    pub fn version(&mut self) -> Result<(u8, u32), PlayerError> {
        let word = self.u32()?;
        let [version, ..] = word.to_be_bytes();
        Ok((version, word & 0x00ff_ffff))
    }

    /// A count of entries, `each` bytes long, that the box has room for.
    pub fn count(&mut self, each: usize) -> Result<usize, PlayerError> {
        let count = usize::try_from(self.u32()?).unwrap_or(usize::MAX);
        if count > self.0.len() / each {
            return Err(bad("a table says that it is longer than its box"));
        }
        Ok(count)
    }
}

/// The boxes that follow one another in `bytes`.
pub fn boxes(bytes: &[u8]) -> Boxes<'_> {
    Boxes(Bytes(bytes))
}

/// See [`boxes`].
pub struct Boxes<'a>(Bytes<'a>);

impl<'a> Boxes<'a> {
    fn read(&mut self) -> Result<(Kind, Bytes<'a>), PlayerError> {
        let size = self.0.u32()?;
        let kind = self.0.kind()?;
        let body = match size {
            0 => self.0.0.len(),
            1 => usize::try_from(self.0.u64()?)
                .ok()
                .and_then(|size| size.checked_sub(16))
                .ok_or_else(|| bad("a box is smaller than its header"))?,
            size => usize::try_from(size)
                .ok()
                .and_then(|size| size.checked_sub(8))
                .ok_or_else(|| bad("a box is smaller than its header"))?,
        };
        Ok((kind, Bytes(self.0.take(body)?)))
    }
}

impl<'a> Iterator for Boxes<'a> {
    type Item = Result<(Kind, Bytes<'a>), PlayerError>;

    fn next(&mut self) -> Option<Self::Item> {
        // Some writers end a box with four zero bytes instead of nothing.
        if self.0.0.len() < 8 {
            return None;
        }
        let read = self.read();
        if read.is_err() {
            self.0 = Bytes(&[]);
        }
        Some(read)
    }
}

/// The first box of a kind in `bytes`.
pub fn find(bytes: Bytes<'_>, kind: Kind) -> Result<Option<Bytes<'_>>, PlayerError> {
    for found in boxes(bytes.0) {
        let (found, body) = found?;
        if found == kind {
            return Ok(Some(body));
        }
    }
    Ok(None)
}

/// The first box of a kind in `bytes`, which must be there.
pub fn need(bytes: Bytes<'_>, kind: Kind) -> Result<Bytes<'_>, PlayerError> {
    find(bytes, kind)?.ok_or_else(|| bad(format!("there is no {} box", name(kind))))
}

/// A box kind as text.
pub fn name(kind: Kind) -> String {
    String::from_utf8_lossy(&kind)
        .trim()
        .escape_default()
        .to_string()
}

/// A container that breaks a rule.
pub fn bad(reason: impl Into<String>) -> PlayerError {
    PlayerError::Container {
        reason: reason.into(),
    }
}
