//! A specification: its sections (`## 3. ZIP profile`) and its rules (`**3.4**` at the start of a
//! paragraph, list item or first table cell).

/// What a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    Section(u32),
    Rule(u32, u32),
}

pub struct Document {
    /// As references call it.
    pub name: String,
    pub file: String,
    /// Each with its line.
    sections: Vec<(u32, usize)>,
    rules: Vec<Rule>,
}

struct Rule {
    section: u32,
    number: u32,
    line: usize,
    /// The number of the section in which it stands; 0 before the first.
    stands_in: u32,
}

impl Document {
    pub fn read(name: &str, file: &str, text: &str) -> Self {
        let mut document = Self {
            name: name.to_owned(),
            file: file.to_owned(),
            sections: Vec::new(),
            rules: Vec::new(),
        };
        let (mut in_code, mut stands_in) = (false, 0);
        for (line, text) in (1..).zip(text.lines()) {
            if text.trim_start().starts_with("```") {
                in_code = !in_code;
            } else if in_code {
            } else if let Some(section) = section_of(text) {
                stands_in = section;
                document.sections.push((section, line));
            } else if let Some((section, number)) = rule_of(text) {
                document.rules.push(Rule {
                    section,
                    number,
                    line,
                    stands_in,
                });
            }
        }
        document
    }

    /// Whether it has rules with numbers.
    pub fn is_numbered(&self) -> bool {
        !self.rules.is_empty()
    }

    pub fn has(&self, number: Number) -> bool {
        match number {
            Number::Section(section) => self.sections.iter().any(|(s, _)| *s == section),
            Number::Rule(section, rule) => self
                .rules
                .iter()
                .any(|r| (r.section, r.number) == (section, rule)),
        }
    }

    /// Every rule, with its line.
    pub fn rules(&self) -> impl Iterator<Item = (Number, usize)> + '_ {
        let rules = self.rules.iter();
        rules.map(|r| (Number::Rule(r.section, r.number), r.line))
    }

    /// Sections and rules whose number is not the one that follows: each begins at 1.
    pub fn defects(&self) -> Vec<String> {
        let mut defects = Vec::new();
        let mut complain = |line, what| defects.push(format!("{}:{line}: {what}", self.file));
        let mut last = 0;
        for (section, line) in &self.sections {
            if *section != last + 1 {
                let next = last + 1;
                complain(
                    *line,
                    format!("section {section} where {next} would follow"),
                );
            }
            last = *section;
        }
        let mut last = (0, 0);
        for rule in &self.rules {
            let (section, number) = (rule.section, rule.number);
            let next = if rule.stands_in == last.0 {
                last.1 + 1
            } else {
                1
            };
            if (section, number) != (rule.stands_in, next) {
                let next = format!("{}.{next}", rule.stands_in);
                complain(
                    rule.line,
                    format!("rule {section}.{number} where {next} would follow"),
                );
            }
            last = (section, number);
        }
        defects
    }
}

fn section_of(line: &str) -> Option<u32> {
    let (number, title) = line.trim_start_matches('#').trim_start().split_once('.')?;
    let is_heading = line.starts_with("##") && title.starts_with(' ');
    number.parse().ok().filter(|_| is_heading)
}

/// The number that a line defines, behind the mark of a list item or a table row.
fn rule_of(line: &str) -> Option<(u32, u32)> {
    let text = line.trim_start();
    let text = ["- ", "* ", "| ", "|"]
        .iter()
        .find_map(|mark| text.strip_prefix(mark))
        .unwrap_or(text);
    let (number, _) = text.trim_start().strip_prefix("**")?.split_once("**")?;
    let (section, rule) = number.split_once('.')?;
    Some((section.parse().ok()?, rule.parse().ok()?))
}
