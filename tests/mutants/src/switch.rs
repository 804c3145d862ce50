//! Puts mutants into a source, each behind a switch.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use proc_macro2::LineColumn;
use syn::visit::{self, Visit};

use crate::list::{Mutant, Place};

/// Added to the program: whether a mutant is turned on.
pub const MODULE: &str = r#"
pub fn active(mutant: usize) -> bool {
    static ACTIVE: std::sync::OnceLock<Option<usize>> = std::sync::OnceLock::new();
    let read = || std::env::var("MUSTER_MUTANT").ok()?.parse().ok();
    *ACTIVE.get_or_init(read) == Some(mutant)
}
"#;

/// What is done at a place of the source.
enum Change {
    /// An operator between two operands: others in its place.
    Binary {
        left: Range<usize>,
        right: Range<usize>,
        with: Vec<(usize, String)>,
        operator: String,
    },
    /// An operator before an operand: left out.
    Unary {
        operand: Range<usize>,
        numbers: Vec<usize>,
    },
    /// The condition of a match arm: values in its place, and arms that are left out.
    Guard {
        values: Vec<(usize, String)>,
        without: Vec<usize>,
    },
}

/// The source with all of these mutants; those that no switch can be put around are left out.
pub fn put_in(source: &str, mutants: &[(usize, &Mutant)]) -> syn::Result<String> {
    let offsets = Offsets::new(source);
    let mut found = Places {
        offsets: &offsets,
        mutants,
        changes: BTreeMap::new(),
        guards: BTreeMap::new(),
        insertions: BTreeMap::new(),
    };
    for (number, mutant) in mutants {
        if mutant.genre == "FnValue" {
            let at = offsets.of(mutant.span.start);
            let text = format!(
                "if {} {{ return {}; }} ",
                active(*number),
                mutant.replacement
            );
            found.insertions.entry(at).or_default().push_str(&text);
        }
    }
    found.visit_file(&syn::parse_file(source)?);
    Ok(found.render(source, 0..source.len(), false))
}

fn active(number: usize) -> String {
    format!("crate::mutation::active({number})")
}

struct Places<'a> {
    offsets: &'a Offsets,
    mutants: &'a [(usize, &'a Mutant)],
    /// By the range of the source that they take the place of.
    changes: BTreeMap<(usize, usize), Change>,
    /// The same for whole conditions of match arms.
    guards: BTreeMap<(usize, usize), Change>,
    /// Texts to be put in.
    insertions: BTreeMap<usize, String>,
}

impl Places<'_> {
    /// Mutants of this kind that begin here.
    fn at(&self, genre: &str, start: usize) -> Vec<(usize, String)> {
        let begins_here =
            |mutant: &Mutant| mutant.genre == genre && self.offsets.of(mutant.span.start) == start;
        self.mutants
            .iter()
            .filter(|(_, mutant)| begins_here(mutant))
            .map(|(number, mutant)| (*number, mutant.replacement.clone()))
            .collect()
    }

    fn range(&self, node: &impl syn::spanned::Spanned) -> Range<usize> {
        let span = node.span();
        self.offsets.of_location(span.start())..self.offsets.of_location(span.end())
    }

    /// The source from `range.start` to `range.end` with what is changed in it. Within a guard that
    /// is changed as a whole, `in_guard` is set: what it holds is to be rendered.
    fn render(&self, source: &str, range: Range<usize>, in_guard: bool) -> String {
        let mut text = String::new();
        let mut at = range.start;
        // What stands at the beginning of an operand was put in before the whole expression.
        let mut insertions_from = if range.start == 0 { 0 } else { range.start + 1 };
        loop {
            let fits = |(_, end): &(usize, usize)| *end <= range.end;
            let is_this = |key: &(usize, usize)| in_guard && *key == (range.start, range.end);
            let first = |changes: &BTreeMap<(usize, usize), Change>, skip: bool| {
                let keys = changes.range((at, 0)..).map(|(key, _)| *key);
                keys.filter(|key| fits(key) && !(skip && is_this(key)))
                    .min_by_key(|(start, end)| (*start, Reverse(*end)))
            };
            let guard = first(&self.guards, true).map(|key| (key, &self.guards));
            let other = first(&self.changes, false).map(|key| (key, &self.changes));
            // A guard encloses what has the same range.
            let next = [guard, other].into_iter().flatten();
            let next = next.min_by_key(|((start, end), _)| (*start, Reverse(*end)));
            let insertion = self
                .insertions
                .range(insertions_from.max(at)..range.end)
                .next();
            if let Some((place, inserted)) = insertion
                && next.is_none_or(|((start, _), _)| *place <= start)
            {
                text.push_str(source.get(at..*place).unwrap_or_default());
                text.push_str(inserted);
                at = *place;
                insertions_from = place + 1;
                continue;
            }
            let Some(((start, end), changes)) = next else {
                break;
            };
            let Some(change) = changes.get(&(start, end)) else {
                break;
            };
            text.push_str(source.get(at..start).unwrap_or_default());
            text.push_str(&self.changed(source, start..end, change));
            at = end;
        }
        text.push_str(source.get(at..range.end).unwrap_or_default());
        text
    }

    fn changed(&self, source: &str, range: Range<usize>, change: &Change) -> String {
        let mut text = String::from("(");
        match change {
            Change::Binary {
                left,
                right,
                with,
                operator,
            } => {
                let (left, right) = (
                    self.render(source, left.clone(), false),
                    self.render(source, right.clone(), false),
                );
                for (number, other) in with {
                    let _ = write!(
                        text,
                        "if {} {{ {left} {other} {right} }} else ",
                        active(*number)
                    );
                }
                let _ = write!(text, "{{ {left} {operator} {right} }}");
            }
            Change::Unary { operand, numbers } => {
                let inner = self.render(source, operand.clone(), false);
                for number in numbers {
                    let _ = write!(text, "if {} {{ {inner} }} else ", active(*number));
                }
                let operator = source.get(range.start..operand.start).unwrap_or_default();
                let _ = write!(text, "{{ {operator}{inner} }}");
            }
            Change::Guard { values, without } => {
                for number in without {
                    let _ = write!(text, "!{} && ", active(*number));
                }
                text.push('(');
                for (number, value) in values {
                    let _ = write!(text, "if {} {{ {value} }} else ", active(*number));
                }
                let _ = write!(text, "{{ {} }})", self.render(source, range, true));
            }
        }
        text.push(')');
        text
    }
}

impl Places<'_> {
    fn change_arm(&mut self, arm: &syn::Arm, can_miss: bool) {
        let mut without = self.numbers_at("MatchArm", self.range(arm).start);
        without.retain(|_| can_miss);
        match &arm.guard {
            Some((_, guard)) if !binds(guard) => {
                let range = self.range(&**guard);
                let values = self.at("MatchArmGuard", range.start);
                if !values.is_empty() || !without.is_empty() {
                    let key = (range.start, range.end);
                    self.guards.insert(key, Change::Guard { values, without });
                }
            }
            None if !without.is_empty() => {
                let end = self.range(&arm.pat).end;
                let off: Vec<String> = without
                    .iter()
                    .map(|it| format!("!{}", active(*it)))
                    .collect();
                let text = format!(" if {}", off.join(" && "));
                self.insertions.entry(end).or_default().push_str(&text);
            }
            _ => {}
        }
    }

    fn numbers_at(&self, genre: &str, start: usize) -> Vec<usize> {
        let here = self.at(genre, start).into_iter();
        here.map(|(number, _)| number).collect()
    }
}

/// Whether a condition binds names by `let`: nothing can be put around that.
fn binds(expression: &syn::Expr) -> bool {
    match expression {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(binary) => binds(&binary.left) || binds(&binary.right),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Places<'_> {
    fn visit_expr_binary(&mut self, node: &'ast syn::ExprBinary) {
        let operator = self.range(&node.op);
        let with = self.at("BinaryOperator", operator.start);
        if !with.is_empty() && !binds(&node.left) && !binds(&node.right) {
            let whole = self.range(node);
            let (left, right) = (self.range(&node.left), self.range(&node.right));
            let operator = self
                .offsets
                .source
                .get(operator)
                .unwrap_or_default()
                .to_owned();
            self.changes.insert(
                (whole.start, whole.end),
                Change::Binary {
                    left,
                    right,
                    with,
                    operator,
                },
            );
        }
        visit::visit_expr_binary(self, node);
    }

    fn visit_expr_unary(&mut self, node: &'ast syn::ExprUnary) {
        let whole = self.range(node);
        let numbers = self.numbers_at("UnaryOperator", whole.start);
        if !numbers.is_empty() {
            let operand = self.range(&node.expr);
            self.changes
                .insert((whole.start, whole.end), Change::Unary { operand, numbers });
        }
        visit::visit_expr_unary(self, node);
    }

    fn visit_expr_match(&mut self, node: &'ast syn::ExprMatch) {
        // Without an arm for all that is left, one that is left out does not compile.
        let takes_all = |arm: &syn::Arm| {
            let any = matches!(arm.pat, syn::Pat::Wild(_) | syn::Pat::Ident(_));
            any && arm.guard.is_none()
        };
        let can_miss = node.arms.iter().any(takes_all);
        for arm in &node.arms {
            self.change_arm(arm, can_miss && !takes_all(arm));
        }
        visit::visit_expr_match(self, node);
    }

    /// Their text is no expression that a switch could stand in.
    fn visit_macro(&mut self, _: &'ast syn::Macro) {}
}

/// From lines and columns to bytes.
struct Offsets {
    source: String,
    lines: Vec<usize>,
}

impl Offsets {
    fn new(source: &str) -> Self {
        let mut lines = vec![0];
        lines.extend(source.match_indices('\n').map(|(at, _)| at + 1));
        Self {
            source: source.to_owned(),
            lines,
        }
    }

    /// Lines and columns count from 1.
    fn of(&self, place: Place) -> usize {
        self.of_location(LineColumn {
            line: place.line,
            column: place.column.saturating_sub(1),
        })
    }

    /// Lines count from 1, columns in characters from 0.
    fn of_location(&self, place: LineColumn) -> usize {
        let start = self
            .lines
            .get(place.line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let rest = self.source.get(start..).unwrap_or_default();
        start
            + rest
                .char_indices()
                .nth(place.column)
                .map_or(rest.len(), |(at, _)| at)
    }
}
