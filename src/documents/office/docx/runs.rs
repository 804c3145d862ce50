//! The text in a paragraph: runs, links, fields, and what else stands in a line.

use super::math::{in_one_line, lowered_number, raised_number};
use super::styles::Place;
use super::{Context, Reader, is_property, words};
use crate::documents::office::choice::chosen;
use crate::documents::office::model::{OmittedNotice, Span};
use crate::documents::office::symbols;
use crate::documents::office::xml::Node;

impl Reader {
    /// The text in a paragraph, or in a part of it that leads somewhere.
    pub(super) fn inline(&mut self, parent: &Node, context: Context<'_>, out: &mut Vec<Span>) {
        for node in parent.nodes() {
            match node.name.as_str() {
                "r" => self.run(node, context, out),
                "hyperlink" => {
                    let target = node
                        .attribute("id")
                        .and_then(|id| self.links.get(id))
                        .cloned();
                    let link = target.as_deref().or(context.link);
                    self.inline(node, Context { link, ..context }, out);
                }
                "fldSimple" => {
                    self.fields.begin(None);
                    self.fields
                        .instruct(node.attribute("instr").unwrap_or_default());
                    self.fields.begin_result();
                    self.inline(node, context, out);
                    self.end_field(out);
                }
                "oMath" | "oMathPara" => out.push(words(&in_one_line(node))),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.inline(chosen, context, out);
                    }
                }
                "drawing" | "pict" | "object" => self.object(node),
                "subDoc" => self.left.add(OmittedNotice::InsertedDocument),
                "del" | "moveFrom" => self.deleted(node),
                name if is_property(name) => {}
                _ => self.inline(node, context, out),
            }
        }
    }

    fn run(&mut self, node: &Node, context: Context<'_>, out: &mut Vec<Span>) {
        let look = self.styles.text(node.child("rPr"), context.style);
        let is_hidden = look.hidden == Some(true);
        if is_hidden && (node.contains("t") || node.contains("sym")) {
            self.left.add(OmittedNotice::HiddenText);
        }
        let link = self.fields.link().or(context.link.map(str::to_owned));
        let span = |text: String| Span {
            text,
            bold: look.bold == Some(true),
            italic: look.italic == Some(true),
            struck: look.struck == Some(true),
            link: link.clone(),
        };
        for part in node.nodes() {
            let text = match part.name.as_str() {
                "t" => {
                    let text = part.text().replace('\u{AD}', "");
                    let (text, missing) = symbols::in_font(look.font.as_deref(), &text);
                    for _ in 0..missing {
                        self.left.add(OmittedNotice::Symbol);
                    }
                    match (look.place, look.capitals) {
                        (Some(Place::Raised), _) => raised_number(text),
                        (Some(Place::Lowered), _) => lowered_number(text),
                        (_, Some(true)) => text.to_uppercase(),
                        _ => text,
                    }
                }
                "tab" | "ptab" => " ".to_owned(),
                "br" | "cr" => "\n".to_owned(),
                "noBreakHyphen" => "-".to_owned(),
                "sym" => self.symbol(part),
                "lastRenderedPageBreak" => {
                    self.left.page = self.left.page.map(|page| page.saturating_add(1));
                    continue;
                }
                "fldChar" => {
                    match part.attribute("fldCharType") {
                        Some("begin") => self.fields.begin(part.child("ffData")),
                        Some("separate") => self.fields.begin_result(),
                        Some("end") => self.end_field(out),
                        _ => {}
                    }
                    continue;
                }
                "instrText" => {
                    self.fields.instruct(&part.text());
                    continue;
                }
                "footnoteReference" if !is_hidden => self.note("footnotes", part),
                "endnoteReference" if !is_hidden => self.note("endnotes", part),
                "commentReference" => {
                    self.left.add(OmittedNotice::Comment);
                    continue;
                }
                "ruby" => {
                    if let Some(base) = part.child("rubyBase").filter(|_| !is_hidden) {
                        self.inline(base, context, out);
                        self.reading(part, context, out);
                    }
                    continue;
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(part).filter(|_| !is_hidden) {
                        self.run_parts(chosen, context, out);
                    }
                    continue;
                }
                "drawing" | "pict" | "object" | "contentPart" if !is_hidden => {
                    self.object(part);
                    continue;
                }
                _ => continue,
            };
            if !text.is_empty() && !is_hidden && self.fields.shows() {
                self.fields.produce();
                out.push(span(text));
            }
        }
    }

    /// How signs are read, which stands small above them: in parentheses behind them.
    fn reading(&mut self, ruby: &Node, context: Context<'_>, out: &mut Vec<Span>) {
        let mut reading = Vec::new();
        if let Some(text) = ruby.child("rt") {
            self.inline(text, context, &mut reading);
        }
        if !reading.is_empty() {
            out.push(words("("));
            out.append(&mut reading);
            out.push(words(")"));
        }
    }

    /// What stands in a run under another name, as if it stood in the run itself.
    fn run_parts(&mut self, parts: &Node, context: Context<'_>, out: &mut Vec<Span>) {
        if parts.nodes().any(|it| it.name == "r") {
            self.inline(parts, context, out);
        } else {
            self.run(parts, context, out);
        }
    }

    fn symbol(&mut self, node: &Node) -> String {
        let font = node.attribute("font").unwrap_or_default();
        let code = node.attribute("char").unwrap_or_default();
        let code = u32::from_str_radix(code, 16).unwrap_or(0);
        let known = if symbols::is_symbol_font(font) {
            symbols::symbol(font, code)
        } else {
            // An ordinary font: the code is that of the character, moved or not.
            let code = if (0xF020..=0xF0FF).contains(&code) {
                code & 0xFF
            } else {
                code
            };
            char::from_u32(code)
                .filter(|it| !it.is_control())
                .map(String::from)
        };
        known.unwrap_or_else(|| {
            self.left.add(OmittedNotice::Symbol);
            String::new()
        })
    }

    /// The end of a field, with what it shows where no result was written down.
    fn end_field(&mut self, out: &mut Vec<Span>) {
        if let Some(text) = self.fields.end().filter(|_| self.fields.shows()) {
            self.fields.produce();
            out.push(words(&text));
        }
    }
}
