//! Archives made byte by byte, so that any byte of them can be made wrong before they are signed.
//! The corpus of attacks in `tests/attack` makes its packs with it too.

use std::io::Write;

/// One entry and the fields of its headers; fields that are not set follow from the data.
#[derive(Clone)]
pub struct Raw {
    pub name: Vec<u8>,
    pub data: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub crc: u32,
    pub compressed: u32,
    pub size: u32,
    pub external: u32,
    pub disk: u16,
    pub extra: Vec<u8>,
    pub local_extra: Vec<u8>,
    /// Where the central header says that the local one is, if that is not where it is.
    pub at: Option<u32>,
    /// The fields of the local header that differ from the central one.
    pub local: Option<Box<Raw>>,
    /// Bytes between this entry's data and the next.
    pub gap: Vec<u8>,
}

impl Raw {
    pub fn stored(name: &str, data: &[u8]) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            data: data.to_vec(),
            method: 0,
            flags: 0,
            crc: crc32fast::hash(data),
            compressed: u32::try_from(data.len()).unwrap(),
            size: u32::try_from(data.len()).unwrap(),
            external: 0o100_644 << 16,
            disk: 0,
            extra: Vec::new(),
            local_extra: Vec::new(),
            at: None,
            local: None,
            gap: Vec::new(),
        }
    }

    pub fn deflated(name: &str, data: &[u8]) -> Self {
        let mut deflater =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        deflater.write_all(data).unwrap();
        let packed = deflater.finish().unwrap();
        Self {
            method: 8,
            compressed: u32::try_from(packed.len()).unwrap(),
            data: packed,
            ..Self::stored(name, data)
        }
    }

    /// The same with something changed.
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The same, with another local header.
    pub fn local(mut self, change: impl FnOnce(&mut Self)) -> Self {
        let mut local = self.clone();
        change(&mut local);
        self.local = Some(Box::new(local));
        self
    }

    fn common(&self, out: &mut Vec<u8>) {
        out.extend(self.flags.to_le_bytes());
        out.extend(self.method.to_le_bytes());
        out.extend([0; 4]);
        for number in [self.crc, self.compressed, self.size] {
            out.extend(number.to_le_bytes());
        }
        out.extend(u16::try_from(self.name.len()).unwrap().to_le_bytes());
    }

    fn local_header(&self, out: &mut Vec<u8>) {
        out.extend(b"PK\x03\x04\x14\x00");
        self.common(out);
        let extra = u16::try_from(self.local_extra.len()).unwrap();
        out.extend(extra.to_le_bytes());
        out.extend(&self.name);
        out.extend(&self.local_extra);
    }

    fn central_header(&self, offset: u32, out: &mut Vec<u8>) {
        out.extend(b"PK\x01\x02\x14\x03\x14\x00");
        self.common(out);
        out.extend(u16::try_from(self.extra.len()).unwrap().to_le_bytes());
        out.extend([0; 2]);
        out.extend(self.disk.to_le_bytes());
        out.extend([0; 2]);
        out.extend(self.external.to_le_bytes());
        out.extend(offset.to_le_bytes());
        out.extend(&self.name);
        out.extend(&self.extra);
    }
}

/// The fields of the end record.
#[derive(Clone, Copy)]
pub struct End {
    pub disk: u16,
    pub directory_disk: u16,
    pub here: u16,
    pub count: u16,
    pub size: u32,
    pub offset: u32,
}

/// An archive up to and without its comment; the end record states that length for it.
pub fn archive(entries: &[Raw], comment: usize, end: impl FnOnce(&mut End)) -> Vec<u8> {
    archive_with(entries, comment, &[], &[], end)
}

/// The same with bytes before the central directory and before the end record.
pub fn archive_with(
    entries: &[Raw],
    comment: usize,
    before_directory: &[u8],
    before_end: &[u8],
    end: impl FnOnce(&mut End),
) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = u32::try_from(bytes.len()).unwrap();
        entry
            .local
            .as_deref()
            .unwrap_or(entry)
            .local_header(&mut bytes);
        bytes.extend(&entry.data);
        bytes.extend(&entry.gap);
        entry.central_header(entry.at.unwrap_or(offset), &mut directory);
    }
    bytes.extend(before_directory);
    let mut record = End {
        disk: 0,
        directory_disk: 0,
        here: u16::try_from(entries.len()).unwrap(),
        count: u16::try_from(entries.len()).unwrap(),
        size: u32::try_from(directory.len()).unwrap(),
        offset: u32::try_from(bytes.len()).unwrap(),
    };
    end(&mut record);
    bytes.extend(directory);
    bytes.extend(before_end);
    bytes.extend(b"PK\x05\x06");
    for number in [
        record.disk,
        record.directory_disk,
        record.here,
        record.count,
    ] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(record.size.to_le_bytes());
    bytes.extend(record.offset.to_le_bytes());
    bytes.extend(u16::try_from(comment).unwrap().to_le_bytes());
    bytes
}
