//! A fast writer of the canonical form of RFC 8785: `verify` writes every content again to check
//! that it is stored in that form (RECORDS 3.4). It covers only the values that contents use; for a
//! document with anything else (a number with a fraction, a key that is not plain ASCII) it returns
//! `None`, and the crate that writes contents is used instead.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, Serializer};

/// Larger whole numbers have no exact canonical form.
const MAX_EXACT: u64 = 1 << 53;

/// The canonical form of a document, if it is one of the simple ones, without fields that are null and
/// have one of these names: an older format did not have them.
pub(super) fn simple(document: &impl Serialize, left_out: &[&str]) -> Option<Vec<u8>> {
    let left_out = left_out.iter().map(|name| format!("\"{name}\""));
    let mut form = Form {
        left_out: left_out.collect(),
        ..Form::default()
    };
    let mut serializer = Serializer::with_formatter(io::sink(), &mut form);
    document.serialize(&mut serializer).ok()?;
    form.is_simple.then_some(form.out)
}

/// Where a field lies in the text, and its key.
#[derive(Clone, Copy)]
struct Field {
    start: usize,
    key_end: usize,
    end: usize,
}

struct Form {
    out: Vec<u8>,
    /// Of the objects that are open, the outermost first.
    fields: Vec<Field>,
    /// Where the fields of each open object begin in `fields`.
    objects: Vec<usize>,
    /// The order in which the last object with so many fields had to be put.
    orders: Vec<Vec<usize>>,
    spare: Vec<u8>,
    /// Keys of fields that are not written where they are null.
    left_out: Vec<String>,
    in_key: bool,
    is_simple: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            out: Vec::with_capacity(8 << 10),
            fields: Vec::new(),
            objects: Vec::new(),
            orders: Vec::new(),
            spare: Vec::new(),
            left_out: Vec::new(),
            in_key: false,
            is_simple: true,
        }
    }
}

impl Form {
    fn put(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    fn number(&mut self, negative: bool, value: u64) {
        self.is_simple &= value <= MAX_EXACT;
        let sign = if negative { "-" } else { "" };
        // Writing to a Vec cannot fail.
        let _ = write!(self.out, "{sign}{value}");
    }

    fn key<'a>(out: &'a [u8], field: &Field) -> &'a [u8] {
        out.get(field.start..field.key_end).unwrap_or_default()
    }

    fn is_left_out(&self, field: &Field) -> bool {
        let value = self.out.get(field.key_end..field.end);
        let key = || str::from_utf8(Self::key(&self.out, field)).unwrap_or_default();
        value == Some(b":null") && self.left_out.iter().any(|name| name == key())
    }

    /// Puts the fields of the object that ends here into their order.
    fn sort(&mut self, first: usize) {
        let Some(begin) = self.fields.get(first).map(|field| field.start) else {
            return;
        };
        if !self.left_out.is_empty() {
            let mut fields = self.fields.split_off(first);
            fields.retain(|field| !self.is_left_out(field));
            self.fields.extend(fields);
        }
        let fields = self.fields.get(first..).unwrap_or_default();
        let count = fields.len();
        if self.orders.len() <= count {
            self.orders.resize(count + 1, Vec::new());
        }
        let Some(order) = self.orders.get_mut(count) else {
            return;
        };
        let out = &self.out;
        let key = |at: &usize| fields.get(*at).map(|field| Self::key(out, field));
        let rises = |order: &[usize]| order.is_sorted_by(|a, b| key(a) < key(b));
        if order.len() != count || !rises(order) {
            *order = (0..count).collect();
            order.sort_by(|a, b| key(a).cmp(&key(b)));
            // A key twice has no canonical form.
            self.is_simple &= rises(order);
        }
        self.spare.clear();
        for (place, field) in order.iter().filter_map(|at| fields.get(*at)).enumerate() {
            if place > 0 {
                self.spare.push(b',');
            }
            let text = out.get(field.start..field.end).unwrap_or_default();
            self.spare.extend_from_slice(text);
        }
        self.out.truncate(begin);
        self.out.extend_from_slice(&self.spare);
    }
}

/// What is written goes into the form; the serializer's own writer gets nothing.
macro_rules! whole_numbers {
    ($($name:ident: $kind:ty),*) => {$(
        fn $name<W: ?Sized + Write>(&mut self, _: &mut W, value: $kind) -> io::Result<()> {
            let value = i128::from(value);
            match u64::try_from(value.unsigned_abs()) {
                Ok(size) => self.number(value < 0, size),
                Err(_) => self.is_simple = false,
            }
            Ok(())
        }
    )*};
}

impl Formatter for &mut Form {
    whole_numbers!(
        write_i8: i8, write_i16: i16, write_i32: i32, write_i64: i64,
        write_u8: u8, write_u16: u16, write_u32: u32, write_u64: u64
    );

    fn write_null<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put(b"null");
        Ok(())
    }

    fn write_bool<W: ?Sized + Write>(&mut self, _: &mut W, value: bool) -> io::Result<()> {
        self.put(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn write_i128<W: ?Sized + Write>(&mut self, _: &mut W, _: i128) -> io::Result<()> {
        self.is_simple = false;
        Ok(())
    }

    fn write_u128<W: ?Sized + Write>(&mut self, _: &mut W, _: u128) -> io::Result<()> {
        self.is_simple = false;
        Ok(())
    }

    fn write_f32<W: ?Sized + Write>(&mut self, _: &mut W, _: f32) -> io::Result<()> {
        self.is_simple = false;
        Ok(())
    }

    fn write_f64<W: ?Sized + Write>(&mut self, _: &mut W, _: f64) -> io::Result<()> {
        self.is_simple = false;
        Ok(())
    }

    fn write_number_str<W: ?Sized + Write>(&mut self, _: &mut W, _: &str) -> io::Result<()> {
        self.is_simple = false;
        Ok(())
    }

    fn begin_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put(b"\"");
        Ok(())
    }

    fn end_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put(b"\"");
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        _: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        // Other keys are put in the order of their UTF-16 units.
        self.is_simple &= !self.in_key || fragment.is_ascii();
        self.put(fragment.as_bytes());
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        _: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.is_simple &= !self.in_key;
        match escape {
            CharEscape::Quote => self.put(b"\\\""),
            CharEscape::ReverseSolidus => self.put(b"\\\\"),
            CharEscape::Solidus => self.put(b"/"),
            CharEscape::Backspace => self.put(b"\\b"),
            CharEscape::FormFeed => self.put(b"\\f"),
            CharEscape::LineFeed => self.put(b"\\n"),
            CharEscape::CarriageReturn => self.put(b"\\r"),
            CharEscape::Tab => self.put(b"\\t"),
            CharEscape::AsciiControl(byte) => {
                // Writing to a Vec cannot fail.
                let _ = write!(self.out, "\\u{byte:04x}");
            }
        }
        Ok(())
    }

    fn write_raw_fragment<W: ?Sized + Write>(&mut self, _: &mut W, _: &str) -> io::Result<()> {
        self.is_simple = false;
        Ok(())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put(b"[");
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put(b"]");
        Ok(())
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        if !first {
            self.put(b",");
        }
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put(b"{");
        self.objects.push(self.fields.len());
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let first = self.objects.pop().unwrap_or(0);
        self.sort(first);
        self.fields.truncate(first);
        self.put(b"}");
        Ok(())
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, _: &mut W, _: bool) -> io::Result<()> {
        let start = self.out.len();
        self.fields.push(Field {
            start,
            key_end: start,
            end: start,
        });
        self.in_key = true;
        Ok(())
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.in_key = false;
        let end = self.out.len();
        if let Some(field) = self.fields.last_mut() {
            field.key_end = end;
        }
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.put(b":");
        Ok(())
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let end = self.out.len();
        if let Some(field) = self.fields.last_mut() {
            field.end = end;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
