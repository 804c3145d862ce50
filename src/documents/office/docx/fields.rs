//! Fields: what Word computes and shows. The instruction is never shown, the result is.

use crate::documents::office::symbols;
use crate::documents::office::xml::Node;

/// Deeper nested fields are not told apart.
const MAX_OPEN: usize = 64;

/// The fields that are open where the reader is.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// Beginnings beyond [`MAX_OPEN`].
    beyond: usize,
    /// Some field has no end: none goes beyond its paragraph.
    are_broken: bool,
}

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    in_result: bool,
    has_result: bool,
    link: Option<String>,
    /// Of the check boxes and lists of older forms.
    form: Option<String>,
}

impl Fields {
    /// The fields of a part of the document, of which none is open yet.
    pub(super) fn of_part(root: &Node) -> Self {
        let (begins, ends) = count(root);
        Self {
            are_broken: begins != ends,
            ..Self::default()
        }
    }

    pub(super) fn begin(&mut self, form: Option<&Node>) {
        if self.open.len() >= MAX_OPEN {
            self.beyond += 1;
            return;
        }
        self.open.push(Field {
            form: form.and_then(form_value),
            ..Field::default()
        });
    }

    /// A piece of the instruction of the innermost field.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|it| !it.in_result) {
            field.instruction.push_str(text);
        }
    }

    pub(super) fn begin_result(&mut self) {
        if let Some(field) = self.open.last_mut().filter(|_| self.beyond == 0) {
            field.in_result = true;
            field.link = link(&field.instruction);
        }
    }

    /// Ends the innermost field. Returns what it shows, if no result of it was written down.
    pub(super) fn end(&mut self) -> Option<String> {
        if self.beyond > 0 {
            self.beyond -= 1;
            return None;
        }
        let field = self.open.pop()?;
        if field.has_result {
            // The field around it has one, too.
            self.produce();
            return None;
        }
        let mut words = field.instruction.split_whitespace();
        match words.next()?.to_uppercase().as_str() {
            "FORMCHECKBOX" | "FORMDROPDOWN" => field.form,
            "SYMBOL" => symbol(&field.instruction),
            // The name of the macro, then what is shown.
            "MACROBUTTON" => Some(words.skip(1).collect::<Vec<_>>().join(" ")),
            _ => None,
        }
    }

    /// Whether text here is shown: not within an instruction.
    pub(super) fn shows(&self) -> bool {
        self.beyond == 0 && self.open.iter().all(|field| field.in_result)
    }

    /// Text of a result was shown.
    pub(super) fn produce(&mut self) {
        if let Some(field) = self.open.last_mut().filter(|it| it.in_result) {
            field.has_result = true;
        }
    }

    /// Where the innermost field leads that leads somewhere.
    pub(super) fn link(&self) -> Option<String> {
        self.open.iter().rev().find_map(|it| it.link.clone())
    }

    pub(super) fn end_paragraph(&mut self) {
        if self.are_broken {
            self.open.clear();
            self.beyond = 0;
        }
    }
}

fn count(node: &Node) -> (usize, usize) {
    let mut all = (0, 0);
    for node in node.nodes() {
        match (node.name.as_str(), node.attribute("fldCharType")) {
            ("fldChar", Some("begin")) => all.0 += 1,
            ("fldChar", Some("end")) => all.1 += 1,
            _ => {
                let (begins, ends) = count(node);
                all = (all.0 + begins, all.1 + ends);
            }
        }
    }
    all
}

/// The address of a link, `HYPERLINK "https://…" \o "…"`.
fn link(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start().strip_prefix("HYPERLINK")?;
    let rest = rest.trim_start();
    // A place in the document itself.
    if rest.starts_with('\\') {
        return None;
    }
    let address = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    Some(address.to_owned())
}

/// `SYMBOL 254 \f "Wingdings" \s 12`
fn symbol(instruction: &str) -> Option<String> {
    let number = instruction.split_whitespace().nth(1)?;
    let code = match number.strip_prefix("0x") {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    let font = instruction.split_once("\\f").map(|it| it.1.trim_start());
    let font = font.and_then(|it| match it.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => it.split_whitespace().next(),
    });
    match font {
        Some(font) if symbols::is_symbol_font(font) => symbols::symbol(font, code),
        _ => char::from_u32(code)
            .filter(|it| !it.is_control())
            .map(String::from),
    }
}

/// What a field of an older form shows.
fn form_value(data: &Node) -> Option<String> {
    if let Some(check) = data.child("checkBox") {
        let is_checked = check.switch("checked").or_else(|| check.switch("default"));
        let mark = if is_checked == Some(true) {
            "☒"
        } else {
            "☐"
        };
        return Some(mark.to_owned());
    }
    let list = data.child("ddList")?;
    let chosen = list.value("result").or_else(|| list.value("default"));
    let chosen: usize = chosen.and_then(|it| it.parse().ok()).unwrap_or(0);
    let mut entries = list.nodes().filter(|it| it.name == "listEntry");
    entries.nth(chosen)?.attribute("val").map(str::to_owned)
}
