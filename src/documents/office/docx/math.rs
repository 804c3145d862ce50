//! Formulas in one line: what is above and below a bar is parted by a slash, what stands raised by
//! a caret where no raised digit is known.

use crate::documents::office::xml::Node;

/// A formula as text.
pub(in crate::documents::office) fn in_one_line(node: &Node) -> String {
    let mut out = String::new();
    for part in node.nodes() {
        out.push_str(&element(part));
    }
    out
}

fn element(node: &Node) -> String {
    let of = |name: &str| node.child(name).map(in_one_line).unwrap_or_default();
    match node.name.as_str() {
        "t" => node.text(),
        // One below the other without a bar is no fraction.
        "f" if property(node, "fPr", "type") == Some("noBar") => {
            format!("{}; {}", of("num"), of("den"))
        }
        "f" => format!("{}/{}", term(&of("num")), grouped(&of("den"))),
        "sSup" => format!("{}{}", grouped(&of("e")), raised(&of("sup"))),
        "sSub" => format!("{}{}", of("e"), lowered(&of("sub"))),
        "sSubSup" => {
            format!("{}{}{}", of("e"), lowered(&of("sub")), raised(&of("sup")))
        }
        "sPre" => format!("{}{}{}", raised(&of("sup")), lowered(&of("sub")), of("e")),
        "rad" => match of("deg").as_str() {
            "" => format!("√{}", grouped(&of("e"))),
            degree => format!("{}√{}", raised(degree), grouped(&of("e"))),
        },
        "nary" => {
            let sign = property(node, "naryPr", "chr").unwrap_or("∫");
            let (from, to) = (of("sub"), of("sup"));
            let limits = match (from.as_str(), to.as_str()) {
                ("", "") => String::new(),
                (from, "") => format!("({from})"),
                (from, to) => format!("({from} … {to})"),
            };
            format!("{sign}{limits} {}", of("e"))
        }
        "d" => {
            let begin = property(node, "dPr", "begChr").unwrap_or("(");
            let end = property(node, "dPr", "endChr").unwrap_or(")");
            let between = property(node, "dPr", "sepChr").unwrap_or("|");
            format!("{begin}{}{end}", joined(node, "e", between))
        }
        "acc" => marked(
            &of("e"),
            property(node, "accPr", "chr").unwrap_or("\u{302}"),
        ),
        "bar" => marked(
            &of("e"),
            match property(node, "barPr", "pos") {
                Some("top") => "\u{305}",
                _ => "\u{332}",
            },
        ),
        "func" => format!("{} {}", of("fName"), of("e")),
        "limLow" | "limUpp" => format!("{}({})", of("e"), of("lim")),
        "eqArr" => joined(node, "e", "; "),
        "m" => format!("[{}]", joined(node, "mr", "; ")),
        "mr" => joined(node, "e", " "),
        // Deleted while changes were tracked, or no text.
        "del" | "moveFrom" | "rPr" | "ctrlPr" => String::new(),
        name if name.ends_with("Pr") => String::new(),
        _ => in_one_line(node),
    }
}

fn property<'a>(node: &'a Node, properties: &str, name: &str) -> Option<&'a str> {
    node.child(properties)?.value(name)
}

fn joined(node: &Node, name: &str, between: &str) -> String {
    let parts = node.nodes().filter(|it| it.name == name);
    let parts: Vec<String> = parts
        .map(|part| {
            if name == "mr" {
                element(part)
            } else {
                in_one_line(part)
            }
        })
        .collect();
    parts.join(between)
}

/// With a mark above or below it.
fn marked(text: &str, mark: &str) -> String {
    format!("{}{mark}", grouped(text))
}

/// Letters from so many on are a word; fewer are factors beside each other.
const WORD: usize = 4;

/// In parentheses if it is more than one number, one letter or one word: √30df would be read as
/// √30·df, and v/2a as v/2·a.
fn grouped(text: &str) -> String {
    let letters = text.chars().filter(|it| it.is_alphabetic()).count();
    let is_letter = letters == 1 && text.chars().filter(|it| it.is_alphanumeric()).count() == 1;
    let is_one = letters == 0 || is_letter || letters >= WORD && letters == text.chars().count();
    if is_one { term(text) } else { closed(text) }
}

/// In parentheses if it is more than factors beside each other.
fn term(text: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || it == '.';
    if text.chars().all(is_plain) {
        text.to_owned()
    } else {
        closed(text)
    }
}

fn closed(text: &str) -> String {
    let is_closed = text.starts_with('(') && text.find(')') == Some(text.len() - 1);
    if is_closed {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

/// A raised text, whose digits mean something else on the line: 10³ is not 103. Other texts are
/// read as they stand, as in 2nd.
pub(in crate::documents::office) fn raised_number(text: String) -> String {
    if is_number(&text) {
        raised(&text)
    } else {
        text
    }
}

/// The same for a lowered text.
pub(in crate::documents::office) fn lowered_number(text: String) -> String {
    if is_number(&text) {
        lowered(&text)
    } else {
        text
    }
}

fn is_number(text: &str) -> bool {
    let is_sign = |it: char| matches!(it, '+' | '-' | '−');
    let digits = text.strip_prefix(is_sign).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
}

fn raised(text: &str) -> String {
    written(text, '^', |digit| match digit {
        '1' => Some('¹'),
        '2' => Some('²'),
        '3' => Some('³'),
        '0' | '4'..='9' => char::from_u32(0x2070 + digit.to_digit(10)?),
        _ => None,
    })
}

fn lowered(text: &str) -> String {
    written(text, '_', |digit| {
        char::from_u32(0x2080 + digit.to_digit(10)?)
    })
}

fn written(text: &str, sign: char, small: impl Fn(char) -> Option<char>) -> String {
    if text.is_empty() {
        return String::new();
    }
    let all: Option<String> = text.chars().map(small).collect();
    all.unwrap_or_else(|| format!("{sign}{}", grouped(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::office::xml;

    fn of(text: &str) -> String {
        let root = format!("<m:oMath>{text}</m:oMath>");
        in_one_line(&xml::parse(root.as_bytes()).expect("XML"))
    }

    fn r(text: &str) -> String {
        format!("<m:r><m:t>{text}</m:t></m:r>")
    }

    #[test]
    fn a_formula_means_the_same_in_one_line() {
        let fraction = format!(
            "<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>",
            r("d + 1"),
            r("t")
        );
        assert_eq!(of(&[r("v ≥ "), fraction].concat()), "v ≥ (d + 1)/t");
        let power = format!(
            "<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>",
            r("x"),
            r("2")
        );
        assert_eq!(of(&power), "x²");
        let other = format!(
            "<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>",
            r("x"),
            r("n+1")
        );
        assert_eq!(of(&other), "x^(n+1)");
        let root = format!(
            "<m:rad><m:radPr><m:degHide/></m:radPr><m:deg/><m:e>{}</m:e></m:rad>",
            r("2")
        );
        assert_eq!(of(&root), "√2");
        for (inside, expected) in [
            ("30df", "√(30df)"),
            ("df", "√(df)"),
            ("1.5", "√1.5"),
            ("speed", "√speed"),
            ("(a+b)", "√(a+b)"),
        ] {
            let root = format!("<m:rad><m:deg/><m:e>{}</m:e></m:rad>", r(inside));
            assert_eq!(of(&root), expected);
        }
        let products = format!(
            "<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>",
            r("30df"),
            r("2a")
        );
        assert_eq!(of(&products), "30df/(2a)");
        let sum = format!(
            "<m:nary><m:naryPr><m:chr m:val=\"∑\"/></m:naryPr><m:sub>{}</m:sub><m:sup>{}</m:sup><m:e>{}</m:e></m:nary>",
            r("i=1"),
            r("n"),
            r("i")
        );
        assert_eq!(of(&sum), "∑(i=1 … n) i");
        let parentheses = format!("<m:d><m:e>{}</m:e></m:d>", r("a"));
        assert_eq!(of(&parentheses), "(a)");
        let mean = format!(
            "<m:acc><m:accPr><m:chr m:val=\"\u{304}\"/></m:accPr><m:e>{}</m:e></m:acc>",
            r("x")
        );
        assert_eq!(of(&mean), "x\u{304}");
        let bar = format!(
            "<m:bar><m:barPr><m:pos m:val=\"top\"/></m:barPr><m:e>{}</m:e></m:bar>",
            r("y")
        );
        assert_eq!(of(&bar), "y\u{305}");
        let stack = format!(
            "<m:f><m:fPr><m:type m:val=\"noBar\"/></m:fPr><m:num>{}</m:num><m:den>{}</m:den></m:f>",
            r("n"),
            r("k")
        );
        assert_eq!(of(&stack), "n; k");
    }
}
