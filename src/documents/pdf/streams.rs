//! Whether the data of a stream can be decoded to their end: what draws pages takes what it gets
//! until then, and says nothing.

use flate2::{Decompress, FlushDecompress, Status};
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::{Dict, Name, Object, Stream};
use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode};

use crate::documents::jpeg;
use crate::documents::picture::jpeg_has_end;

/// So much is inflated at a time, in bytes.
const PIECE: usize = 64 << 10;
/// Codes of LZW at most.
const MAX_CODES: usize = 4_096;
/// Pictures with more rows or columns are not looked through.
const MAX_SIDE: u32 = 60_000;

/// Whether all of a stream can be decoded.
pub(super) fn is_whole(stream: &Stream<'_>) -> bool {
    decoded(stream).is_some()
}

/// Whether all of a picture can be decoded, and that is as much as its size and colors ask for.
pub(super) fn picture_is_whole(picture: &Stream<'_>) -> bool {
    let Some(decoded) = decoded(picture) else {
        return false;
    };
    let Decoded::Data { length } = decoded else {
        return true;
    };
    // Some leave out the last row, which nobody sees.
    needed(picture.dict()).is_none_or(|(rows, row)| length + row >= rows.saturating_mul(row))
}

/// What came of decoding.
enum Decoded {
    /// Data of this length, in bytes.
    Data { length: u64 },
    /// A picture in a format of its own, or what cannot be looked through.
    Other,
}

/// What decoding a filter gives.
#[derive(Default)]
struct Output {
    bytes: Vec<u8>,
    length: u64,
    /// The bytes are needed, not only how many they are.
    is_kept: bool,
}

impl Output {
    fn put(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        if self.is_kept {
            self.bytes.extend_from_slice(bytes);
        }
    }
}

/// Nothing where the data end before they should, or are damaged.
fn decoded(stream: &Stream<'_>) -> Option<Decoded> {
    let dict = stream.dict();
    let filters = stream.filters();
    if filters.len() != count_of_filters(dict) {
        return None;
    }
    let mut data = stream.raw_data().into_owned();
    for (at, filter) in filters.iter().enumerate() {
        let mut output = Output {
            is_kept: at + 1 < filters.len(),
            ..Output::default()
        };
        let parameters = parameters(dict, at);
        let is_whole = match filter {
            Filter::Crypt if at == 0 => continue,
            Filter::Crypt => return Some(Decoded::Other),
            Filter::AsciiHexDecode => ascii_hex(&data, &mut output),
            Filter::Ascii85Decode => ascii_85(&data, &mut output),
            Filter::RunLengthDecode => run_length(&data, &mut output),
            Filter::FlateDecode => inflate(&data, &mut output),
            Filter::LzwDecode => {
                let early = parameters.get::<u32>("EarlyChange").unwrap_or(1) != 0;
                output.length = lzw_length(&data, early)?;
                if output.is_kept {
                    return Some(Decoded::Other);
                }
                true
            }
            Filter::DctDecode => {
                // Some end one byte too early.
                let has_end = jpeg_has_end(&data) || data.ends_with(&[0xFF]);
                let is_whole = has_end && jpeg::damage(&data).is_none();
                return is_whole.then_some(Decoded::Other);
            }
            Filter::JpxDecode => return jpeg_2000_has_end(&data).then_some(Decoded::Other),
            Filter::CcittFaxDecode => {
                return fax_is_whole(&data, dict, &parameters).then_some(Decoded::Other);
            }
            Filter::Jbig2Decode => return jbig2_has_end(&data).then_some(Decoded::Other),
        };
        if !is_whole {
            return None;
        }
        if at + 1 == filters.len() {
            return Some(Decoded::Data {
                length: output.length,
            });
        }
        data = output.bytes;
    }
    let length = data.len() as u64;
    Some(Decoded::Data { length })
}

fn count_of_filters(dict: &Dict<'_>) -> usize {
    let named = |key: &str| match dict.get::<Object<'_>>(key) {
        Some(Object::Name(_)) => 1,
        Some(Object::Array(names)) => names.iter::<Name<'_>>().count(),
        _ => 0,
    };
    match named("F") {
        0 => named("Filter"),
        count => count,
    }
}

fn parameters<'a>(dict: &Dict<'a>, at: usize) -> Dict<'a> {
    let all = dict.get::<Object<'a>>("DP");
    match all.or_else(|| dict.get::<Object<'a>>("DecodeParms")) {
        Some(Object::Dict(parameters)) => parameters,
        Some(Object::Array(all)) => match all.iter::<Object<'a>>().nth(at) {
            Some(Object::Dict(parameters)) => parameters,
            _ => Dict::default(),
        },
        _ => Dict::default(),
    }
}

/// Up to its end, or up to where the data end: then what follows says whether that was all.
fn ascii_hex(data: &[u8], output: &mut Output) -> bool {
    let mut high = None;
    for byte in data {
        if *byte == b'>' {
            break;
        }
        if is_space(*byte) {
            continue;
        }
        let Some(digit) = char::from(*byte).to_digit(16) else {
            return false;
        };
        let digit = u8::try_from(digit).unwrap_or(0);
        match high.take() {
            None => high = Some(digit),
            Some(high) => output.put(&[high << 4 | digit]),
        }
    }
    if let Some(high) = high {
        output.put(&[high << 4]);
    }
    output.is_kept || data.contains(&b'>')
}

/// As [`ascii_hex`].
fn ascii_85(data: &[u8], output: &mut Output) -> bool {
    let mut group = [84_u8; 5];
    let mut count = 0;
    let mut flush = |group: &[u8; 5], count: usize| {
        let digits = group.iter().map(|digit| u32::from(*digit));
        let number = digits.fold(0_u32, |number, digit| {
            number.wrapping_mul(85).wrapping_add(digit)
        });
        let bytes = number.to_be_bytes();
        output.put(bytes.get(..count).unwrap_or_default());
    };
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    for byte in data {
        match byte {
            b'~' => break,
            b'z' if count == 0 => flush(&[0; 5], 4),
            b'!'..=b'u' => {
                if let Some(place) = group.get_mut(count) {
                    *place = byte - b'!';
                }
                count += 1;
                if count == 5 {
                    flush(&group, 4);
                    (group, count) = ([84; 5], 0);
                }
            }
            byte if is_space(*byte) => {}
            _ => return false,
        }
    }
    if count > 1 {
        flush(&group, count - 1);
    }
    output.is_kept || data.contains(&b'~')
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0
}

fn run_length(data: &[u8], output: &mut Output) -> bool {
    let mut at = 0;
    while let Some(length) = data.get(at) {
        let count = usize::from(*length);
        match count {
            128 => return true,
            0..=127 => {
                let Some(bytes) = data.get(at + 1..at + 2 + count) else {
                    return false;
                };
                output.put(bytes);
                at += 2 + count;
            }
            _ => {
                let Some(byte) = data.get(at + 1) else {
                    return false;
                };
                output.put(&vec![*byte; 257 - count]);
                at += 2;
            }
        }
    }
    false
}

fn inflate(data: &[u8], output: &mut Output) -> bool {
    let head = match data {
        [first, second, ..] => u16::from_be_bytes([*first, *second]),
        // Some compress nothing to nothing.
        _ => return data.is_empty(),
    };
    let has_head = head >> 8 & 0x0F == 8 && head % 31 == 0 && head & 0x20 == 0;
    if has_head && inflate_with(Decompress::new(true), data, output).is_some() {
        return true;
    }
    // Without a head and a sum, or with a part of the sum alone, nothing is missing.
    *output = Output {
        is_kept: output.is_kept,
        ..Output::default()
    };
    let bare = if has_head { data.get(2..) } else { Some(data) };
    let rest = inflate_with(Decompress::new(false), bare.unwrap_or_default(), output);
    rest.is_some_and(|rest| !has_head || rest < 4)
}

/// Returns how much is left behind the end; nothing where there is none.
fn inflate_with(mut inflating: Decompress, data: &[u8], output: &mut Output) -> Option<usize> {
    let mut piece = vec![0; PIECE];
    let place = |total: u64| usize::try_from(total).unwrap_or(usize::MAX);
    loop {
        let (read, written) = (inflating.total_in(), inflating.total_out());
        let rest = data.get(place(read)..)?;
        let status = inflating.decompress(rest, &mut piece, FlushDecompress::None);
        let new = place(inflating.total_out() - written);
        output.put(piece.get(..new).unwrap_or_default());
        match status {
            Ok(Status::StreamEnd) => return Some(data.len() - place(inflating.total_in())),
            Ok(Status::Ok | Status::BufError) if new > 0 || inflating.total_in() > read => {}
            // Some end where they have written all out, without a mark that nothing follows.
            Ok(Status::Ok | Status::BufError) if is_written_out(data) => return Some(0),
            _ => return None,
        }
    }
}

/// Whether the data end with the empty block of a writer that has handed out all that it had.
fn is_written_out(data: &[u8]) -> bool {
    data.trim_ascii_end().ends_with(&[0, 0, 0xFF, 0xFF])
}

/// How many bytes come of it, without keeping any; nothing where it has no end.
fn lzw_length(data: &[u8], early: bool) -> Option<u64> {
    const FIRST: usize = 258;
    let mut lengths = vec![1_u64; FIRST];
    let mut before: Option<u64> = None;
    let (mut total, mut width, mut at) = (0, 9, 0);
    loop {
        let mut code = 0_usize;
        for bit in at..at + width {
            let byte = data.get(bit / 8)?;
            code = code << 1 | usize::from(byte >> (7 - bit % 8) & 1);
        }
        at += width;
        match code {
            256 => {
                lengths.truncate(FIRST);
                (before, width) = (None, 9);
                continue;
            }
            257 => return Some(total),
            _ => {}
        }
        let new = before.map(|it: u64| it.saturating_add(1));
        if let Some(new) = new.filter(|_| lengths.len() < MAX_CODES) {
            lengths.push(new);
        }
        let length = *lengths.get(code)?;
        total = u64::saturating_add(total, length);
        before = Some(length);
        if lengths.len() + usize::from(early) >= 1 << width && width < 12 {
            width += 1;
        }
    }
}

/// Whether the codestream comes to its end (EOC), which no data of it look like.
fn jpeg_2000_has_end(data: &[u8]) -> bool {
    let is_one = data.starts_with(&[0xFF, 0x4F]) || data.get(4..8) == Some(b"jP  ");
    let begins = data.windows(2).position(|it| it == [0xFF, 0x93]);
    // Whether anything else can be shown its decoder says.
    let Some(begins) = begins.filter(|_| is_one) else {
        return true;
    };
    let scan = data.get(begins..).unwrap_or_default();
    scan.windows(2).any(|it| it == [0xFF, 0xD9])
}

/// Whether its segments lie in the data as long as they say.
fn jbig2_has_end(data: &[u8]) -> bool {
    let mut at = 0;
    while at < data.len() {
        let Some(next) = jbig2_segment(data, at) else {
            return false;
        };
        at = next;
    }
    true
}

/// Where the next segment begins. One of unknown length is the last that is looked at.
fn jbig2_segment(data: &[u8], at: usize) -> Option<usize> {
    let number = u32::from_be_bytes(*data.get(at..)?.first_chunk()?);
    let flags = *data.get(at + 4)?;
    let referred = usize::from(*data.get(at + 5)? >> 5);
    // More than four stand in a number of their own, with a bit for each.
    let (count, mut next) = if referred == 7 {
        let count = u32::from_be_bytes(*data.get(at + 5..)?.first_chunk()?) & 0x1FFF_FFFF;
        let count = usize::try_from(count).ok()?;
        (count, at.checked_add(9 + (count + 1).div_ceil(8))?)
    } else {
        (referred, at + 6)
    };
    let size = match number {
        0..=256 => 1,
        257..=65_536 => 2,
        _ => 4,
    };
    next = next.checked_add(count.checked_mul(size)?)?;
    next = next.checked_add(if flags & 0x40 == 0 { 1 } else { 4 })?;
    let length = u32::from_be_bytes(*data.get(next..)?.first_chunk()?);
    if length == u32::MAX {
        return Some(data.len());
    }
    let end = next.checked_add(4)?.checked_add(length as usize)?;
    // The last says nothing but that it is the last.
    (end <= data.len()).then_some(end)
}

/// Counts rows.
struct Rows(u32);

impl Decoder for Rows {
    fn push_row(&mut self, _: &[u32]) {
        self.0 += 1;
    }
}

fn fax_is_whole(data: &[u8], dict: &Dict<'_>, parameters: &Dict<'_>) -> bool {
    let is = |key: &str, usual: bool| parameters.get::<bool>(key).unwrap_or(usual);
    let height = dict.get::<u32>("Height").or_else(|| dict.get::<u32>("H"));
    let rows = height.or_else(|| parameters.get::<u32>("Rows"));
    let rows = rows.unwrap_or(0);
    let columns = parameters.get::<u32>("Columns").unwrap_or(1_728);
    if rows > MAX_SIDE || columns > MAX_SIDE {
        return true;
    }
    let mut context = DecoderContext::new(DecodeSettings {
        columns,
        rows,
        end_of_block: is("EndOfBlock", true),
        end_of_line: is("EndOfLine", false),
        rows_are_byte_aligned: is("EncodedByteAlign", false),
        encoding: match parameters.get::<i32>("K").unwrap_or(0) {
            0 => EncodingMode::Group3_1D,
            1.. => EncodingMode::Group3_2D,
            _ => EncodingMode::Group4,
        },
        strict: false,
    });
    let mut counted = Rows(0);
    let result = hayro_ccitt::decode(data, &mut counted, &mut context);
    // A scanner that does not know the length of a sheet says too much.
    let most_are_there = u64::from(counted.0) * 20 >= u64::from(rows) * 19;
    result.map_or(counted.0 >= rows, |_| most_are_there)
}

/// Rows of a picture, and the bytes of each; nothing where that is not known.
fn needed(dict: &Dict<'_>) -> Option<(u64, u64)> {
    let number = |long: &str, short: &str| dict.get::<u32>(long).or_else(|| dict.get::<u32>(short));
    let (width, height) = (number("Width", "W")?, number("Height", "H")?);
    let is_mask = dict.get::<bool>("ImageMask").or_else(|| dict.get("IM"));
    let (bits, channels) = if is_mask == Some(true) {
        (1, 1)
    } else {
        let bits = number("BitsPerComponent", "BPC")?;
        let colors = dict.get::<Object<'_>>("ColorSpace");
        (bits, channels(&colors.or_else(|| dict.get("CS"))?)?)
    };
    let row = u64::from(width)
        .checked_mul(u64::from(bits))?
        .checked_mul(u64::from(channels))?;
    Some((u64::from(height), row.div_ceil(8)))
}

/// So many levels a pixel has; nothing for a color space that only resources name.
fn channels(colors: &Object<'_>) -> Option<u32> {
    let array = match colors {
        Object::Name(name) => {
            return Some(match &**name {
                b"DeviceGray" | b"G" | b"CalGray" => 1,
                b"DeviceRGB" | b"RGB" | b"CalRGB" => 3,
                b"DeviceCMYK" | b"CMYK" => 4,
                _ => return None,
            });
        }
        Object::Array(array) => array,
        _ => return None,
    };
    let mut parts = array.iter::<Object<'_>>();
    let Some(Object::Name(kind)) = parts.next() else {
        return None;
    };
    Some(match (&*kind, parts.next()) {
        (b"Indexed" | b"I" | b"Separation" | b"CalGray", _) => 1,
        (b"CalRGB" | b"Lab", _) => 3,
        (b"ICCBased", Some(Object::Stream(profile))) => profile.dict().get::<u32>("N")?,
        (b"DeviceN", Some(Object::Array(names))) => u32::try_from(names.raw_iter().count()).ok()?,
        _ => return None,
    })
}
